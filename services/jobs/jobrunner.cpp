#include "services/jobs/jobrunner.h"

#include "services/database/advisorylock.h"
#include "services/platform/clock.h"

#include <QSysInfo>

namespace Orion
{

namespace
{

QString lockName(const QString &job)
{
    return QStringLiteral("job ") + job;
}

Result<qint64> backendOf(Session &session)
{
    const auto pid = session.selectOne(QStringLiteral("select pg_backend_pid()"), {},
                                       [](const Row &row) { return row.integer(0); });
    return pid ? Result<qint64>(pid->value_or(0)) : fail(pid.error());
}

JobRunState stateOf(const Result<JobOutcome> &outcome, const JobContext &context)
{
    if (outcome)
        return JobRunState::Succeeded;
    if (context.isCancelled())
        return JobRunState::Cancelled;
    return context.isStopping() || outcome.error().code == ErrorCode::Cancelled ||
                   outcome.error().code == ErrorCode::DatabaseUnavailable
               ? JobRunState::Lost
               : JobRunState::Failed;
}

} // namespace

Result<JobReport> runJob(Session &session, const Job &job, const QDateTime &scheduledFor,
                         const QString &requestedBy, const JobSurroundings &surroundings)
{
    const auto lock = AdvisoryLock::tryTake(session, lockName(job.name));
    if (!lock)
        return fail(lock.error());
    JobReport report;
    report.run.job = job.name;
    report.run.scheduledFor = scheduledFor;
    report.run.startedAt = surroundings.clock.now();
    report.run.requestedBy = requestedBy;
    report.run.host = QSysInfo::machineHostName();
    report.turn = JobTurn::Busy;
    if (!*lock)
        return report;
    const auto backend = backendOf(session);
    if (!backend)
        return fail(backend.error());
    const auto begun = beginRun(session, report.run);
    if (!begun)
        return fail(begun.error());
    report.turn = *begun ? JobTurn::Ran : JobTurn::Settled;
    if (!*begun)
        return report;
    report.run = **begun;

    JobContext context(session, surroundings, report.run, *backend);
    context.changed({Topic::Jobs});
    const auto outcome = job.run(context);
    report.state = stateOf(outcome, context);
    if (outcome)
        report.run.processed = outcome->processed;
    if (!outcome)
        report.error = outcome.error();
    report.run.state = toText(report.state);
    report.run.message = outcome ? outcome->message : outcome.error().message;
    report.run.finishedAt = surroundings.clock.now();
    const auto ended =
        endRun(session, report.run, report.state, report.run.message, report.run.finishedAt);
    return ended ? Result<JobReport>(report) : fail(ended.error());
}

Result<QStringList> findLostRuns(Session &session, const QDateTime &now)
{
    const auto running = runningJobs(session);
    if (!running)
        return running;
    QStringList lost;
    for (const QString &job : *running) {
        const auto lock = AdvisoryLock::tryTake(session, lockName(job));
        if (!lock)
            return fail(lock.error());
        if (!*lock)
            continue;
        const auto marked = markLost(session, job, now);
        if (!marked)
            return fail(marked.error());
        if (*marked > 0)
            lost.append(job);
    }
    return lost;
}

} // namespace Orion
