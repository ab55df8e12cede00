#pragma once

#include "models/domain/vendor.h"
#include "services/billing/subscriptionoverview.h"

namespace Orion
{

// readOverview(), but of the subscription as Stripe has it now, with its tier's limits: the row in
// the database may be a webhook behind. Errors: NotFound.
Result<SubscriptionOverview> overviewOf(Session &session, const QString &vendorCode,
                                        const Subscription &present, const QDateTime &now);

} // namespace Orion
