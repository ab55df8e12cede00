#pragma once

#include "services/webhooks/handlers/handler.h"

namespace Orion
{

// customer.subscription.*: the authority on a subscription's status, tier, price and dates. An
// add-on's subscription touches vendor_addons and nothing else.
Result<Handled> handleSubscription(const EventContext &context);

} // namespace Orion
