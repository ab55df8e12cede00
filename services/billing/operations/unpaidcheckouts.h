#pragma once

#include "services/billing/operations/desk.h"

namespace Orion
{

// Checkouts that a slow debit should have paid. Their subscriptions, of which nothing was ever
// paid, wait at Stripe for another payment; a vendor that checks out again does not want that one
// any more.

// Whether the vendor's subscription is one of these.
Result<bool> isLeftUnpaid(Session &session, const Desk &desk);

// Ends these subscriptions at Stripe. Errors: AlreadySubscribed when one has been paid after all.
Result<void> endUnpaidCheckouts(Session &session, const StripeOperations &operations,
                                const Desk &desk, const QString &actor);

} // namespace Orion
