#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"

#include <QJsonObject>

namespace Orion
{

// Whether there is something to pay with: the subscription's own method, or its customer's default.

// A customer as Stripe tells it: kept with its vendor, and so for the vendor's live subscription.
Result<void> noteCustomerPaymentMethod(Session &session, qint64 vendorId,
                                       const QJsonObject &customer);

// The vendor's customer is gone, and what it paid with.
Result<void> forgetPaymentMethod(Session &session, qint64 vendorId);

// A subscription whose customer is expanded. Writes only what differs.
Result<void> notePaymentMethods(Session &session, qint64 vendorId, const QJsonObject &subscription);

} // namespace Orion
