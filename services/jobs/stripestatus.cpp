#include "services/catalogue/subscriptionsync.h"
#include "services/jobs/jobcontext.h"
#include "services/jobs/joblist.h"

#include <QLoggingCategory>

namespace Orion
{

namespace
{

Q_LOGGING_CATEGORY(lcSync, "orion.jobs.stripe")

constexpr qint64 mostToldSingly = 100; // in the log; the others are counted

} // namespace

Result<JobOutcome> syncStripeStatus(JobContext &context)
{
    qint64 told = 0;
    SyncOptions options;
    options.isStopping = [&] { return context.hasToStop(told); };
    const auto outcome = syncSubscriptions(context.session(), context.stripe(), context.clock(),
                                           options, [&](const SyncedDifference &difference) {
                                               if (++told <= mostToldSingly)
                                                   qCInfo(lcSync).noquote()
                                                       << difference.sentence();
                                           });
    if (!outcome && outcome.error().code == ErrorCode::Conflict)
        return JobOutcome{0, QStringLiteral("Another synchronisation was running.")};
    if (!outcome)
        return fail(outcome.error());
    QString text = QStringLiteral("%1 subscriptions compared: %2 differences repaired, %3 remain.")
                       .arg(outcome->subscriptions)
                       .arg(outcome->repaired)
                       .arg(outcome->remaining);
    if (outcome->remaining > 0)
        text += QStringLiteral(" `orion-companion stripe check` lists them.");
    return JobOutcome{outcome->subscriptions, text};
}

} // namespace Orion
