#include "services/jobs/joblist.h"

#include <algorithm>

namespace Orion
{

const std::vector<Job> &allJobs()
{
    static const std::vector<Job> jobs{
        {QStringLiteral("reset_period_counters"),
         QStringLiteral("Opens the order windows that are due."), QStringLiteral("5 0 * * *"), 0,
         false, &resetPeriodCounters},
        {QStringLiteral("check_trial_expirations"),
         QStringLiteral("Ends local trials whose time is up."), QStringLiteral("0 1 * * *"), 0,
         false, &checkTrialExpirations},
        {QStringLiteral("cleanup_stale_subscriptions"),
         QStringLiteral("Closes what has been cancelled for 30 days."),
         QStringLiteral("0 2 * * sun"), 0, false, &cleanupStaleSubscriptions},
        {QStringLiteral("capture_capacity_snapshot"),
         QStringLiteral("Measures the platform for the day."), QStringLiteral("0 0 * * *"), 0,
         false, &captureCapacitySnapshot},
        {QStringLiteral("recover_missed_events"),
         QStringLiteral("Gets events that never came in from Stripe."), QStringLiteral("0 * * * *"),
         119, true, &recoverMissedEvents},
        {QStringLiteral("sync_stripe_status"), QStringLiteral("Repairs what differs from Stripe."),
         QStringLiteral("0 * * * *"), 119, true, &syncStripeStatus}};
    return jobs;
}

const Job *findJob(const QString &name)
{
    const auto &jobs = allJobs();
    const auto found = std::ranges::find_if(jobs, [&](const Job &job) { return job.name == name; });
    return found == jobs.end() ? nullptr : &*found;
}

} // namespace Orion
