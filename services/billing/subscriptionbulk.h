#pragma once

#include "models/domain/result.h"
#include "models/domain/vendor.h"
#include "services/database/session.h"

#include <QStringList>

#include <vector>

namespace Orion
{

// What subscriptionwriter.h does to one subscription, for many in one statement.

// The rows of these Stripe subscriptions, and the live ones of the same vendors. Locked until the
// transaction ends, in one order for everybody.
Result<std::vector<Subscription>> lockSubscriptions(Session &session,
                                                    const QStringList &stripeSubscriptionIds);

// Writes rows whose status stays as it is, each at most once; payment standing as
// saveSubscription() does.
Result<void> updateSubscriptions(Session &session, const std::vector<Subscription> &subscriptions);

struct OrderWindow
{
    qint64 vendorId = 0;
    QDateTime start; // UTC
};

// Opens those that are not open yet.
Result<void> openOrderWindows(Session &session, const std::vector<OrderWindow> &windows);

} // namespace Orion
