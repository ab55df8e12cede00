#include <QTest>

#include "tests/integration/companion/companionclient.h"
#include "tests/support/testdatabase.h"

using namespace Orion;

namespace
{

const QString trials = QStringLiteral("check_trial_expirations");

} // namespace

// The jobs as people meet them: the commands, and the companion that runs them by itself.
class TestCompanionJobs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_db = std::make_unique<TestDatabase>(); }

    void runsAJobAndListsIt();
    void opsMaySeeTheList();
    void namesTheJobsThatThereAre_data();
    void namesTheJobsThatThereAre();
    void refusesWhatIsRunningAlready();
    void needsAKeyForStripesJobs();
    void theCompanionRunsWhatIsDueAndSaysWhatItWillDo();
    void twoCompanionsRunAJobOnceATime();
    void anotherCompanionTakesOverFromOneThatWasKilled();
    void refusesAScheduleOfNoJob();

private:
    CommandOutcome run(const QString &line, ProcessEnvironment more = {},
                       const QString &role = QStringLiteral("orion_companion"))
    {
        more.insert(QStringLiteral("DATABASE_URL"), m_db->conninfo(role));
        more.insert(QStringLiteral("USER"), QStringLiteral("alice"));
        return runCompanion(line.split(u' ', Qt::SkipEmptyParts), more);
    }
    void execute(const QString &sql)
    {
        const auto done = m_db->session().execute(sql);
        QVERIFY2(done, qUtf8Printable(done ? QString() : done.error().detail));
    }
    // How often a companion says that it ran the job.
    static int runsOf(const CompanionProcess &companion);
    // A job that is due each minute and was due a minute ago: a companion runs it at its start.
    ProcessEnvironment everyMinute();

    std::unique_ptr<TestDatabase> m_db;
};

int TestCompanionJobs::runsOf(const CompanionProcess &companion)
{
    const QByteArray text = CompanionClient(companion.url()).get("/metrics").body;
    int runs = 0;
    for (const QByteArray &line : text.split('\n')) {
        if (line.startsWith("orion_job_runs_total{job=\"check_trial_expirations\""))
            runs += line.mid(line.lastIndexOf(' ') + 1).toInt();
    }
    return runs;
}

ProcessEnvironment TestCompanionJobs::everyMinute()
{
    execute(QStringLiteral("insert into billing.job_schedules (job, schedule, since, updated_at, "
                           "host) values ('check_trial_expirations', '* * * * *', now() - interval "
                           "'1 hour', now(), 'earlier') on conflict do nothing"));
    ProcessEnvironment environment = companionEnvironment(*m_db);
    environment.insert(QStringLiteral("ORION_JOB_CHECK_TRIAL_EXPIRATIONS"),
                       QStringLiteral("* * * * *"));
    return environment;
}

void TestCompanionJobs::runsAJobAndListsIt()
{
    addVendor(*m_db, QStringLiteral("acme"));
    execute(QStringLiteral("delete from billing.vendor_subscriptions"));
    execute(
        QStringLiteral("insert into billing.vendor_subscriptions (vendor_id, tier_id, status, "
                       "period_start, trial_ends_at) select v.id, t.id, 'trial', now() - "
                       "interval '30 days', now() - interval '1 second' from billing.vendors v, "
                       "billing.subscription_tiers t where vendor_code = 'acme' and code = "
                       "'essential'"));
    const auto before = run(QStringLiteral("job list"));
    QVERIFY2(before.exitCode == 0, before.errors.constData());
    QCOMPARE(before.output.count('\n'), 6);
    QVERIFY(before.output.contains("check_trial_expirations\t0 1 * * *\t"));
    QCOMPARE(before.output.count("\tnever\n"), 6);

    const auto done = run(QStringLiteral("job run check_trial_expirations"));
    QVERIFY2(done.exitCode == 0, done.errors.constData());
    QCOMPARE(done.output, QByteArray("check_trial_expirations: 1 trial is over.\n"));
    QCOMPARE(m_db->value(QStringLiteral("select actor from billing.audit_log")),
             QStringLiteral("cli:alice"));

    const auto after = run(QStringLiteral("job list"));
    for (const QByteArray &line : after.output.split('\n')) {
        if (!line.startsWith("check_trial_expirations"))
            continue;
        const auto columns = line.split('\t');
        QCOMPARE(columns.size(), 9);
        QCOMPARE(columns.at(3), QByteArray("succeeded"));
        QVERIFY(columns.at(5).endsWith(" ms"));
        QCOMPARE(columns.at(6), QByteArray("1"));
        QCOMPARE(columns.at(7), QByteArray("cli:alice"));
        QCOMPARE(columns.at(8), QByteArray("1 trial is over."));
    }
    QCOMPARE(after.output.count("\tnever\n"), 5);
}

void TestCompanionJobs::opsMaySeeTheList()
{
    for (const char *role : {"orion_ops", "orion_finance", "orion_admin"}) {
        const auto list = run(QStringLiteral("job list"), {}, QString::fromLatin1(role));
        QVERIFY2(list.exitCode == 0, list.errors.constData());
    }
}

void TestCompanionJobs::namesTheJobsThatThereAre_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("none") << "job run";
    QTest::newRow("unknown") << "job run make_coffee";
    QTest::newRow("two") << "job run check_trial_expirations reset_period_counters";
}

void TestCompanionJobs::namesTheJobsThatThereAre()
{
    QFETCH(QString, line);
    const auto refused = run(line);
    QCOMPARE(refused.exitCode, 2);
    QVERIFY2(refused.errors.contains("reset_period_counters"), refused.errors.constData());
    QCOMPARE(refused.errors.count('\n'), 1);
}

void TestCompanionJobs::refusesWhatIsRunningAlready()
{
    execute(QStringLiteral("select pg_advisory_lock(hashtextextended('job "
                           "check_trial_expirations', 0))"));
    const auto refused = run(QStringLiteral("job run check_trial_expirations"));
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.errors.contains("is running already"), refused.errors.constData());
    QCOMPARE(m_db->value(QStringLiteral("select count(*) from billing.job_runs")),
             QStringLiteral("0"));
}

void TestCompanionJobs::needsAKeyForStripesJobs()
{
    for (const char *job : {"sync_stripe_status", "recover_missed_events"}) {
        const auto refused = run(QStringLiteral("job run ") + QString::fromLatin1(job));
        QCOMPARE(refused.exitCode, 1);
        QVERIFY2(refused.errors.contains("STRIPE_SECRET_KEY"), refused.errors.constData());
    }
}

void TestCompanionJobs::theCompanionRunsWhatIsDueAndSaysWhatItWillDo()
{
    ProcessEnvironment environment = everyMinute();
    environment.insert(QStringLiteral("ORION_JOB_RESET_PERIOD_COUNTERS"), QStringLiteral("off"));
    CompanionProcess companion(environment);
    QVERIFY2(companion.start(), companion.errorOutput().constData());
    QTRY_VERIFY_WITH_TIMEOUT(
        m_db->value(QStringLiteral("select count(*) from billing.job_runs where job = "
                                   "'check_trial_expirations' and state = 'succeeded' and "
                                   "requested_by is null")) != QStringLiteral("0"),
        20'000);
    // The list says what the companions do, whatever its own configuration says.
    const auto list = run(QStringLiteral("job list"));
    QVERIFY2(list.output.contains("check_trial_expirations\t* * * * *\t"), list.output.constData());
    QVERIFY2(list.output.contains("reset_period_counters\toff\t-\tnever\n"),
             list.output.constData());
    QVERIFY(CompanionClient(companion.url())
                .get("/metrics")
                .body.contains("orion_job_runs_total{job=\"check_trial_expirations\""));
}

void TestCompanionJobs::twoCompanionsRunAJobOnceATime()
{
    const ProcessEnvironment environment = everyMinute();
    CompanionProcess first(environment);
    CompanionProcess second(environment);
    QVERIFY2(first.start(), first.errorOutput().constData());
    QVERIFY2(second.start(), second.errorOutput().constData());
    QTRY_VERIFY_WITH_TIMEOUT(m_db->value(QStringLiteral("select count(*) from billing.job_runs")) !=
                                 QStringLiteral("0"),
                             20'000);
    // Every run was that of one of them, and each of them has asked.
    QTRY_COMPARE_WITH_TIMEOUT(QString::number(runsOf(first) + runsOf(second)),
                              m_db->value(QStringLiteral("select count(*) from billing.job_runs")),
                              20'000);
    QCOMPARE(first.terminate(), 0);
    QCOMPARE(second.terminate(), 0);
    QCOMPARE(m_db->value(QStringLiteral("select count(*) from billing.job_runs where state = "
                                        "'running'")),
             QStringLiteral("0"));
}

void TestCompanionJobs::anotherCompanionTakesOverFromOneThatWasKilled()
{
    const ProcessEnvironment environment = everyMinute();
    execute(QStringLiteral("insert into billing.job_runs (job, scheduled_for, started_at, host) "
                           "values ('check_trial_expirations', date_trunc('minute', now()), now(), "
                           "'killed'), ('sync_stripe_status', now() - interval '3 hours', now(), "
                           "'killed')"));
    CompanionProcess companion(environment);
    QVERIFY2(companion.start(), companion.errorOutput().constData());
    QTRY_COMPARE_WITH_TIMEOUT(
        m_db->value(
            QStringLiteral("select concat_ws(' ', count(*) filter (where state = 'running'), "
                           "min(state) filter (where job = 'sync_stripe_status'), "
                           "bool_or(state = 'succeeded')) from billing.job_runs")),
        QStringLiteral("0 lost t"), 20'000);
}

void TestCompanionJobs::refusesAScheduleOfNoJob()
{
    ProcessEnvironment environment = companionEnvironment(*m_db);
    environment.insert(QStringLiteral("ORION_JOB_MAKE_COFFEE"), QStringLiteral("0 7 * * *"));
    const auto refused = runCompanion({QStringLiteral("serve")}, environment);
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.errors.contains("there is no job make_coffee"), refused.errors.constData());
}

QTEST_GUILESS_MAIN(TestCompanionJobs)
#include "test_companionjobs.moc"
