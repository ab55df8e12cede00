#include "services/stripe/readers/checkoutsession.h"

#include "services/stripe/readers/json.h"

using namespace Orion::StripeJson;

namespace Orion
{

bool StripeCheckoutSession::isSettled() const
{
    return paymentStatus == QLatin1String("paid") ||
           paymentStatus == QLatin1String("no_payment_required");
}

StripeCheckoutSession readCheckoutSession(const QJsonObject &object)
{
    return {text(object, "id"),     text(object, "mode"),       text(object, "payment_status"),
            id(object, "customer"), id(object, "subscription"), text(object, "client_reference_id"),
            metadata(object)};
}

} // namespace Orion
