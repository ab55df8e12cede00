#include "models/domain/words.h"
#include "services/capacity/snapshots.h"
#include "services/database/transaction.h"
#include "services/jobs/jobcontext.h"
#include "services/jobs/joblist.h"

namespace Orion
{

namespace
{

QString sentences(const CapacitySnapshot &snapshot)
{
    const QStringList said{
        QStringLiteral("The snapshot of %1 was taken.").arg(snapshot.date.toString(Qt::ISODate)),
        counted(snapshot.totalVendors, QStringLiteral("1 vendor was counted."),
                QStringLiteral("%1 vendors were counted.")),
        counted(snapshot.totalSubscriptions, QStringLiteral("1 subscription was counted."),
                QStringLiteral("%1 subscriptions were counted."))};
    return said.join(u' ');
}

} // namespace

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
    return JobOutcome{1, sentences(*captured)};
}

} // namespace Orion
