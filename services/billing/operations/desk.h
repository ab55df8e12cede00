#pragma once

#include "models/domain/subscriptionstate.h"
#include "services/billing/operations/vendoraccount.h"
#include "services/stripe/operations/stripeoperations.h"

namespace Orion
{

class Clock;

// A vendor that something is about to be done to: held, with nothing of before left undone, and as
// Stripe tells it at this moment. The row in the database may be a webhook behind.
struct Desk
{
    VendorLock lock;
    VendorAccount account; // its subscription with Stripe's present state over it
    QJsonObject stripe;    // the subscription at Stripe, customer expanded; empty without one
    SubscriptionState state = SubscriptionState::None;

    const Subscription &subscription() const { return *account.subscription; } // not in None
    QString stripePath() const; // "/v1/subscriptions/sub_1"
};

// Holds a vendor, with nothing of before left undone. Errors: Conflict when somebody else holds it
// for long; Unavailable when an earlier operation has no outcome yet.
Result<VendorLock> holdVendor(Session &session, const StripeOperations &operations,
                              qint64 vendorId);

// Errors: NotFound; Conflict when somebody else holds the vendor for long; Unavailable when an
// earlier operation has no outcome yet; what Stripe answers.
Result<Desk> openDesk(Session &session, const StripeOperations &operations, const Clock &clock,
                      const QString &vendorCode);

// The state of a subscription, or of having none.
SubscriptionState stateOf(const std::optional<Subscription> &subscription, const QDateTime &now);

} // namespace Orion
