#pragma once

#include "services/jobs/job.h"

#include <vector>

namespace Orion
{

// Every job there is, in the order in which those that are due at the same time run.
const std::vector<Job> &allJobs();

// Null: there is none of that name.
const Job *findJob(const QString &name);

// Measures the platform and writes it down for the day. Repeating it replaces the day's numbers.
Result<JobOutcome> captureCapacitySnapshot(JobContext &context);

// Gets events that never came in from Stripe's list, as far back as the last time that was done.
Result<JobOutcome> recoverMissedEvents(JobContext &context);

// Gives subscriptions and add-ons the state that Stripe says, where they differ.
Result<JobOutcome> syncStripeStatus(JobContext &context);

// Local trials whose time is up become expired. Where there is a subscription at Stripe, Stripe
// says when a trial ends.
Result<JobOutcome> checkTrialExpirations(JobContext &context);

// Opens the windows in which the vendors' orders are counted from now on, with nothing in them. A
// period of Stripe's that is over is followed by the one that Stripe tells, not by one of ours.
Result<JobOutcome> resetPeriodCounters(JobContext &context);

// What has been cancelled for 30 days, subscriptions and add-ons, becomes expired; the keys of
// repeated usage changes are forgotten after as long.
Result<JobOutcome> cleanupStaleSubscriptions(JobContext &context);

} // namespace Orion
