#pragma once

#include "models/domain/capacity.h"
#include "models/domain/result.h"
#include "services/database/session.h"

namespace Orion
{

// What the live subscriptions use of their limits, by tier: a vendor's exception comes before the
// tier's limit until it expires, and orders are those of each vendor's present monthly window. One
// statement that reads all of them: a second or so for a million.
Result<SubscriptionCapacity> subscriptionCapacity(Session &session, const QDateTime &now);

} // namespace Orion
