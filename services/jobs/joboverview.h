#pragma once

#include "models/domain/page.h"
#include "services/jobs/ledger.h"

namespace Orion
{

// A job as the companions have announced it, and how it goes.
struct JobOverview
{
    QString job;
    QString schedule;  // as cron writes it, in UTC; empty: off
    QDateTime since;   // what was due until then is not made up for; invalid: never announced
    QString host;      // of the companion that announced it last
    QDateTime lastDue; // the last time of the schedule that has a run; invalid: none
    std::optional<JobRun> open;  // running, or else the oldest that waits for a companion
    std::optional<JobRun> ended; // the newest of those that are over
};

// When a job runs next, as far as its schedule says.
struct JobTimes
{
    QDateTime next;     // the first time after now; invalid: off, or not announced
    QDateTime dueSince; // a time that is over and has no run; invalid: none
};
JobTimes timesOf(const JobOverview &job, const QDateTime &now);

// Every job that a companion has announced or that stands in the ledger, by name.
Result<std::vector<JobOverview>> listJobs(Session &session);

// The runs of a job, the newest first. Errors: InvalidArgument for a cursor that is not ours.
Result<Page<JobRun>> jobHistory(Session &session, const QString &job, const PageRequest &request);

} // namespace Orion
