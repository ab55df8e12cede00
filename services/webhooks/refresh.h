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
    int left = 0;           // given back: Stripe did not answer, or the answer did not fit yet
    bool isHeard = true;    // false: Stripe does not answer this process now
    std::set<Topic> topics; // what changed, for notifyChanges()
};

// Asks Stripe for the present state of objects that are marked for it: two of their events are of
// the same second, so that it is not known which came last. Up to limit of them, those that wait
// longest first. No transaction is open while Stripe is asked; its answer is applied unless
// something newer has landed meanwhile. Any number of processes may do so at once: each object is
// taken by one of them. When Stripe does not answer, what is left is given back at once and the
// first object is due again in five seconds, so that a process that reaches Stripe may take it.
Result<RefreshOutcome> refreshObjects(Session &session, StripeApi &stripe, const Clock &clock,
                                      int limit);

} // namespace Orion
