#pragma once

#include "services/jobs/jobcontext.h"

namespace Orion
{

struct Batch
{
    qint64 rows = 0;    // done
    bool isLast = true; // nothing is left
};

// Does work in transactions of their own until nothing is left, each with at most so many rows: ten
// thousand, and fewer where the database is so slow that a transaction comes near to five seconds.
// After each the run's progress is noted; between two it can be stopped. Gives the rows done in
// all, on top of those done before.
Result<qint64> inBatches(JobContext &context, qint64 doneBefore,
                         const std::function<Result<Batch>(qint64 mostRows)> &work);

} // namespace Orion
