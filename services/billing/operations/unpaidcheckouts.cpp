#include "services/billing/operations/unpaidcheckouts.h"

#include "services/billing/operationeffects.h"
#include "services/billing/operations/checkoutcalls.h"
#include "services/billing/operations/checkoutsessions.h"
#include "services/stripe/readers/json.h"

#include <algorithm>

namespace Orion
{

namespace
{

bool isOver(const QString &stripeStatus)
{
    return stripeStatus == QLatin1String("incomplete_expired") ||
           stripeStatus == QLatin1String("canceled");
}

Result<void> endAtStripe(Session &session, const StripeOperations &operations, const Desk &desk,
                         const QString &subscriptionId, const QString &actor)
{
    StripeCall look;
    look.path = QStringLiteral("/v1/subscriptions/") + subscriptionId;
    const auto seen = operations.stripe().call(look);
    if (!seen && seen.error().kind == StripeErrorKind::NotFound)
        return {};
    if (!seen)
        return fail(toError(seen.error()));
    const QString status = StripeJson::text(seen->object, "status");
    if (isOver(status))
        return {};
    if (status != QLatin1String("incomplete") && status != QLatin1String("past_due") &&
        status != QLatin1String("unpaid"))
        return fail(justPaid());
    OperationPlan plan;
    plan.kind = OperationKind::cancelNow;
    plan.vendorId = desk.account.id;
    plan.actor = actor;
    plan.method = "DELETE";
    plan.path = look.path;
    plan.metadataNames = {};
    const auto ended = operations.run(session, plan);
    return ended ? Result<void>() : fail(ended.error());
}

} // namespace

Result<bool> isLeftUnpaid(Session &session, const Desk &desk)
{
    if (!desk.account.subscription ||
        (desk.subscription().status != SubscriptionStatus::Incomplete &&
         desk.subscription().status != SubscriptionStatus::PastDue))
        return false;
    const auto unpaid = unpaidCheckoutsOf(session, desk.account.id);
    if (!unpaid)
        return fail(unpaid.error());
    return std::ranges::any_of(*unpaid, [&](const UnpaidCheckout &checkout) {
        return checkout.stripeSubscriptionId == desk.subscription().stripeSubscriptionId;
    });
}

Result<void> endUnpaidCheckouts(Session &session, const StripeOperations &operations,
                                const Desk &desk, const QString &actor)
{
    const auto unpaid = unpaidCheckoutsOf(session, desk.account.id);
    if (!unpaid)
        return fail(unpaid.error());
    for (const UnpaidCheckout &checkout : *unpaid) {
        const auto ended =
            endAtStripe(session, operations, desk, checkout.stripeSubscriptionId, actor);
        if (!ended)
            return ended;
        if (const auto marked = markUnpaidEnded(session, checkout.sessionId); !marked)
            return marked;
    }
    return {};
}

} // namespace Orion
