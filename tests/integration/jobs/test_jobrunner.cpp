#include <QTest>

#include "services/database/advisorylock.h"
#include "tests/integration/jobs/jobworld.h"

using namespace Orion;

namespace
{

int runs = 0;
std::function<Result<JobOutcome>(JobContext &)> body;

const Job probe{
    QStringLiteral("probe"), {}, QStringLiteral("0 * * * *"), 0, false, [](JobContext &context) {
        ++runs;
        return body(context);
    }};

Result<JobOutcome> loseTheConnection(JobContext &context)
{
    const auto ended =
        context.session().execute(QStringLiteral("select pg_terminate_backend(pg_backend_pid())"));
    return ended ? Result<JobOutcome>(JobOutcome{}) : fail(ended.error());
}

const QDateTime noon = usageNow;

} // namespace

// One run of a job: its lock, its ledger, and what becomes of it when something ends it.
class TestJobRunner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void writesWhatARunDid();
    void writesWhoAskedForIt();
    void writesWhyARunFailed();
    void runsOnceForATime();
    void neverOverlapsItself();
    void beginsALostRunAgainButNotForEver();
    void aRunThatTheEndOfTheProgramCutsOffIsLost();
    void aRunThatLosesItsDatabaseIsLostAndRunsAgain();
    void aRunThatLostItsLockDoesNothingMore();
    void findsTheRunOfACompanionThatDied();
    void leavesTheRunOfALivingCompanionAlone();
    void endsOnlyItsOwnAttempt();
    void whatWasCancelledBeforeItBeganIsNotRun();

private:
    std::unique_ptr<JobWorld> m_world;
};

void TestJobRunner::init()
{
    m_world.reset();
    m_world = std::make_unique<JobWorld>();
    runs = 0;
    body = [](JobContext &) -> Result<JobOutcome> {
        return JobOutcome{3, QStringLiteral("Fine.")};
    };
}

void TestJobRunner::writesWhatARunDid()
{
    body = [&](JobContext &context) -> Result<JobOutcome> {
        m_world->clock.advanceSeconds(2);
        if (const auto noted = context.progress(5); !noted)
            return fail(noted.error());
        if (m_world->value(QStringLiteral("select state || processed from billing.job_runs")) !=
            QStringLiteral("running5"))
            return fail(ErrorCode::Internal, QStringLiteral("Nobody can see how far it is."));
        return JobOutcome{7, QStringLiteral("Seven rows.")};
    };
    const auto report = m_world->run(probe, noon);
    QCOMPARE(report.turn, JobTurn::Ran);
    QCOMPARE(report.state, JobRunState::Succeeded);
    const auto listed = listRuns(*m_world->companion, {}, 10);
    QVERIFY(listed);
    QCOMPARE(listed->size(), std::size_t(1));
    const JobRun &run = listed->front();
    QCOMPARE(run.job, QStringLiteral("probe"));
    QCOMPARE(run.state, QStringLiteral("succeeded"));
    QCOMPARE(run.processed, 7);
    QCOMPARE(run.message, QStringLiteral("Seven rows."));
    QCOMPARE(run.scheduledFor, noon);
    QCOMPARE(run.startedAt, noon);
    QCOMPARE(run.finishedAt, noon.addSecs(2));
    QCOMPARE(run.durationMs, 2000);
    QCOMPARE(run.requestedBy, QString());
    QVERIFY(!run.host.isEmpty());
}

void TestJobRunner::writesWhoAskedForIt()
{
    QString actor;
    body = [&](JobContext &context) -> Result<JobOutcome> {
        actor = context.actor();
        return JobOutcome{};
    };
    (void)m_world->run(probe, noon, QStringLiteral("cli:alice"));
    QCOMPARE(actor, QStringLiteral("cli:alice"));
    const auto last = lastRuns(*m_world->companion);
    QVERIFY(last);
    QCOMPARE(last->front().requestedBy, QStringLiteral("cli:alice"));
    (void)m_world->run(probe, noon.addSecs(3600));
    QCOMPARE(actor, QStringLiteral("job"));
}

void TestJobRunner::writesWhyARunFailed()
{
    body = [](JobContext &) -> Result<JobOutcome> {
        return fail(ErrorCode::PaymentSystemFailed, QStringLiteral("Stripe does not answer."));
    };
    const auto report = m_world->run(probe, noon);
    QCOMPARE(report.state, JobRunState::Failed);
    QVERIFY(report.error);
    QCOMPARE(
        m_world->value(QStringLiteral("select state || ': ' || message from billing.job_runs")),
        QStringLiteral("failed: Stripe does not answer."));
    // The next time of its schedule is another run.
    QCOMPARE(m_world->run(probe, noon).turn, JobTurn::Settled);
    QCOMPARE(m_world->run(probe, noon.addSecs(3600)).turn, JobTurn::Ran);
}

void TestJobRunner::runsOnceForATime()
{
    QCOMPARE(m_world->run(probe, noon).turn, JobTurn::Ran);
    QCOMPARE(m_world->run(probe, noon).turn, JobTurn::Settled);
    QCOMPARE(runs, 1);
}

void TestJobRunner::neverOverlapsItself()
{
    const auto other = m_world->database.open(QStringLiteral("orion_companion"));
    JobTurn elsewhere = JobTurn::Ran;
    body = [&](JobContext &) -> Result<JobOutcome> {
        const auto report = runJob(*other, probe, noon.addSecs(60), {}, m_world->surroundings());
        if (!report)
            return fail(report.error());
        elsewhere = report->turn;
        return JobOutcome{};
    };
    QCOMPARE(m_world->run(probe, noon).state, JobRunState::Succeeded);
    QCOMPARE(elsewhere, JobTurn::Busy);
    QCOMPARE(runs, 1);
    QCOMPARE(m_world->ledger(), QStringLiteral("succeeded 1"));
}

void TestJobRunner::beginsALostRunAgainButNotForEver()
{
    body = [](JobContext &) -> Result<JobOutcome> {
        return fail(ErrorCode::DatabaseUnavailable, QStringLiteral("The database went away."));
    };
    for (int attempt = 1; attempt <= mostAttempts; ++attempt) {
        const auto report = m_world->run(probe, noon);
        QCOMPARE(report.turn, JobTurn::Ran);
        QCOMPARE(report.state, JobRunState::Lost);
        QCOMPARE(report.run.attempt, attempt);
    }
    QCOMPARE(m_world->run(probe, noon).turn, JobTurn::Settled);
    QCOMPARE(runs, mostAttempts);
    QCOMPARE(m_world->ledger(), QStringLiteral("lost 1"));
}

void TestJobRunner::aRunThatTheEndOfTheProgramCutsOffIsLost()
{
    body = [&](JobContext &context) -> Result<JobOutcome> {
        m_world->isStopping = true;
        if (const auto held = context.progress(1); !held)
            return fail(held.error());
        return JobOutcome{};
    };
    QCOMPARE(m_world->run(probe, noon).state, JobRunState::Lost);
    m_world->isStopping = false;
    body = [](JobContext &) -> Result<JobOutcome> { return JobOutcome{}; };
    QCOMPARE(m_world->run(probe, noon).state, JobRunState::Succeeded);
    QCOMPARE(m_world->value(QStringLiteral("select attempt from billing.job_runs")),
             QStringLiteral("2"));
}

void TestJobRunner::aRunThatLosesItsDatabaseIsLostAndRunsAgain()
{
    body = loseTheConnection;
    QCOMPARE(m_world->run(probe, noon).state, JobRunState::Lost);
    QCOMPARE(m_world->ledger(), QStringLiteral("lost 1"));
    body = [](JobContext &) -> Result<JobOutcome> { return JobOutcome{}; };
    QCOMPARE(m_world->run(probe, noon).state, JobRunState::Succeeded);
    QCOMPARE(m_world->ledger(), QStringLiteral("succeeded 1"));
}

void TestJobRunner::aRunThatLostItsLockDoesNothingMore()
{
    body = [](JobContext &context) -> Result<JobOutcome> {
        (void)loseTheConnection(context);
        // Opened anew by itself, but the lock went with the old one.
        if (const auto held = context.progress(1); !held)
            return fail(held.error());
        return JobOutcome{1, QStringLiteral("Went on.")};
    };
    const auto report = m_world->run(probe, noon);
    QCOMPARE(report.state, JobRunState::Lost);
    QCOMPARE(report.run.processed, 0);
}

void TestJobRunner::findsTheRunOfACompanionThatDied()
{
    m_world->execute(QStringLiteral("insert into billing.job_runs (job, scheduled_for, started_at) "
                                    "values ('probe', ?, ?)"),
                     {noon, noon});
    const auto lost = findLostRuns(*m_world->companion, noon.addSecs(60));
    QVERIFY(lost);
    QCOMPARE(*lost, QStringList{QStringLiteral("probe")});
    QCOMPARE(m_world->ledger(), QStringLiteral("lost 1"));
    QCOMPARE(m_world->run(probe, noon).run.attempt, 2);
    QCOMPARE(m_world->ledger(), QStringLiteral("succeeded 1"));
}

void TestJobRunner::leavesTheRunOfALivingCompanionAlone()
{
    const auto other = m_world->database.open(QStringLiteral("orion_companion"));
    bool none = false;
    body = [&](JobContext &) -> Result<JobOutcome> {
        const auto lost = findLostRuns(*other, noon);
        none = lost && lost->isEmpty();
        return JobOutcome{};
    };
    QCOMPARE(m_world->run(probe, noon).state, JobRunState::Succeeded);
    QVERIFY(none);
}

void TestJobRunner::endsOnlyItsOwnAttempt()
{
    const auto other = m_world->database.open(QStringLiteral("orion_companion"));
    body = [&](JobContext &context) -> Result<JobOutcome> {
        if (runs == 2)
            return JobOutcome{9, QStringLiteral("By the other one.")};
        (void)loseTheConnection(context);
        // Another companion takes the run over while this one still believes in itself.
        const auto taken = runJob(*other, probe, noon, {}, m_world->surroundings());
        if (!taken || taken->turn != JobTurn::Ran)
            return fail(ErrorCode::Internal, QStringLiteral("It was not taken over."));
        return JobOutcome{1, QStringLiteral("By the one without a lock.")};
    };
    (void)m_world->run(probe, noon);
    QCOMPARE(runs, 2);
    QCOMPARE(m_world->value(QStringLiteral("select message from billing.job_runs")),
             QStringLiteral("By the other one."));
    QCOMPARE(m_world->ledger(), QStringLiteral("succeeded 1"));
}

void TestJobRunner::whatWasCancelledBeforeItBeganIsNotRun()
{
    const QString alice = QStringLiteral("alice");
    const auto id = requestRun(*m_world->companion, probe.name, alice, noon);
    QVERIFY(id);
    QCOMPARE(m_world->ledger(), QStringLiteral("requested 1"));
    const auto requested = requestedRuns(*m_world->companion);
    QVERIFY(requested);
    QCOMPARE(requested->size(), std::size_t(1));
    QCOMPARE(requested->front().requestedBy, alice);
    const auto again = requestRun(*m_world->companion, probe.name, alice, noon);
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::Conflict);

    const auto cancelled = cancelRun(*m_world->companion, *id, alice, noon.addSecs(5));
    QVERIFY(cancelled && *cancelled);
    QCOMPARE(m_world->run(probe, noon, alice).turn, JobTurn::Settled);
    QCOMPARE(runs, 0);
    QCOMPARE(m_world->ledger(), QStringLiteral("cancelled 1"));
}

QTEST_GUILESS_MAIN(TestJobRunner)
#include "test_jobrunner.moc"
