#pragma once

#include "services/database/session.h"

#include <vector>

namespace Orion
{

enum class JobRunState
{
    Requested, // a companion will take it up
    Running,
    Succeeded,
    Failed,
    Cancelled,
    Lost, // the companion died or the database went away; it may run again
};
QString toText(JobRunState state); // "succeeded"

// A run of a job as billing.job_runs has it.
struct JobRun
{
    qint64 id = 0;
    QString job;
    QDateTime scheduledFor;
    QDateTime startedAt;
    QDateTime finishedAt; // invalid: still running
    QString state;
    qint64 processed = 0;
    QString message;           // what it says of itself, or why it failed
    QString requestedBy;       // empty: the schedule
    QDateTime requestedAt;     // when a companion was asked to run it; invalid: nobody did
    QString cancelRequestedBy; // empty: nobody wants it to end
    int attempt = 1;           // more: it was lost before
    QString host;
    qint64 durationMs = 0;
};

// How often a run that is lost is begun: what ends the program each time must not do so for ever.
inline constexpr int mostAttempts = 3;

// Asks the companions to run a job, which is what a console does. Gives the run's id. Errors:
// Conflict when it was asked for at the very same millisecond.
Result<qint64> requestRun(Session &session, const QString &job, const QString &actor,
                          const QDateTime &now);

// The runs that wait for a companion, the oldest first: those that were just asked for, and those
// that their companion did not survive.
Result<std::vector<JobRun>> requestedRuns(Session &session);

// Asks the companion that runs it to stop, which it does when the batch at hand is done; a run that
// has not begun will not. False: it is over.
Result<bool> cancelRun(Session &session, qint64 id, const QString &actor, const QDateTime &now);

// The functions below that write are for the one who holds the job's lock.

// Whoever still stands there as running does not: marked as lost. Says how many.
Result<qint64> markLost(Session &session, const QString &job, const QDateTime &now);

// Begins the run for that time, or again where it was lost. Nothing when it is settled already.
Result<std::optional<JobRun>> beginRun(Session &session, const JobRun &run);

// Ends a run that is still the one that was begun; another companion's later one is left alone.
Result<void> endRun(Session &session, const JobRun &run, JobRunState state, const QString &message,
                    const QDateTime &now);

// The newest first; an empty name: of all jobs.
Result<std::vector<JobRun>> listRuns(Session &session, const QString &job, int limit);

// The last run of each job.
Result<std::vector<JobRun>> lastRuns(Session &session);

// Jobs of which a run stands there as running.
Result<QStringList> runningJobs(Session &session);

} // namespace Orion
