#include "services/capacity/snapshots.h"
#include "services/database/transaction.h"
#include "services/jobs/jobcontext.h"
#include "services/jobs/joblist.h"

namespace Orion
{

Result<JobOutcome> captureCapacitySnapshot(JobContext &context)
{
    const auto captured = inTransaction(context.session(), [&]() -> Result<CapacitySnapshot> {
        // First, so that a run that was taken over does nothing.
        if (const auto held = context.progress(0); !held)
            return fail(held.error());
        return captureSnapshot(context.session(), context.now());
    });
    if (!captured)
        return fail(captured.error());
    context.changed({Topic::Capacity});
    return JobOutcome{1, QStringLiteral("%1 vendors and %2 subscriptions on %3.")
                             .arg(captured->totalVendors)
                             .arg(captured->totalSubscriptions)
                             .arg(captured->date.toString(Qt::ISODate))};
}

} // namespace Orion
