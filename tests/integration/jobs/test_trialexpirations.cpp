#include <QTest>

#include "tests/integration/jobs/jobworld.h"

using namespace Orion;

namespace
{

const QString job = QStringLiteral("check_trial_expirations");

} // namespace

// Local trials end when their time is up; Stripe's own end when Stripe says so.
class TestTrialExpirations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void endsALocalTrialWhoseTimeIsUp();
    void saysHowManyAreOver_data();
    void saysHowManyAreOver();
    void writesTheChangeAndTheAudit();
    void leavesEverythingElseAlone_data();
    void leavesEverythingElseAlone();
    void changesNothingWhenRunAgain();
    void endsAtTheVeryMoment();
    void takesMoreThanABatch();
    void keepsWhatIsDoneWhenItIsStopped();

private:
    void trial(const QString &code, const QDateTime &endsAt, const QString &stripeStatus = {},
               const QString &status = QStringLiteral("trial"));
    QString statusOf(const QString &code);

    std::unique_ptr<JobWorld> m_world;
};

void TestTrialExpirations::init()
{
    m_world.reset();
    m_world = std::make_unique<JobWorld>();
}

void TestTrialExpirations::trial(const QString &code, const QDateTime &endsAt,
                                 const QString &stripeStatus, const QString &status)
{
    VendorState state;
    state.code = code;
    state.status = status;
    state.stripeStatus = stripeStatus;
    state.trialEndsAt = endsAt;
    state.pastDueSince = status == QStringLiteral("past_due") ? usageNow : QDateTime();
    addVendor(m_world->database, state);
}

QString TestTrialExpirations::statusOf(const QString &code)
{
    return m_world->value(
        QStringLiteral("select status from billing.vendor_subscriptions s join billing.vendors v "
                       "on v.id = s.vendor_id where vendor_code = ?"),
        {code});
}

void TestTrialExpirations::endsALocalTrialWhoseTimeIsUp()
{
    trial(QStringLiteral("over"), usageNow.addDays(-2));
    trial(QStringLiteral("running"), usageNow.addDays(2));
    const auto report = m_world->run(job);
    QCOMPARE(report.state, JobRunState::Succeeded);
    QCOMPARE(report.run.processed, 1);
    QCOMPARE(report.run.message, QStringLiteral("1 trial is over."));
    QCOMPARE(statusOf(QStringLiteral("over")), QStringLiteral("expired"));
    QCOMPARE(statusOf(QStringLiteral("running")), QStringLiteral("trial"));
    QCOMPARE(m_world->value(QStringLiteral("select ended_at = trial_ends_at from "
                                           "billing.vendor_subscriptions where status = "
                                           "'expired'")),
             QStringLiteral("true"));
    QVERIFY(m_world->changed.count(Topic::Vendors));
}

void TestTrialExpirations::saysHowManyAreOver_data()
{
    QTest::addColumn<int>("trials");
    QTest::addColumn<QString>("message");
    QTest::newRow("none") << 0 << QStringLiteral("0 trials are over.");
    QTest::newRow("one") << 1 << QStringLiteral("1 trial is over.");
    QTest::newRow("two") << 2 << QStringLiteral("2 trials are over.");
}

void TestTrialExpirations::saysHowManyAreOver()
{
    QFETCH(int, trials);
    for (int i = 0; i < trials; ++i)
        trial(QStringLiteral("over%1").arg(i), usageNow.addDays(-2));
    QTEST(m_world->run(job).run.message, "message");
}

void TestTrialExpirations::writesTheChangeAndTheAudit()
{
    trial(QStringLiteral("over"), usageNow.addDays(-2));
    (void)m_world->run(job);
    QCOMPARE(m_world->value(QStringLiteral(
                 "select concat_ws(' ', old_status, new_status, old_tier_id = new_tier_id, "
                 "old_mrr_cents, new_mrr_cents, cause, actor) from billing.subscription_changes")),
             QStringLiteral("trial expired t 0 0 check_trial_expirations cli:alice"));
    QCOMPARE(m_world->value(QStringLiteral(
                 "select concat_ws(' ', actor, action, entity, entity_id, before->>'status', "
                 "after->>'status') from billing.audit_log")),
             QStringLiteral("cli:alice subscription.expired vendor over trial expired"));
}

void TestTrialExpirations::leavesEverythingElseAlone_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("stripeStatus");
    QTest::newRow("a trial of Stripe's that is over") << "trial"
                                                      << "trialing";
    QTest::newRow("a trial that Stripe turned into a subscription") << "active"
                                                                    << "active";
    QTest::newRow("a payment that is due") << "past_due"
                                           << "past_due";
    QTest::newRow("cancelled") << "cancelled"
                               << "canceled";
    QTest::newRow("expired before") << "expired"
                                    << "";
}

void TestTrialExpirations::leavesEverythingElseAlone()
{
    QFETCH(QString, status);
    QFETCH(QString, stripeStatus);
    trial(QStringLiteral("acme"), usageNow.addDays(-5), stripeStatus, status);
    const auto report = m_world->run(job);
    QCOMPARE(report.run.processed, 0);
    QCOMPARE(statusOf(QStringLiteral("acme")), status);
    QCOMPARE(m_world->value(QStringLiteral("select count(*) from billing.subscription_changes")),
             QStringLiteral("0"));
}

void TestTrialExpirations::changesNothingWhenRunAgain()
{
    trial(QStringLiteral("over"), usageNow.addDays(-2));
    QCOMPARE(m_world->run(job).run.processed, 1);
    QCOMPARE(m_world->run(job).run.processed, 0);
    QCOMPARE(m_world->value(QStringLiteral("select count(*) from billing.audit_log")),
             QStringLiteral("1"));
}

void TestTrialExpirations::endsAtTheVeryMoment()
{
    trial(QStringLiteral("acme"), usageNow.addSecs(2)); // each run is a second later
    QCOMPARE(m_world->run(job).run.processed, 0);
    QCOMPARE(m_world->run(job).run.processed, 1);
}

void TestTrialExpirations::takesMoreThanABatch()
{
    m_world->addTrials(10'050, usageNow.addDays(-40), usageNow.addDays(-10));
    const auto report = m_world->run(job);
    QCOMPARE(report.run.processed, 10'050);
    QCOMPARE(m_world->value(QStringLiteral("select count(*) from billing.subscription_changes")),
             QStringLiteral("10050"));
    // No transaction had more than ten thousand.
    QCOMPARE(m_world->value(QStringLiteral("select max(n) from (select count(*) as n from "
                                           "billing.vendor_subscriptions group by xmin::text) x")),
             QStringLiteral("10000"));
}

void TestTrialExpirations::keepsWhatIsDoneWhenItIsStopped()
{
    m_world->addTrials(10'050, usageNow.addDays(-40), usageNow.addDays(-10));
    JobSurroundings surroundings = m_world->surroundings();
    int asked = 0;
    surroundings.isStopping = [&] { return ++asked > 1; }; // behind the first batch
    const auto report = runJob(*m_world->companion, *findJob(job), usageNow, {}, surroundings);
    QVERIFY(report);
    QCOMPARE(report->state, JobRunState::Lost);
    QCOMPARE(m_world->value(QStringLiteral("select count(*) from billing.subscription_changes")),
             QStringLiteral("10000"));
    const auto again =
        runJob(*m_world->companion, *findJob(job), usageNow, {}, m_world->surroundings());
    QVERIFY(again);
    QCOMPARE(again->run.processed, 50);
    QCOMPARE(m_world->value(QStringLiteral("select count(distinct subscription_id) || ' of ' || "
                                           "count(*) from billing.subscription_changes")),
             QStringLiteral("10050 of 10050"));
}

QTEST_GUILESS_MAIN(TestTrialExpirations)
#include "test_trialexpirations.moc"
