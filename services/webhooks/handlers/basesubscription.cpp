#include "services/webhooks/handlers/basesubscription.h"

#include "models/domain/access.h"
#include "services/billing/invoicewriter.h"
#include "services/billing/subscriptionwriter.h"
#include "services/billing/tierprices.h"
#include "services/billing/vendorlookup.h"

namespace Orion
{

namespace
{

// The rows that an event may touch.
struct Rows
{
    std::optional<Subscription> own;  // of this Stripe subscription
    std::optional<Subscription> live; // the vendor's live one, which may be the same

    bool liveIsLocal() const { return live && live->stripeSubscriptionId.isEmpty(); }
};

Result<Rows> lockRows(Session &session, const QString &stripeId, qint64 vendorId)
{
    auto own = lockSubscription(session, stripeId);
    if (!own)
        return fail(own.error());
    auto live = lockLiveSubscription(session, vendorId);
    if (!live)
        return fail(live.error());
    return Rows{*own, *live};
}

// A word of Stripe's that we do not know changes nothing in ours; it grants no access by itself.
SubscriptionStatus statusOf(const StripeSubscription &subscription,
                            const std::optional<Subscription> &before)
{
    return statusFromStripe(subscription.status, subscription.collectionPaused)
        .value_or(before ? before->status : SubscriptionStatus::Incomplete);
}

// Whether the subscription continues the vendor's local trial. One that is over does when it began
// after the trial did; an older one ended before and its late end must not end the trial.
bool takesOver(const StripeSubscription &subscription, const Subscription &trial)
{
    const auto status = statusFromStripe(subscription.status, subscription.collectionPaused);
    if (!status || *status == SubscriptionStatus::Incomplete ||
        *status == SubscriptionStatus::Expired)
        return false;
    if (isLive(*status) || !subscription.created.isValid())
        return true;
    const QDateTime trialStart = std::min(trial.createdAt, trial.periodStart);
    return subscription.created >= trialStart.addSecs(-1); // Stripe's times are whole seconds
}

struct TierChoice
{
    const StripeSubscriptionItem *item = nullptr; // the tier's; null without any item
    std::optional<qint64> tierId;                 // nothing: no tier ever had its price
};

// The base item is the one whose price is a tier's, else the first.
Result<TierChoice> chooseTier(Session &session, const StripeSubscription &subscription)
{
    if (subscription.items.empty())
        return TierChoice{};
    QStringList prices;
    for (const StripeSubscriptionItem &item : subscription.items)
        prices.append(item.priceId);
    const auto tiers = tiersOfPrices(session, prices);
    if (!tiers)
        return fail(tiers.error());
    for (const StripeSubscriptionItem &item : subscription.items) {
        if (tiers->contains(item.priceId))
            return TierChoice{&item, tiers->value(item.priceId)};
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

void takeDates(Subscription &after, const StripeSubscription &subscription,
               const QDateTime &eventTime)
{
    if (subscription.trialEnd.isValid())
        after.trialEndsAt = subscription.trialEnd;
    after.cancelAt = subscription.cancelAt;
    after.cancelReason = subscription.cancelReason;
    after.endedAt = isLive(after.status) ? QDateTime() : endOf(subscription, eventTime);
    if (after.status != SubscriptionStatus::PastDue)
        after.pastDueSince = {};
    else if (!after.pastDueSince.isValid() || eventTime < after.pastDueSince)
        after.pastDueSince = eventTime;
}

Result<Subscription> nextState(const EventContext &context, const StripeSubscription &subscription,
                               qint64 vendorId, const std::optional<Subscription> &before)
{
    const auto choice = chooseTier(context.session, subscription);
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
        after.periodStart =
            subscription.created.isValid() ? subscription.created : context.event.created;
    takeDates(after, subscription, context.event.created);
    if (choice->tierId) {
        after.tierId = *choice->tierId;
    } else if (!before) {
        const auto tier = tierWithoutPrice(
            context.session, vendorId, subscription.metadata.value(QStringLiteral("tier_code")));
        if (!tier)
            return fail(tier.error());
        after.tierId = *tier;
    }
    if (after.currency.isEmpty())
        after.currency = QStringLiteral("eur");
    return after;
}

// What follows from a saved row: the vendor's customer, failed payments told before the
// subscription was, and the order window of a new period.
Result<void> followUp(const EventContext &context, const std::optional<Subscription> &before,
                      const Subscription &after)
{
    const bool isNew = !before || before->stripeSubscriptionId != after.stripeSubscriptionId;
    if (isNew || before->stripeCustomerId != after.stripeCustomerId) {
        const auto linked =
            isLive(after.status)
                ? replaceCustomer(context.session, after.vendorId, after.stripeCustomerId)
                : linkCustomer(context.session, after.vendorId, after.stripeCustomerId);
        if (!linked)
            return linked;
    }
    if (isNew) {
        const auto standing = refreshPaymentStanding(
            context.session, after.vendorId, after.stripeSubscriptionId, context.event.created);
        if (!standing)
            return standing;
    }
    if (isLive(after.status) && (isNew || before->periodStart != after.periodStart))
        return openOrderWindow(context.session, after.vendorId, after.periodStart, context.now);
    return {};
}

} // namespace

QDateTime endOf(const StripeSubscription &subscription, const QDateTime &eventTime)
{
    if (subscription.endedAt.isValid())
        return subscription.endedAt;
    return subscription.canceledAt.isValid() ? subscription.canceledAt : eventTime;
}

Result<Handled> applyBase(const EventContext &context, const StripeSubscription &subscription,
                          qint64 vendorId)
{
    const auto rows = lockRows(context.session, subscription.id, vendorId);
    if (!rows)
        return fail(rows.error());
    std::optional<Subscription> before = rows->own;
    if (!before && rows->liveIsLocal() && takesOver(subscription, *rows->live))
        before = rows->live;

    const bool otherIsLive = rows->live && (!before || before->id != rows->live->id);
    if (otherIsLive && isLive(statusOf(subscription, before))) {
        if (rows->liveIsLocal() && !before)
            return Handled{Verdict::Applied,
                           QStringLiteral("The vendor keeps the trial until the first payment."),
                           vendorId,
                           {}};
        return Handled{Verdict::Later,
                       QStringLiteral("The vendor has another live subscription at Stripe, %1. "
                                      "End one of the two.")
                           .arg(rows->live->stripeSubscriptionId),
                       vendorId,
                       {}};
    }

    const auto after = nextState(context, subscription, vendorId, before);
    if (!after)
        return fail(after.error());
    const auto saved = saveSubscription(
        context.session, before, *after,
        {context.event.type, QStringLiteral("stripe"), context.event.id, context.event.created});
    if (!saved)
        return fail(saved.error());
    if (const auto followed = followUp(context, before, *after); !followed)
        return fail(followed.error());
    return Handled{Verdict::Applied, {}, vendorId, {Topic::Vendors}};
}

} // namespace Orion
