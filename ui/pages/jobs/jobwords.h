#pragma once

#include "services/jobs/joboverview.h"
#include "ui/widgets/badge.h"

namespace Orion
{

// How the console names jobs and what becomes of their runs.
QString jobTitle(const QString &job);   // "Compare with Stripe"; the name where it is not known
QString jobSummary(const QString &job); // a sentence; empty where it is not known
int jobRank(const QString &job);        // its place in the list; unknown ones are behind

StatusLook lookOfRun(const QString &state);
QString askedBy(const JobRun &run); // "Schedule", or who

// A plan as cron writes it, in words: "Every day at 00:05 UTC". Empty when it takes more than that.
QString scheduleInWords(const QString &cron);

} // namespace Orion
