#include <QTest>

#include "tests/integration/jobs/jobworld.h"

using namespace Orion;

namespace
{

const QString cleanup = QStringLiteral("cleanup_stale_subscriptions");

} // namespace

// What the weekly job forgets of the ledger and of the recoveries.
class TestOldRecords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void forgetsRunsThatEndedLongAgo();
    void keepsTheLastRunOfASchedule();
    void keepsWhatIsStillOpen();
    void forgetsRecoveriesButTheLastSuccess();
    void forgetsMoreThanATransactionHolds();

private:
    void addRun(const QString &job, int daysAgo, const QString &requestedBy = {});
    void addRecovery(int daysAgo, const QString &state);
    QString runs(const QString &job);

    std::unique_ptr<JobWorld> m_world;
};

void TestOldRecords::init()
{
    m_world.reset();
    m_world = std::make_unique<JobWorld>();
}

void TestOldRecords::addRun(const QString &job, int daysAgo, const QString &requestedBy)
{
    const QDateTime time = usageNow.addDays(-daysAgo);
    m_world->execute(QStringLiteral("insert into billing.job_runs (job, scheduled_for, started_at, "
                                    "finished_at, state, requested_by) values (?, ?, ?, ?, "
                                    "'succeeded', nullif(?, ''))"),
                     {job, time, time, time.addSecs(1),
                      requestedBy.isNull() ? QStringLiteral("") : requestedBy});
}

void TestOldRecords::addRecovery(int daysAgo, const QString &state)
{
    const QDateTime time = usageNow.addDays(-daysAgo);
    m_world->execute(
        QStringLiteral("insert into billing.webhook_recoveries (cause, actor, since, reached, "
                       "state, started_at, finished_at) values ('job', 'job', ?, ?, ?, ?, ?)"),
        {time.addSecs(-3600), time, state, time, time.addSecs(1)});
}

// How many days ago each was due.
QString TestOldRecords::runs(const QString &job)
{
    return m_world->value(QStringLiteral("select string_agg(extract(day from ? - scheduled_for)::"
                                         "text, ' ' order by scheduled_for desc) from "
                                         "billing.job_runs where job = ?"),
                          {usageNow, job});
}

void TestOldRecords::forgetsRunsThatEndedLongAgo()
{
    const QString job = QStringLiteral("probe");
    for (const int days : {500, 401, 399, 1})
        addRun(job, days);
    addRun(job, 450, QStringLiteral("alice"));
    const auto report = m_world->run(cleanup);
    QCOMPARE(report.state, JobRunState::Succeeded);
    QCOMPARE(report.run.processed, 3);
    QVERIFY(report.run.message.contains(QLatin1String("3 old records were forgotten.")));
    QCOMPARE(runs(job), QStringLiteral("1 399"));
}

// A yearly job would otherwise be due again for the time that it was done for.
void TestOldRecords::keepsTheLastRunOfASchedule()
{
    const QString job = QStringLiteral("yearly");
    addRun(job, 1200);
    addRun(job, 800);
    addRun(job, 1, QStringLiteral("alice")); // tells nothing of the schedule
    QCOMPARE(m_world->run(cleanup).run.processed, 1);
    QCOMPARE(runs(job), QStringLiteral("1 800"));
}

void TestOldRecords::keepsWhatIsStillOpen()
{
    QVERIFY(requestRun(*m_world->companion, QStringLiteral("probe"), QStringLiteral("alice"),
                       usageNow.addDays(-500)));
    QCOMPARE(m_world->run(cleanup).run.processed, 0);
    QCOMPARE(m_world->ledger(QStringLiteral("probe")), QStringLiteral("requested 1"));
}

void TestOldRecords::forgetsRecoveriesButTheLastSuccess()
{
    addRecovery(600, QStringLiteral("succeeded"));
    addRecovery(500, QStringLiteral("succeeded"));
    addRecovery(450, QStringLiteral("failed"));
    QCOMPARE(m_world->run(cleanup).run.processed, 2);
    QCOMPARE(m_world->value(QStringLiteral("select string_agg(extract(day from ? - "
                                           "reached)::text, ' ') from billing.webhook_recoveries"),
                            {usageNow}),
             QStringLiteral("500"));
}

void TestOldRecords::forgetsMoreThanATransactionHolds()
{
    m_world->execute(
        QStringLiteral("insert into billing.job_runs (job, scheduled_for, started_at, finished_at, "
                       "state) select 'probe', t, t, t, 'succeeded' from (select "
                       "?::timestamptz - n * interval '1 minute' as t from generate_series(1, "
                       "20005) n) as times"),
        {usageNow.addDays(-401)});
    addRun(QStringLiteral("probe"), 1);
    QCOMPARE(m_world->run(cleanup).run.processed, 20'005);
    QCOMPARE(m_world->ledger(QStringLiteral("probe")), QStringLiteral("succeeded 1"));
}

QTEST_GUILESS_MAIN(TestOldRecords)
#include "test_oldrecords.moc"
