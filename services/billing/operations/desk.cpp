#include "services/billing/operations/desk.h"

#include "services/billing/paymentmethods.h"
#include "services/billing/stripestate.h"
#include "services/billing/tierprices.h"
#include "services/billing/vendorlookup.h"
#include "services/platform/clock.h"

namespace Orion
{

namespace
{

Result<void> askStripe(Session &session, StripeApi &stripe, const QDateTime &now, Desk &desk)
{
    Subscription &row = *desk.account.subscription;
    StripeCall call;
    call.path = desk.stripePath();
    call.parameters.add(QStringLiteral("expand[0]"), QStringLiteral("customer"));
    const auto answer = stripe.call(call);
    if (!answer)
        return fail(toError(answer.error()));
    desk.stripe = answer->object;
    PriceTiers prices(session);
    auto present =
        withStripeState(prices, readSubscription(desk.stripe), desk.account.id, row, now);
    if (!present)
        return fail(present.error());
    row = std::move(*present);
    if (const auto named = nameTier(session, row); !named)
        return named;
    return notePaymentMethods(session, desk.account.id, desk.stripe);
}

} // namespace

QString Desk::stripePath() const
{
    return QStringLiteral("/v1/subscriptions/") + subscription().stripeSubscriptionId;
}

SubscriptionState stateOf(const std::optional<Subscription> &subscription, const QDateTime &now)
{
    if (!subscription)
        return SubscriptionState::None;
    return stateOf(StateFacts{{subscription->status, subscription->stripeStatus,
                               subscription->trialEndsAt, subscription->pastDueSince},
                              subscription->cancelAt},
                   now);
}

Result<VendorLock> holdVendor(Session &session, const StripeOperations &operations, qint64 vendorId)
{
    auto lock = VendorLock::take(session, vendorId);
    if (!lock)
        return lock;
    const auto settled = operations.settleVendor(session, vendorId);
    if (!settled)
        return fail(settled.error());
    if (settled->left > 0)
        return fail(ErrorCode::Unavailable,
                    QStringLiteral("An earlier request to the payment system is not finished yet. "
                                   "Try again in a moment."));
    return lock;
}

Result<Desk> openDesk(Session &session, const StripeOperations &operations, const Clock &clock,
                      const QString &vendorCode)
{
    const auto known = readAccount(session, vendorCode);
    if (!known)
        return fail(known.error());
    auto lock = holdVendor(session, operations, known->id);
    if (!lock)
        return fail(lock.error());
    auto account = readAccount(session, vendorCode); // as those before us left it
    if (!account)
        return fail(account.error());
    Desk desk{std::move(*lock), std::move(*account), {}, SubscriptionState::None};
    const QDateTime now = clock.now();
    const std::optional<Subscription> &row = desk.account.subscription;
    if (row && isLive(row->status) && !row->stripeSubscriptionId.isEmpty()) {
        if (const auto asked = askStripe(session, operations.stripe(), now, desk); !asked)
            return fail(asked.error());
    }
    desk.state = stateOf(row, now);
    return desk;
}

} // namespace Orion
