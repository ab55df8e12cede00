#include "services/billing/stripestate.h"

#include "models/domain/access.h"
#include "services/billing/tierprices.h"

namespace Orion
{

namespace
{

struct TierChoice
{
    const StripeSubscriptionItem *item = nullptr; // the tier's; null without any item
    std::optional<qint64> tierId;                 // nothing: no tier ever had its price
};

// The base item is the one whose price is a tier's, else the first.
Result<TierChoice> chooseTier(PriceTiers &prices, const StripeSubscription &subscription)
{
    if (subscription.items.empty())
        return TierChoice{};
    for (const StripeSubscriptionItem &item : subscription.items) {
        const auto tier = prices.tierOf(item.priceId);
        if (!tier)
            return fail(tier.error());
        if (*tier)
            return TierChoice{&item, *tier};
    }
    return TierChoice{&subscription.items.front(), std::nullopt};
}

void takeItem(Subscription &after, const TierChoice &choice)
{
    after.priceUnknown = !choice.tierId;
    if (!choice.item)
        return;
    const StripeSubscriptionItem &item = *choice.item;
    after.stripeItemId = item.id;
    after.stripePriceId = item.priceId;
    after.priceCents = item.amount();
    if (!item.interval.isEmpty())
        after.isAnnual = item.interval == QLatin1String("year");
    if (!item.currency.isEmpty())
        after.currency = item.currency;
    if (item.periodStart.isValid())
        after.periodStart = item.periodStart;
    if (item.periodEnd.isValid())
        after.periodEnd = item.periodEnd;
}

void takeDates(Subscription &after, const StripeSubscription &subscription, const QDateTime &time)
{
    if (subscription.trialEnd.isValid())
        after.trialEndsAt = subscription.trialEnd;
    after.cancelAt = subscription.cancelAt;
    after.cancelReason = subscription.cancelReason;
    after.endedAt = isLive(after.status) ? QDateTime() : endOf(subscription, time);
    if (after.status != SubscriptionStatus::PastDue)
        after.pastDueSince = {};
    else if (!after.pastDueSince.isValid() || time < after.pastDueSince)
        after.pastDueSince = time;
}

// The tier by the price, else the one that there was before, else what comes nearest.
Result<qint64> tierOf(Session &session, const TierChoice &choice,
                      const StripeSubscription &subscription, qint64 vendorId,
                      const std::optional<Subscription> &before)
{
    if (choice.tierId)
        return *choice.tierId;
    if (before)
        return before->tierId;
    return tierWithoutPrice(session, vendorId,
                            subscription.metadata.value(QStringLiteral("tier_code")));
}

} // namespace

SubscriptionStatus statusOf(const StripeSubscription &subscription,
                            const std::optional<Subscription> &before)
{
    return statusFromStripe(subscription.status, subscription.collectionPaused)
        .value_or(before ? before->status : SubscriptionStatus::Incomplete);
}

QDateTime endOf(const StripeSubscription &subscription, const QDateTime &time)
{
    if (subscription.endedAt.isValid())
        return subscription.endedAt;
    return subscription.canceledAt.isValid() ? subscription.canceledAt : time;
}

Result<Subscription> withStripeState(PriceTiers &prices, const StripeSubscription &subscription,
                                     qint64 vendorId, const std::optional<Subscription> &before,
                                     const QDateTime &time)
{
    const auto choice = chooseTier(prices, subscription);
    if (!choice)
        return fail(choice.error());
    Subscription after = before.value_or(Subscription());
    after.vendorId = vendorId;
    after.status = statusOf(subscription, before);
    after.stripeSubscriptionId = subscription.id;
    after.stripeCustomerId = subscription.customerId;
    after.stripeStatus = subscription.status;
    after.hasPaymentMethod = subscription.hasPaymentMethod;
    if (!subscription.currency.isEmpty())
        after.currency = subscription.currency;
    takeItem(after, *choice);
    if (!after.periodStart.isValid())
        after.periodStart = subscription.created.isValid() ? subscription.created : time;
    takeDates(after, subscription, time);
    const auto tier = tierOf(prices.session(), *choice, subscription, vendorId, before);
    if (!tier)
        return fail(tier.error());
    after.tierId = *tier;
    if (after.currency.isEmpty())
        after.currency = QStringLiteral("eur");
    return after;
}

} // namespace Orion
