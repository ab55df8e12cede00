#pragma once

#include "services/catalogue/difference.h"
#include "services/catalogue/subscriptionrows.h"
#include "services/database/session.h"
#include "services/stripe/client/stripeapi.h"
#include "services/stripe/readers/subscription.h"

#include <vector>

namespace Orion
{

// One of Stripe's subscriptions beside ours, a vendor's own or an add-on's.
struct ComparedSubscription
{
    StripeSubscription subscription;
    std::vector<Difference> differences; // empty: the same
    SeenSubscription seen;
};

// The subscriptions with all their items: a nested list ends where Stripe cut it off.
Result<std::vector<QJsonObject>> wholeSubscriptions(StripeApi &stripe,
                                                    const std::vector<QJsonObject> &objects);

// Compares a page of them with the database, which is read with a few statements. In the order
// given.
Result<std::vector<ComparedSubscription>>
compareSubscriptions(Session &session, const std::vector<QJsonObject> &objects);

// What the walk through Stripe's list did not see, by what it noted with noteSeen(): ours that are
// not at Stripe. Whatever began while the list was read is not in it, so each one is asked for.
Result<void> compareUnseen(Session &session, StripeApi &stripe, const DifferenceReport &report);

// Vendors of whom the walk saw more than one live base subscription.
Result<void> reportDoubles(Session &session, const DifferenceReport &report);

// The call that walks through all of them.
StripeCall allSubscriptions();

} // namespace Orion
