#include "services/billing/operationeffects.h"

#include "services/billing/addons/addoncheckouts.h"
#include "services/billing/operations/checkoutsessions.h"
#include "services/billing/vendorlookup.h"
#include "services/stripe/readers/json.h"

namespace Orion
{

namespace
{

Result<void> linkCreatedCustomer(Session &session, const StripeOperation &operation,
                                 const QJsonObject &answer)
{
    return linkCustomer(session, operation.vendorId.value_or(0), StripeJson::text(answer, "id"));
}

Result<void> recordCreatedCheckout(Session &session, const StripeOperation &operation,
                                   const QJsonObject &answer)
{
    return recordCheckout(session, {StripeJson::text(answer, "id"), operation.vendorId.value_or(0),
                                    StripeJson::integerOr(operation.context, "tier_id", 0),
                                    StripeJson::text(operation.context, "price_id"),
                                    StripeJson::time(operation.context, "trial_end")});
}

Result<void> recordCreatedAddonCheckout(Session &session, const StripeOperation &operation,
                                        const QJsonObject &answer)
{
    const QJsonObject &context = operation.context;
    return recordAddonCheckout(
        session,
        {StripeJson::text(answer, "id"), operation.vendorId.value_or(0),
         StripeJson::integerOr(context, "addon_id", 0), StripeJson::text(context, "price_id"),
         StripeJson::integerOr(context, "quantity", 1), StripeJson::text(context, "domain_name")});
}

Result<void> recordExpiredCheckout(Session &session, const StripeOperation &,
                                   const QJsonObject &answer)
{
    return markCheckoutExpired(session, StripeJson::text(answer, "id"));
}

} // namespace

OperationEffects billingEffects()
{
    return {{OperationKind::createCustomer, linkCreatedCustomer},
            {OperationKind::createCheckout, recordCreatedCheckout},
            {OperationKind::createAddonCheckout, recordCreatedAddonCheckout},
            {OperationKind::expireCheckout, recordExpiredCheckout}};
}

} // namespace Orion
