#include "services/billing/operationeffects.h"
#include "services/billing/operations/billinglinks.h"
#include "services/billing/operations/billingservice.h"
#include "services/billing/operations/checkoutcalls.h"
#include "services/billing/operations/checkoutsessions.h"
#include "services/billing/operations/unpaidcheckouts.h"
#include "services/platform/clock.h"
#include "services/stripe/readers/json.h"

namespace Orion
{

namespace
{

// Stripe wants a trial's end at least 48 hours ahead, when the call arrives there.
constexpr qint64 leastTrialSeconds = 48 * 3600 + 60;

// What is left of a local trial; invalid when it is too little to hand over, or there is none.
QDateTime trialToHandOver(const Desk &desk, const QDateTime &now)
{
    const bool isTrial = desk.state == SubscriptionState::LocalTrial ||
                         desk.state == SubscriptionState::LocalTrialEnding;
    if (!isTrial || desk.subscription().trialEndsAt < now.addSecs(leastTrialSeconds))
        return {};
    return desk.subscription().trialEndsAt;
}

bool isSameSecond(const QDateTime &left, const QDateTime &right)
{
    if (!left.isValid() || !right.isValid())
        return left.isValid() == right.isValid();
    return left.toSecsSinceEpoch() == right.toSecsSinceEpoch();
}

// Whether the open session is for the same choice. What it hands over of the trial may have become
// too little since to hand over anew.
bool fits(const CheckoutRecord &open, const TierPrice &price, const QDateTime &trialEnd,
          const Desk &desk)
{
    if (open.stripePriceId != price.stripePriceId)
        return false;
    return isSameSecond(open.trialEnd, trialEnd) ||
           (open.trialEnd.isValid() && desk.account.subscription &&
            isSameSecond(open.trialEnd, desk.subscription().trialEndsAt));
}

// In which currency the vendor pays: a customer at Stripe keeps to one.
QString currencyOf(const Desk &desk)
{
    const bool hasPaid =
        desk.account.subscription && !desk.subscription().stripeSubscriptionId.isEmpty();
    return hasPaid ? desk.subscription().currency : QString();
}

void addPurpose(StripeForm &form, const QString &metadata, const VendorAccount &account,
                const TierPrice &price)
{
    form.add(metadata + QStringLiteral("[kind]"), QStringLiteral("base"))
        .add(metadata + QStringLiteral("[vendor_code]"), account.code)
        .add(metadata + QStringLiteral("[tier_code]"), price.tier.code);
}

} // namespace

Result<CheckoutLink> BillingService::checkout(Session &session, const QString &vendorCode,
                                              const TierWish &wish, const QString &actor) const
{
    if (const auto required = requireStripe(); !required)
        return fail(required.error());
    auto desk = openDesk(session, vendorCode);
    if (!desk)
        return fail(desk.error());
    if (decide(desk->state, BillingOperation::Checkout).course != Course::Do) {
        const auto unpaid = isLeftUnpaid(session, *desk);
        if (!unpaid)
            return fail(unpaid.error());
        if (!*unpaid)
            return fail(refusal(desk->state, BillingOperation::Checkout));
    }
    return openCheckout(session, *desk, wish, actor);
}

Result<CheckoutLink> BillingService::openCheckout(Session &session, Desk &desk,
                                                  const TierWish &wish, const QString &actor) const
{
    const auto price = findTierPrice(session, wish, currencyOf(desk));
    if (!price)
        return fail(price.error());
    const QDateTime trialEnd = trialToHandOver(desk, m_clock.now());
    auto reused = reuseCheckout(session, desk, *price, trialEnd, actor);
    if (!reused)
        return fail(reused.error());
    if (*reused)
        return **reused;
    const auto awaits = awaitsSubscription(session, desk.account.id);
    if (!awaits)
        return fail(awaits.error());
    if (*awaits)
        return fail(justPaid());
    if (const auto ended = endUnpaidCheckouts(session, m_operations, desk, actor); !ended)
        return fail(ended.error());
    if (const auto ensured = ensureCustomer(session, m_operations, desk.account, actor); !ensured)
        return fail(ensured.error());
    return createCheckout(session, desk, *price, trialEnd, actor);
}

Result<std::optional<CheckoutLink>>
BillingService::reuseCheckout(Session &session, const Desk &desk, const TierPrice &price,
                              const QDateTime &trialEnd, const QString &actor) const
{
    const auto open = openCheckoutOf(session, desk.account.id);
    if (!open)
        return fail(open.error());
    if (!*open)
        return std::nullopt;
    auto seen = lookAtCheckout(session, m_operations.stripe(), (*open)->sessionId);
    if (!seen)
        return fail(seen.error());
    const bool isOurs = seen->isFor(desk.account.stripeCustomerId);
    if (seen->isOpen() && isOurs && fits(**open, price, trialEnd, desk))
        return CheckoutLink{seen->url, (*open)->sessionId};
    if (seen->isOpen()) {
        seen = expireCheckout(session, m_operations, desk.account.id, (*open)->sessionId, actor);
        if (!seen)
            return fail(seen.error());
    }
    if (seen->isComplete())
        return fail(justPaid());
    return std::nullopt;
}

Result<CheckoutLink> BillingService::createCheckout(Session &session, const Desk &desk,
                                                    const TierPrice &price,
                                                    const QDateTime &trialEnd,
                                                    const QString &actor) const
{
    const VendorAccount &account = desk.account;
    const QString data = QStringLiteral("subscription_data");
    OperationPlan plan = planFor(desk, OperationKind::createCheckout, actor);
    plan.path = QStringLiteral("/v1/checkout/sessions");
    StripeForm &form = plan.parameters;
    form.add(QStringLiteral("mode"), QStringLiteral("subscription"))
        .add(QStringLiteral("customer"), account.stripeCustomerId)
        .add(QStringLiteral("client_reference_id"), account.code)
        .add(QStringLiteral("line_items[0][price]"), price.stripePriceId)
        .add(QStringLiteral("line_items[0][quantity]"), qint64(1))
        .add(QStringLiteral("success_url"), m_links.afterCheckout(account.code))
        .add(QStringLiteral("cancel_url"), m_links.afterCancelledCheckout(account.code));
    addPurpose(form, QStringLiteral("metadata"), account, price);
    addPurpose(form, data + QStringLiteral("[metadata]"), account, price);
    plan.context = {{QStringLiteral("tier_id"), price.tier.id},
                    {QStringLiteral("price_id"), price.stripePriceId}};
    if (trialEnd.isValid()) {
        form.add(data + QStringLiteral("[trial_end]"), trialEnd)
            .add(data + QStringLiteral("[trial_settings][end_behavior][missing_payment_method]"),
                 QStringLiteral("cancel"));
        plan.context.insert(QStringLiteral("trial_end"), trialEnd.toSecsSinceEpoch());
    }
    plan.metadataNames = {QStringLiteral("metadata"), data + QStringLiteral("[metadata]")};
    const auto answer = m_operations.run(session, plan);
    if (!answer)
        return fail(answer.error());
    return CheckoutLink{StripeJson::text(answer->object, "url"),
                        StripeJson::text(answer->object, "id")};
}

} // namespace Orion
