#pragma once

#include "services/jobs/jobcontext.h"

namespace Orion
{

enum class JobTurn
{
    Ran,
    Busy,    // it is running, here or elsewhere
    Settled, // its run for that time is over, or was lost too often
};

struct JobReport
{
    JobTurn turn = JobTurn::Ran;
    JobRunState state = JobRunState::Succeeded; // of a run
    JobRun run;
    std::optional<Error> error; // why it did not succeed
};

// Runs a job for a time of its schedule, or because somebody asked for it, under the lock that all
// programs on the database respect, and writes it into the ledger. A run that the end of the
// program or the loss of the database cuts off is lost and may run again; every other failure is
// the run's own, and in the report. Errors: those of the database, when the ledger cannot be
// written.
Result<JobReport> runJob(Session &session, const Job &job, const QDateTime &scheduledFor,
                         const QString &requestedBy, const JobSurroundings &surroundings);

// Marks runs of companions that are no more as lost. Gives their jobs.
Result<QStringList> findLostRuns(Session &session, const QDateTime &now);

} // namespace Orion
