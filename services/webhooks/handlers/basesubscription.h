#pragma once

#include "services/stripe/readers/subscription.h"
#include "services/webhooks/handlers/handler.h"

namespace Orion
{

// Writes a vendor's base subscription as Stripe tells it. A subscription that grants something, or
// did since the vendor registered, takes over the row of the local trial; one that still waits for
// its first payment leaves a running trial alone. Later while the vendor has another live
// subscription at Stripe: its end may be on the way, and two live ones are a double charge.
Result<Handled> applyBase(const EventContext &context, const StripeSubscription &subscription,
                          qint64 vendorId);

} // namespace Orion
