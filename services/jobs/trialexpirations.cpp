#include "models/domain/words.h"
#include "services/jobs/expiry.h"
#include "services/jobs/joblist.h"

namespace Orion
{

Result<JobOutcome> checkTrialExpirations(JobContext &context)
{
    static const Expiry localTrials{
        QStringLiteral("trial"), QStringLiteral("stripe_subscription_id is null"),
        QStringLiteral("trial_ends_at"), QStringLiteral("trial_ends_at")};
    const QDateTime now = context.now();
    const auto expired = inBatches(context, 0, [&](qint64 most) {
        return expireSubscriptions(context, localTrials, now, most);
    });
    if (!expired)
        return fail(expired.error());
    if (*expired > 0)
        context.changed({Topic::Vendors});
    return JobOutcome{*expired, counted(*expired, QStringLiteral("1 trial is over."),
                                        QStringLiteral("%1 trials are over."))};
}

} // namespace Orion
