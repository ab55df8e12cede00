#include "services/billing/operations/billingservice.h"

#include "services/billing/operationeffects.h"
#include "services/billing/operations/billinglinks.h"
#include "services/billing/stripestate.h"
#include "services/billing/tierprices.h"
#include "services/platform/clock.h"
#include "services/stripe/readers/json.h"

namespace Orion
{

BillingService::BillingService(const StripeOperations &operations, const Clock &clock,
                               const BillingLinks &links, bool isStripeConfigured)
    : m_operations(operations)
    , m_clock(clock)
    , m_links(links)
    , m_isStripeConfigured(isStripeConfigured)
{}

Result<void> BillingService::requireStripe() const
{
    if (m_isStripeConfigured)
        return {};
    StripeError error;
    error.kind = StripeErrorKind::NotConfigured;
    return fail(toError(error));
}

Result<Desk> BillingService::openDesk(Session &session, const QString &vendorCode) const
{
    return Orion::openDesk(session, m_operations, m_clock, vendorCode);
}

OperationPlan BillingService::planFor(const Desk &desk, const QString &kind,
                                      const QString &actor) const
{
    OperationPlan plan;
    plan.kind = kind;
    plan.vendorId = desk.account.id;
    plan.actor = actor;
    if (!desk.stripe.isEmpty())
        plan.path = desk.stripePath();
    return plan;
}

Result<QJsonObject> BillingService::changeAtStripe(Session &session,
                                                   const OperationPlan &plan) const
{
    const auto answer = m_operations.run(session, plan);
    if (!answer)
        return fail(answer.error());
    return answer->object;
}

Result<Subscription> BillingService::present(Session &session, const Desk &desk,
                                             const QJsonObject &stripe) const
{
    PriceTiers prices(session);
    auto now = withStripeState(prices, readSubscription(stripe), desk.account.id,
                               desk.account.subscription, m_clock.now());
    if (!now)
        return now;
    // Answers to changes do not have the customer in full.
    now->hasPaymentMethod = now->hasPaymentMethod || desk.subscription().hasPaymentMethod;
    if (const auto named = nameTier(session, *now); !named)
        return fail(named.error());
    return now;
}

Result<QString> BillingService::portal(Session &session, const QString &vendorCode) const
{
    const auto account = readAccount(session, vendorCode);
    if (!account)
        return fail(account.error());
    const SubscriptionState state = stateOf(account->subscription, m_clock.now());
    if (decide(state, BillingOperation::Portal).course != Course::Do)
        return fail(refusal(state, BillingOperation::Portal));
    const bool paysBySubscription = account->subscription &&
                                    isLive(account->subscription->status) &&
                                    !account->subscription->stripeCustomerId.isEmpty();
    const QString customer =
        paysBySubscription ? account->subscription->stripeCustomerId : account->stripeCustomerId;
    if (const auto required = requireStripe(); !required)
        return fail(required.error());
    if (customer.isEmpty())
        return fail(ErrorCode::NoActiveSubscription,
                    QStringLiteral("There is nothing to manage at the payment system yet. Choose a "
                                   "tier with a checkout first."));
    // Not an operation: those are kept in the database with their answers.
    StripeCall call;
    call.method = "POST";
    call.path = QStringLiteral("/v1/billing_portal/sessions");
    call.parameters.add(QStringLiteral("customer"), customer)
        .add(QStringLiteral("return_url"), m_links.billingPage(account->code));
    const auto answer = m_operations.stripe().call(call);
    if (!answer)
        return fail(toError(answer.error()));
    return StripeJson::text(answer->object, "url");
}

} // namespace Orion
