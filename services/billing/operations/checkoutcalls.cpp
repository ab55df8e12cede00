#include "services/billing/operations/checkoutcalls.h"

#include "services/billing/operationeffects.h"
#include "services/billing/operations/checkoutsessions.h"
#include "services/stripe/readers/json.h"

namespace Orion
{

Result<SeenCheckout> lookAtCheckout(Session &session, StripeApi &stripe, const QString &sessionId)
{
    StripeCall look;
    look.path = QStringLiteral("/v1/checkout/sessions/") + sessionId;
    const auto answer = stripe.call(look);
    const bool isGone = !answer && answer.error().kind == StripeErrorKind::NotFound;
    if (!answer && !isGone)
        return fail(toError(answer.error()));
    const QJsonObject object = answer ? answer->object : QJsonObject();
    const SeenCheckout seen{StripeJson::text(object, "status"), StripeJson::text(object, "url"),
                            StripeJson::id(object, "customer")};
    if (seen.isOpen())
        return seen;
    const auto marked =
        seen.isComplete()
            ? markCheckoutCompleted(session, sessionId, StripeJson::id(object, "subscription"))
            : markCheckoutExpired(session, sessionId);
    return marked ? Result<SeenCheckout>(seen) : fail(marked.error());
}

Result<SeenCheckout> expireCheckout(Session &session, const StripeOperations &operations,
                                    qint64 vendorId, const QString &sessionId, const QString &actor)
{
    OperationPlan plan;
    plan.kind = OperationKind::expireCheckout;
    plan.vendorId = vendorId;
    plan.actor = actor;
    plan.path = QStringLiteral("/v1/checkout/sessions/%1/expire").arg(sessionId);
    plan.metadataNames = {};
    const auto answer = operations.run(session, plan);
    if (answer)
        return SeenCheckout{StripeJson::text(answer->object, "status"), {}, {}};
    const auto seen = lookAtCheckout(session, operations.stripe(), sessionId);
    return seen && seen->isOpen() ? fail(answer.error()) : seen;
}

Result<void> ensureCustomer(Session &session, const StripeOperations &operations,
                            VendorAccount &account, const QString &actor)
{
    if (!account.stripeCustomerId.isEmpty())
        return {};
    OperationPlan plan;
    plan.kind = OperationKind::createCustomer;
    plan.vendorId = account.id;
    plan.actor = actor;
    plan.path = QStringLiteral("/v1/customers");
    plan.parameters.add(QStringLiteral("name"), account.name)
        .add(QStringLiteral("email"), account.email)
        .add(QStringLiteral("metadata[vendor_code]"), account.code);
    const auto answer = operations.run(session, plan);
    if (!answer)
        return fail(answer.error());
    account.stripeCustomerId = StripeJson::text(answer->object, "id");
    return {};
}

Error justPaid()
{
    return {ErrorCode::AlreadySubscribed,
            QStringLiteral("The checkout has just been completed; the subscription is being set "
                           "up. Look again in a moment."),
            {}};
}

} // namespace Orion
