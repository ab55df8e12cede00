#include "services/jobs/batches.h"

#include "services/database/transaction.h"

#include <algorithm>

namespace Orion
{

namespace
{

constexpr qint64 mostRows = 10'000;
constexpr qint64 fewestRows = 100;
constexpr std::chrono::milliseconds slow{2'000};

} // namespace

Result<qint64> inBatches(JobContext &context, qint64 doneBefore,
                         const std::function<Result<Batch>(qint64 mostRows)> &work)
{
    qint64 done = doneBefore;
    qint64 rows = mostRows;
    for (bool isLast = false; !isLast;) {
        const auto begun = std::chrono::steady_clock::now();
        const auto batch = inTransaction(context.session(), [&]() -> Result<Batch> {
            // First, so that a run that was taken over does nothing.
            if (const auto held = context.progress(done); !held)
                return fail(held.error());
            return work(rows);
        });
        if (!batch)
            return fail(batch.error());
        done += batch->rows;
        isLast = batch->isLast;
        if (std::chrono::steady_clock::now() - begun > slow)
            rows = std::max(rows / 2, fewestRows);
    }
    return done;
}

} // namespace Orion
