#include "services/webhooks/handlers/checkoutsession.h"

#include "services/billing/operations/checkoutsessions.h"
#include "services/billing/subscriptionwriter.h"
#include "services/billing/vendorlookup.h"
#include "services/stripe/readers/checkoutsession.h"
#include "services/webhooks/causes.h"

namespace Orion
{

namespace
{

// Ties the vendor's local trial to the subscription, unless that was heard of before.
Result<void> tieTrial(const EventContext &context, const StripeCheckoutSession &session,
                      qint64 vendorId)
{
    const auto known = lockSubscription(context.session, session.subscriptionId);
    if (!known)
        return fail(known.error());
    const auto live = lockLiveSubscription(context.session, vendorId);
    if (!live)
        return fail(live.error());
    if (*known || !*live || !(*live)->stripeSubscriptionId.isEmpty())
        return {};

    const bool paid = session.paymentStatus == QLatin1String("paid");
    Subscription after = **live;
    after.stripeSubscriptionId = session.subscriptionId;
    after.stripeCustomerId = session.customerId;
    after.stripeStatus = paid ? QStringLiteral("active") : QStringLiteral("trialing");
    after.status = paid ? SubscriptionStatus::Active : SubscriptionStatus::Trial;
    after.hasPaymentMethod = after.hasPaymentMethod || paid;
    after.cancelAt = {}; // of the trial, which is not the end any more
    after.cancelReason.clear();
    const auto cause = causeOfCheckout(context, session.metadata);
    if (!cause)
        return fail(cause.error());
    const auto saved = saveSubscription(context.session, *live, after, *cause);
    return saved ? Result<void>() : fail(saved.error());
}

} // namespace

Result<Handled> handleCheckoutSession(const EventContext &context)
{
    const StripeCheckoutSession session = readCheckoutSession(context.event.object);
    if (session.mode != QLatin1String("subscription"))
        return Handled{Verdict::Ignored,
                       QStringLiteral("This checkout was not for a subscription."),
                       std::nullopt,
                       {}};
    const auto vendor =
        findVendor(context.session, {session.subscriptionId, session.customerId,
                                     session.metadata.value(QStringLiteral("vendor_code")),
                                     session.clientReferenceId});
    if (!vendor)
        return fail(vendor.error());
    if (!*vendor)
        return waitForVendor();
    const auto marked = markCheckoutCompleted(context.session, session.id, session.subscriptionId);
    if (!marked)
        return fail(marked.error());
    if (!session.isSettled())
        return Handled{
            Verdict::Applied, QStringLiteral("The payment has not arrived yet."), *vendor, {}};

    if (const auto linked = linkCustomer(context.session, **vendor, session.customerId); !linked)
        return fail(linked.error());
    const bool addon = session.metadata.value(QStringLiteral("kind")) == QLatin1String("addon");
    if (!addon && !session.subscriptionId.isEmpty()) {
        if (const auto tied = tieTrial(context, session, **vendor); !tied)
            return fail(tied.error());
    }
    return Handled{Verdict::Applied, {}, *vendor, {Topic::Vendors}};
}

Result<Handled> handleFailedCheckout(const EventContext &context)
{
    const StripeCheckoutSession session = readCheckoutSession(context.event.object);
    const auto marked = markDebitFailed(context.session, session.id, session.subscriptionId);
    if (!marked)
        return fail(marked.error());
    return Handled{
        Verdict::Applied, QStringLiteral("The payment did not arrive."), std::nullopt, {}};
}

Result<Handled> handleExpiredCheckout(const EventContext &context)
{
    const StripeCheckoutSession session = readCheckoutSession(context.event.object);
    const auto marked = markCheckoutExpired(context.session, session.id);
    if (!marked)
        return fail(marked.error());
    return Handled{};
}

} // namespace Orion
