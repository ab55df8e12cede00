#pragma once

#include "services/webhooks/handlers/handler.h"

namespace Orion
{

// charge.refunded: how much was given back, at the charge's invoice once it is known which that is.
Result<Handled> handleRefund(const EventContext &context);

// charge.dispute.*: how a dispute stands.
Result<Handled> handleDispute(const EventContext &context);

} // namespace Orion
