#include "services/webhooks/handlers/basesubscription.h"

#include "models/domain/access.h"
#include "services/billing/stripestate.h"
#include "services/billing/vendorlookup.h"
#include "services/webhooks/causes.h"

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

Result<Rows> findRows(SubscriptionBook &book, const QString &stripeId, qint64 vendorId)
{
    auto own = book.find(stripeId);
    if (!own)
        return fail(own.error());
    auto live = book.findLive(vendorId);
    if (!live)
        return fail(live.error());
    return Rows{*own, *live};
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

// What follows from a saved row: the vendor's customer, since when payment is due, of which the
// invoices know more, and the order window of a new period.
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
    if (isNew || before->status != after.status || before->pastDueSince != after.pastDueSince ||
        after.pastDueSince.isValid())
        context.books.invoices.checkStanding(after.stripeSubscriptionId);
    if (isLive(after.status) && (isNew || before->periodStart != after.periodStart))
        context.books.subscriptions.openWindow(after, context.now);
    return {};
}

} // namespace

Result<Handled> applyBase(const EventContext &context, const StripeSubscription &subscription,
                          qint64 vendorId)
{
    SubscriptionBook &book = context.books.subscriptions;
    const auto rows = findRows(book, subscription.id, vendorId);
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

    const auto after =
        withStripeState(book.prices(), subscription, vendorId, before, context.event.created);
    if (!after)
        return fail(after.error());
    const bool isNew = !before || before->stripeSubscriptionId != subscription.id;
    const auto cause = causeOfSubscription(context, vendorId, subscription, isNew);
    if (!cause)
        return fail(cause.error());
    if (const auto saved = book.save(before, *after, *cause); !saved)
        return fail(saved.error());
    if (const auto followed = followUp(context, before, *after); !followed)
        return fail(followed.error());
    return Handled{Verdict::Applied, {}, vendorId, {Topic::Vendors}};
}

} // namespace Orion
