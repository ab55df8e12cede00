#pragma once

#include "services/webhooks/handlers/handler.h"

namespace Orion
{

// checkout.session.completed and .async_payment_succeeded: tells whose a customer and a
// subscription are. A vendor's local trial is tied to the subscription at once; what that is worth
// in detail follows with the subscription's own events. Unpaid sessions wait for the payment.
Result<Handled> handleCheckoutSession(const EventContext &context);

// checkout.session.async_payment_failed: a slow debit did not arrive. Whoever checks out again is
// not held up by it.
Result<Handled> handleFailedCheckout(const EventContext &context);

// checkout.session.expired: it cannot be paid any more.
Result<Handled> handleExpiredCheckout(const EventContext &context);

} // namespace Orion
