#include "services/billing/operations/tieroffers.h"

#include "services/billing/operations/desk.h"
#include "services/billing/operations/usagefit.h"
#include "services/billing/tierservice.h"

#include <algorithm>

namespace Orion
{

namespace
{

// What a vendor's way to another tier depends on.
struct Standpoint
{
    SubscriptionState state = SubscriptionState::None;
    const Tier *present = nullptr; // null without a subscription
    VendorUsage usage;
    QDateTime now;

    bool canBuy() const { return decide(state, BillingOperation::Checkout).course == Course::Do; }
    bool may(BillingOperation operation) const
    {
        return decide(state, operation).course == Course::Do;
    }
};

bool isSoldHere(const Tier &tier)
{
    return tier.priceMonthlyCents || tier.priceAnnualCents;
}

TierOffer offerOf(const Tier &tier, const Standpoint &from)
{
    TierOffer offer{tier, from.present && from.present->id == tier.id, false, false};
    if (offer.isCurrent || !isSoldHere(tier))
        return offer;
    if (!from.present || tier.displayOrder > from.present->displayOrder)
        offer.canUpgrade = from.canBuy() || from.may(BillingOperation::Upgrade);
    else
        offer.canDowngrade = from.canBuy() || (from.may(BillingOperation::Downgrade) &&
                                               overLimits(from.usage, tier, from.now).empty());
    return offer;
}

} // namespace

Result<TierOffers> offerTiers(Session &session, const QString &vendorCode, const QDateTime &now)
{
    const auto account = readAccount(session, vendorCode);
    if (!account)
        return fail(account.error());
    const auto tiers = listTiers(session);
    if (!tiers)
        return fail(tiers.error());
    const auto usage = readUsage(session, account->id);
    if (!usage)
        return fail(usage.error());
    Standpoint from{stateOf(account->subscription, now), nullptr, *usage, now};
    TierOffers offers;
    if (account->subscription) {
        offers.currentTier = account->subscription->tierCode;
        const auto present = std::find_if(tiers->begin(), tiers->end(), [&](const Tier &tier) {
            return tier.id == account->subscription->tierId;
        });
        from.present = present == tiers->end() ? nullptr : &*present;
    }
    for (const Tier &tier : *tiers) {
        if (tier.isActive)
            offers.tiers.push_back(offerOf(tier, from));
    }
    return offers;
}

} // namespace Orion
