#include "services/billing/operations/presentoverview.h"

#include "services/billing/operations/usagefit.h"
#include "services/billing/tierservice.h"

namespace Orion
{

namespace
{

Result<void> takeLimits(Session &session, SubscriptionOverview &overview,
                        const Subscription &present, const QDateTime &now)
{
    const auto tier = getTier(session, present.tierId);
    if (!tier)
        return fail(tier.error());
    const auto usage = readUsage(session, present.vendorId);
    if (!usage)
        return fail(usage.error());
    overview.orders.limit = effectiveLimit(tier->ordersPerMonth, usage->ordersOverride, now);
    overview.products.limit = effectiveLimit(tier->productsLimit, usage->productsOverride, now);
    overview.teamMembers.limit = effectiveLimit(tier->teamMembers, usage->teamMembersOverride, now);
    return {};
}

} // namespace

Result<SubscriptionOverview> overviewOf(Session &session, const QString &vendorCode,
                                        const Subscription &present, const QDateTime &now)
{
    auto overview = readOverview(session, vendorCode, now);
    if (!overview)
        return overview;
    if (overview->tierCode != present.tierCode) {
        if (const auto taken = takeLimits(session, *overview, present, now); !taken)
            return fail(taken.error());
    }
    overview->status = present.status;
    overview->tierCode = present.tierCode;
    overview->tierName = present.tierName;
    overview->isAnnual = present.isAnnual;
    overview->trialEndsAt =
        present.status == SubscriptionStatus::Trial ? present.trialEndsAt : QDateTime();
    overview->periodStart = present.periodStart;
    overview->periodEnd = present.periodEnd;
    overview->cancelAt = present.cancelAt;
    overview->hasPaymentMethod = present.hasPaymentMethod;
    overview->nextBillingDate = nextBilling(*overview, !present.stripeSubscriptionId.isEmpty());
    return overview;
}

} // namespace Orion
