#pragma once

#include "models/domain/vendor.h"
#include "services/database/row.h"

namespace Orion
{

// The columns of billing.vendor_subscriptions that make a Subscription, without its tier's names,
// and their reader.
QString subscriptionColumns();
Subscription readSubscriptionRow(const Row &row);

} // namespace Orion
