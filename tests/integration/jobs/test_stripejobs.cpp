#include <QTest>

#include "tests/integration/catalogue/cataloguefixture.h"
#include "tests/integration/jobs/jobworld.h"
#include "tests/support/stripeobjects.h"

using namespace Orion;
using Sandbox::Kind;

namespace
{

const QString recover = QStringLiteral("recover_missed_events");
const QString synchronise = QStringLiteral("sync_stripe_status");

} // namespace

// The jobs that ask Stripe, against the sandbox's API.
class TestStripeJobs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void takesInWhatDidNotComeIn();
    void goesBackToWhereTheLastOneEnded();
    void saysHowManyEventsItCompared_data();
    void saysHowManyEventsItCompared();
    void saysHowManyDifferencesItRepaired_data();
    void saysHowManyDifferencesItRepaired();
    void repairsWhatDiffersFromStripe();
    void tellsWhatItCannotRepair();
    void changesNothingWhenNothingDiffers();
    void failsWhileStripeIsAwayAndRepairsLater_data();
    void failsWhileStripeIsAwayAndRepairsLater();
    void leavesTheWorkToOneThatIsRunning_data();
    void leavesTheWorkToOneThatIsRunning();
    void stopsWhenTheProgramEnds_data();
    void stopsWhenTheProgramEnds();

private:
    JobReport run(const QString &job);
    void happens(qint64 ago);
    QString subscribe(const QString &vendor);
    QString value(const QString &sql) { return m_fixture->value(sql); }

    std::unique_ptr<CatalogueFixture> m_fixture;
    std::unique_ptr<Session> m_companion;
    std::set<Topic> m_changed;
    bool m_isStopping = false;
};

void TestStripeJobs::init()
{
    m_fixture = std::make_unique<CatalogueFixture>();
    const auto made = m_fixture->setUp();
    QVERIFY2(made, qUtf8Printable(made ? QString() : made.error().message));
    m_companion = m_fixture->db.open(QStringLiteral("orion_companion"));
    m_changed.clear();
    m_isStopping = false;
}

void TestStripeJobs::cleanup()
{
    m_companion.reset();
    m_fixture.reset();
}

JobReport TestStripeJobs::run(const QString &job)
{
    m_fixture->stripe.clock.advanceSeconds(1);
    const JobSurroundings surroundings{
        m_fixture->stripe, m_fixture->stripe.clock, [this] { return m_isStopping; },
        [this](const std::set<Topic> &topics) { m_changed.insert(topics.begin(), topics.end()); }};
    const auto report =
        runJob(*m_companion, *findJob(job), m_fixture->stripe.clock.now(), {}, surroundings);
    if (!report)
        qFatal("%s %s", qPrintable(report.error().message), qPrintable(report.error().detail));
    return *report;
}

void TestStripeJobs::happens(qint64 ago)
{
    m_fixture->stripe.state.events().record(QStringLiteral("customer.subscription.updated"),
                                            TestStripe::subscription({}),
                                            m_fixture->stripe.clock.now().toSecsSinceEpoch() - ago);
}

// Gives the id of an active subscription that the database does not know.
QString TestStripeJobs::subscribe(const QString &vendor)
{
    SandboxStripe &stripe = m_fixture->stripe;
    const auto id = [](const QJsonObject &object) {
        return object.value(QLatin1String("id")).toString();
    };
    const QString customer = id(stripe.post(QStringLiteral("/v1/customers"),
                                            StripeForm().add(QStringLiteral("name"), vendor)));
    const QString method = id(stripe.post(QStringLiteral("/v1/payment_methods/pm_card_visa/attach"),
                                          StripeForm().add(QStringLiteral("customer"), customer)));
    const auto added = m_fixture->db.session().execute(
        QStringLiteral("insert into billing.vendors (vendor_code, name, email, stripe_customer_id) "
                       "values (?, 'A vendor', 'a@example.com', ?)"),
        {vendor, customer});
    if (!added)
        qFatal("%s", qPrintable(added.error().detail));
    QString price;
    for (const QJsonObject &one : stripe.all(Kind::Price)) {
        if (one.value(QLatin1String("lookup_key")).toString() ==
            QStringLiteral("orion_professional_month"))
            price = id(one);
    }
    return id(stripe.post(QStringLiteral("/v1/subscriptions"),
                          StripeForm()
                              .add(QStringLiteral("customer"), customer)
                              .add(QStringLiteral("items[0][price]"), price)
                              .add(QStringLiteral("default_payment_method"), method)));
}

void TestStripeJobs::takesInWhatDidNotComeIn()
{
    happens(5000);
    happens(100);
    const auto report = run(recover);
    QVERIFY2(report.state == JobRunState::Succeeded, qPrintable(report.run.message));
    QCOMPARE(report.run.processed, 2);
    QCOMPARE(value(QStringLiteral("select string_agg(source, ' ') from "
                                  "billing.stripe_webhook_events")),
             QStringLiteral("recovery recovery"));
    QCOMPARE(value(QStringLiteral("select cause || ' ' || actor from billing.webhook_recoveries")),
             QStringLiteral("job job"));
    QVERIFY(m_changed.count(Topic::Webhooks));
    m_changed.clear();
    QCOMPARE(run(recover).run.processed, 0);
    QVERIFY(m_changed == std::set{Topic::Jobs});
}

void TestStripeJobs::goesBackToWhereTheLastOneEnded()
{
    // The first one compares all that Stripe keeps.
    const QString days = QStringLiteral(
        "select extract(epoch from started_at - since)::bigint from billing.webhook_recoveries "
        "order by id desc limit 1");
    (void)run(recover);
    QCOMPARE(value(days), QString::number(30 * 86'400));
    m_fixture->stripe.clock.advanceSeconds(3600 - 1);
    happens(3500);
    QCOMPARE(run(recover).run.processed, 1);
    QCOMPARE(value(days), QString::number(2 * 3600));
    // What was away for longer is compared for as long.
    m_fixture->stripe.clock.advanceSeconds(2 * 86'400 - 1);
    (void)run(recover);
    QCOMPARE(value(days), QString::number(2 * 86'400 + 3600));
}

void TestStripeJobs::saysHowManyEventsItCompared_data()
{
    QTest::addColumn<int>("events");
    QTest::addColumn<QString>("message");
    QTest::newRow("none") << 0 << QStringLiteral("0 events since %1 compared, 0 recovered.");
    QTest::newRow("one") << 1 << QStringLiteral("1 event since %1 compared, 1 recovered.");
    QTest::newRow("two") << 2 << QStringLiteral("2 events since %1 compared, 2 recovered.");
}

void TestStripeJobs::saysHowManyEventsItCompared()
{
    QFETCH(int, events);
    QFETCH(QString, message);
    for (int i = 0; i < events; ++i)
        happens(100 + i);
    const QString said = run(recover).run.message;
    const QDateTime since = m_fixture->stripe.clock.now().toUTC().addDays(-30);
    QCOMPARE(said, message.arg(since.toString(QStringLiteral("yyyy-MM-dd HH:mm")) +
                               QStringLiteral(" UTC")));
}

void TestStripeJobs::saysHowManyDifferencesItRepaired_data()
{
    QTest::addColumn<int>("subscriptions");
    QTest::addColumn<QString>("message");
    QTest::newRow("none") << 0
                          << QStringLiteral("0 subscriptions were compared. 0 differences were "
                                            "repaired. 0 differences remain.");
    QTest::newRow("two") << 2
                         << QStringLiteral("2 subscriptions were compared. 2 differences were "
                                           "repaired. 0 differences remain.");
}

void TestStripeJobs::saysHowManyDifferencesItRepaired()
{
    QFETCH(int, subscriptions);
    for (int i = 0; i < subscriptions; ++i)
        (void)subscribe(QStringLiteral("ACME%1").arg(i));
    QTEST(run(synchronise).run.message, "message");
}

void TestStripeJobs::repairsWhatDiffersFromStripe()
{
    const QString id = subscribe(QStringLiteral("ACME"));
    const auto report = run(synchronise);
    QVERIFY2(report.state == JobRunState::Succeeded, qPrintable(report.run.message));
    QCOMPARE(report.run.processed, 1);
    QCOMPARE(report.run.message,
             QStringLiteral("1 subscription was compared. 1 difference was repaired. 0 "
                            "differences remain."));
    QCOMPARE(value(QStringLiteral("select stripe_subscription_id || ' ' || status from "
                                  "billing.vendor_subscriptions")),
             id + QStringLiteral(" active"));
}

void TestStripeJobs::tellsWhatItCannotRepair()
{
    (void)subscribe(QStringLiteral("ACME"));
    QVERIFY(m_fixture->db.session().execute(QStringLiteral("delete from billing.vendors")));
    const auto report = run(synchronise);
    QCOMPARE(report.state, JobRunState::Succeeded);
    QVERIFY2(report.run.message.endsWith(QStringLiteral(
                 "1 difference remains. `orion-companion stripe check` lists them.")),
             qPrintable(report.run.message));
    QCOMPARE(value(QStringLiteral("select count(*) from billing.vendors")), QStringLiteral("0"));
}

void TestStripeJobs::changesNothingWhenNothingDiffers()
{
    (void)subscribe(QStringLiteral("ACME"));
    (void)run(synchronise);
    const QString rows = QStringLiteral("select s::text from billing.vendor_subscriptions s");
    const QString before = value(rows);
    QCOMPARE(run(synchronise).run.message,
             QStringLiteral("1 subscription was compared. 0 differences were repaired. 0 "
                            "differences remain."));
    QCOMPARE(value(rows), before);
}

void TestStripeJobs::failsWhileStripeIsAwayAndRepairsLater_data()
{
    QTest::addColumn<QString>("job");
    QTest::newRow("events") << recover;
    QTest::newRow("subscriptions") << synchronise;
}

void TestStripeJobs::failsWhileStripeIsAwayAndRepairsLater()
{
    QFETCH(QString, job);
    m_fixture->stripe.instead =
        [](const StripeCall &) -> std::optional<StripeResult<StripeAnswer>> {
        StripeError error;
        error.kind = StripeErrorKind::Connection;
        return StripeResult<StripeAnswer>(tl::unexpected(error));
    };
    const auto failed = run(job);
    QCOMPARE(failed.state, JobRunState::Failed);
    QCOMPARE(failed.run.message,
             QStringLiteral("The payment system cannot be reached. Try again in a moment."));
    m_fixture->stripe.instead = nullptr;
    QCOMPARE(run(job).state, JobRunState::Succeeded);
    QCOMPARE(value(QStringLiteral("select string_agg(state, ' ' order by id) from "
                                  "billing.job_runs")),
             QStringLiteral("failed succeeded"));
}

void TestStripeJobs::leavesTheWorkToOneThatIsRunning_data()
{
    QTest::addColumn<QString>("job");
    QTest::addColumn<QString>("lock");
    QTest::newRow("events") << recover << "webhook recovery";
    QTest::newRow("subscriptions") << synchronise << "stripe sync";
}

void TestStripeJobs::leavesTheWorkToOneThatIsRunning()
{
    QFETCH(QString, job);
    QFETCH(QString, lock);
    const auto taken = m_fixture->db.session().execute(
        QStringLiteral("select pg_advisory_lock(hashtextextended(?, 0))"), {lock});
    QVERIFY(taken);
    m_fixture->stripe.calls.clear();
    const auto report = run(job);
    QCOMPARE(report.state, JobRunState::Succeeded);
    QVERIFY2(report.run.message.startsWith(QStringLiteral("Another")),
             qPrintable(report.run.message));
    QVERIFY(m_fixture->stripe.calls.empty());
}

void TestStripeJobs::stopsWhenTheProgramEnds_data()
{
    failsWhileStripeIsAwayAndRepairsLater_data();
}

void TestStripeJobs::stopsWhenTheProgramEnds()
{
    QFETCH(QString, job);
    (void)subscribe(QStringLiteral("ACME"));
    m_isStopping = true;
    QCOMPARE(run(job).state, JobRunState::Lost);
    QCOMPARE(value(QStringLiteral("select count(*) from billing.vendor_subscriptions")),
             QStringLiteral("0"));
}

QTEST_GUILESS_MAIN(TestStripeJobs)
#include "test_stripejobs.moc"
