#include "services/billing/operationeffects.h"
#include "services/billing/operations/billingservice.h"
#include "services/billing/subscriptionwriter.h"
#include "services/database/changes.h"
#include "services/database/transaction.h"
#include "services/platform/clock.h"
#include "services/stripe/readers/json.h"

namespace Orion
{

namespace
{

bool isOver(const QJsonObject &stripe)
{
    return StripeJson::text(stripe, "status") == QLatin1String("canceled");
}

bool isLocal(const Desk &desk)
{
    return desk.stripe.isEmpty();
}

// A local trial that ends by itself, or at once.
Subscription cancelledTrial(const Desk &desk, const Cancellation &cancellation,
                            const QDateTime &now)
{
    Subscription after = desk.subscription();
    after.cancelReason = cancellation.reason;
    if (cancellation.isImmediate) {
        after.status = SubscriptionStatus::Cancelled;
        after.cancelAt = {};
        after.endedAt = now;
    } else {
        after.cancelAt = after.trialEndsAt;
    }
    return after;
}

} // namespace

Result<Subscription> BillingService::cancel(Session &session, const QString &vendorCode,
                                            const Cancellation &cancellation,
                                            const QString &actor) const
{
    const auto desk = openDesk(session, vendorCode);
    if (!desk)
        return fail(desk.error());
    const BillingOperation operation = cancellation.isImmediate
                                           ? BillingOperation::CancelNow
                                           : BillingOperation::CancelAtPeriodEnd;
    const Decision decision = decide(desk->state, operation);
    if (decision.course == Course::Already)
        return desk->subscription();
    if (decision.course != Course::Do)
        return fail(refusal(desk->state, operation));
    if (!isLocal(*desk))
        return cancelAtStripe(session, *desk, cancellation, actor);
    return changeLocally(session, *desk, cancelledTrial(*desk, cancellation, m_clock.now()),
                         cancellation.isImmediate ? OperationKind::cancelNow
                                                  : OperationKind::cancelAtPeriodEnd,
                         actor);
}

Result<Subscription> BillingService::cancelAtStripe(Session &session, const Desk &desk,
                                                    const Cancellation &cancellation,
                                                    const QString &actor) const
{
    OperationPlan plan = planFor(desk, OperationKind::cancelAtPeriodEnd, actor);
    if (!cancellation.reason.isEmpty())
        plan.parameters.add(QStringLiteral("cancellation_details[comment]"), cancellation.reason);
    if (cancellation.isImmediate) {
        plan.kind = OperationKind::cancelNow;
        plan.method = "DELETE";
        plan.metadataNames = {};
    } else {
        plan.parameters.add(QStringLiteral("cancel_at_period_end"), true);
    }
    const auto changed = changeAtStripe(session, plan);
    if (changed)
        return present(session, desk, *changed);
    if (!cancellation.isImmediate)
        return fail(changed.error());
    // Deleting has no idempotency key: a repeated attempt is refused when the first one did it.
    StripeCall look;
    look.path = desk.stripePath();
    const auto seen = m_operations.stripe().call(look);
    if (seen && isOver(seen->object))
        return present(session, desk, seen->object);
    return fail(changed.error());
}

// A trial that Stripe does not know of: the database decides.
Result<Subscription> BillingService::changeLocally(Session &session, const Desk &desk,
                                                   const Subscription &after, const QString &kind,
                                                   const QString &actor) const
{
    const auto saved = inTransaction(session, [&]() -> Result<void> {
        const auto row = lockLiveSubscription(session, desk.account.id);
        if (!row)
            return fail(row.error());
        if (!*row || (*row)->id != after.id || !(*row)->stripeSubscriptionId.isEmpty())
            return fail(ErrorCode::Conflict,
                        QStringLiteral("The subscription has just changed. Look at it again."));
        const auto written =
            saveSubscription(session, *row, after, {kind, actor, {}, m_clock.now()});
        if (!written)
            return fail(written.error());
        return notifyChanges(session, {Topic::Vendors});
    });
    if (!saved)
        return fail(saved.error());
    return after;
}

Result<Reactivation> BillingService::reactivate(Session &session, const QString &vendorCode,
                                                const QString &actor) const
{
    auto desk = openDesk(session, vendorCode);
    if (!desk)
        return fail(desk.error());
    const Decision decision = decide(desk->state, BillingOperation::Reactivate);
    if (decision.course == Course::Refuse)
        return fail(refusal(desk->state, BillingOperation::Reactivate));
    Reactivation answer;
    if (decision.course == Course::Checkout) {
        if (const auto required = requireStripe(); !required)
            return fail(required.error());
        const auto link = openCheckout(
            session, *desk, {desk->subscription().tierCode, desk->subscription().isAnnual}, actor);
        if (!link)
            return fail(link.error());
        answer.checkout = *link;
        return answer;
    }
    const auto goesOn = continueAtStripe(session, *desk, actor);
    if (!goesOn)
        return fail(goesOn.error());
    answer.subscription = *goesOn;
    return answer;
}

// Takes a scheduled cancellation back, as it was scheduled: by the flag, or by a date alone, as the
// portal does it.
Result<Subscription> BillingService::continueAtStripe(Session &session, const Desk &desk,
                                                      const QString &actor) const
{
    if (isLocal(desk)) {
        Subscription after = desk.subscription();
        after.cancelAt = {};
        after.cancelReason.clear();
        return changeLocally(session, desk, after, OperationKind::reactivate, actor);
    }
    OperationPlan plan = planFor(desk, OperationKind::reactivate, actor);
    if (desk.stripe.value(QLatin1String("cancel_at_period_end")).toBool())
        plan.parameters.add(QStringLiteral("cancel_at_period_end"), false);
    else
        plan.parameters.add(QStringLiteral("cancel_at"), QString());
    plan.parameters.add(QStringLiteral("cancellation_details[comment]"), QString());
    const auto changed = changeAtStripe(session, plan);
    if (!changed)
        return fail(changed.error());
    return present(session, desk, *changed);
}

} // namespace Orion
