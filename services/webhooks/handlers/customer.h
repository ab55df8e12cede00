#pragma once

#include "services/webhooks/handlers/handler.h"

namespace Orion
{

// customer.updated: whether the customer has a default payment method.
Result<Handled> handleCustomer(const EventContext &context);

// customer.deleted: the vendor whose customer it was has none any more; its next checkout makes
// one.
Result<Handled> handleDeletedCustomer(const EventContext &context);

} // namespace Orion
