#pragma once

#include "models/domain/result.h"
#include "models/domain/vendor.h"
#include "services/database/session.h"

#include <QStringList>

#include <set>
#include <utility>
#include <vector>

namespace Orion
{

// Reading and writing many subscriptions with one statement.

// The rows of these Stripe subscriptions, and the live ones of the same vendors. Locked until the
// transaction ends, in one order for everybody.
Result<std::vector<Subscription>> lockSubscriptions(Session &session,
                                                    const QStringList &stripeSubscriptionIds);

// A new row; gives its id. Used by saveSubscription(), which also tells of the change.
Result<qint64> insertSubscription(Session &session, const Subscription &subscription);

// Writes each row as it stands in the record, but for its vendor and payment_retry_count; each at
// most once. Of a vendor whose subscriptions begin or end only one at a time, for then the rows
// depend on each other. Errors: NotFound when a row is gone.
Result<void> updateSubscriptions(Session &session, const std::vector<Subscription> &subscriptions);

// Vendors, and where each window begins (UTC).
using OrderWindows = std::set<std::pair<qint64, QDateTime>>;

// Opens those that are not open yet.
Result<void> openOrderWindows(Session &session, const OrderWindows &windows);

} // namespace Orion
