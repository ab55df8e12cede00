#pragma once

#include "models/domain/result.h"

namespace Orion
{

class JobContext;

// Deletes runs of jobs and recoveries of events that ended more than 400 days ago, in batches. What
// tells when something was done last stays, however old. Gives the rows done in all, on top of
// those done before.
Result<qint64> forgetOldRecords(JobContext &context, qint64 doneBefore);

} // namespace Orion
