#pragma once

#include "services/webhooks/handlers/handler.h"

namespace Orion
{

// customer.updated: whether the customer has a default payment method.
Result<Handled> handleCustomer(const EventContext &context);

} // namespace Orion
