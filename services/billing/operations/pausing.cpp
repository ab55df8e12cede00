#include "services/billing/operationeffects.h"
#include "services/billing/operations/billingservice.h"

namespace Orion
{

Result<Subscription> BillingService::pause(Session &session, const QString &vendorCode,
                                           const QString &actor) const
{
    const auto desk = openDesk(session, vendorCode);
    if (!desk)
        return fail(desk.error());
    const Decision decision = decide(desk->state, BillingOperation::Pause);
    if (decision.course == Course::Already)
        return desk->subscription();
    if (decision.course != Course::Do)
        return fail(refusal(desk->state, BillingOperation::Pause));
    OperationPlan plan = planFor(*desk, OperationKind::pause, actor);
    plan.parameters.add(QStringLiteral("pause_collection[behavior]"), QStringLiteral("void"));
    const auto changed = changeAtStripe(session, plan);
    if (!changed)
        return fail(changed.error());
    return present(session, *desk, *changed);
}

Result<Subscription> BillingService::resume(Session &session, const QString &vendorCode,
                                            const QString &actor) const
{
    const auto desk = openDesk(session, vendorCode);
    if (!desk)
        return fail(desk.error());
    const Decision decision = decide(desk->state, BillingOperation::Resume);
    if (decision.course == Course::Already)
        return desk->subscription();
    if (decision.course != Course::Do)
        return fail(refusal(desk->state, BillingOperation::Resume));
    OperationPlan plan = planFor(*desk, OperationKind::resume, actor);
    // Stripe has two kinds of pause: of collecting alone, which is ours, and of a subscription
    // whose trial ended without a payment method.
    if (desk->subscription().stripeStatus == QLatin1String("paused")) {
        plan.path += QStringLiteral("/resume");
        plan.metadataNames = {};
    } else {
        plan.parameters.add(QStringLiteral("pause_collection"), QString());
    }
    const auto changed = changeAtStripe(session, plan);
    if (!changed)
        return fail(changed.error());
    return present(session, *desk, *changed);
}

} // namespace Orion
