#pragma once

#include "models/domain/cronschedule.h"
#include "services/database/session.h"
#include "services/jobs/job.h"

#include <QHash>

#include <span>
#include <vector>

namespace Orion
{

// When a job runs on this companion.
struct JobPlan
{
    Job job;
    std::optional<CronSchedule> schedule; // none: it is off
    QDateTime since;                      // what was due until then is not made up for
};

// The jobs with their own schedules or those of the configuration ("off" among them). Errors:
// ConfigurationInvalid for a name that is none of the jobs'.
Result<std::vector<JobPlan>> planJobs(std::span<const Job> jobs,
                                      const QHash<QString, QString> &configured);

// Writes the plans into job_schedules, where people see them, and reads since from there.
Result<void> announcePlans(Session &session, std::vector<JobPlan> &plans, const QDateTime &now);

// Says that the jobs are still known here, and retires those that no companion has said so of for a
// day: they were removed from the product. To be called every hour. Gives how many it retired.
Result<qint64> confirmPlans(Session &session, const std::vector<JobPlan> &plans,
                            const QDateTime &now);

// The schedules that companions were told last, or "off", by the job's name.
Result<QHash<QString, QString>> announcedSchedules(Session &session);

// The time of its schedule that a job is due for: the last one, however many were missed. Nothing
// before the jitter of that time has passed. Whether it has run is not known here.
std::optional<QDateTime> dueTime(const JobPlan &plan, const QDateTime &now);

// How long after a time of its schedule the job begins there; the same for every companion.
qint64 jitterSeconds(const JobPlan &plan, const QDateTime &scheduledFor);

} // namespace Orion
