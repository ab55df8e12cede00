#pragma once

#include "models/domain/result.h"
#include "services/database/changes.h"
#include "services/database/session.h"
#include "services/stripe/client/stripeapi.h"

#include <set>

namespace Orion
{

class Clock;

struct RefreshOutcome
{
    int refreshed = 0;
    int left = 0;           // Stripe did not answer, or it did not fit: tried again in a minute
    std::set<Topic> topics; // what changed, for notifyChanges()
};

// Asks Stripe for the present state of objects that are marked for it: two of their events are of
// the same second, so that it is not known which came last. Up to limit of them, those that wait
// longest first. No transaction is open while Stripe is asked; its answer is applied unless
// something newer has landed meanwhile. Any number of processes may do so at once: each object is
// taken by one of them.
Result<RefreshOutcome> refreshObjects(Session &session, StripeApi &stripe, const Clock &clock,
                                      int limit);

} // namespace Orion
