#pragma once

#include "services/catalogue/difference.h"
#include "services/database/session.h"
#include "services/stripe/client/stripeapi.h"

namespace Orion
{

// Every difference between the vendors' subscriptions and add-ons and all of Stripe's, those that
// are over included. Holds one page of Stripe's list in memory; which subscriptions were seen is
// noted in a temporary table of the session. Gives how many Stripe has.
Result<qint64> checkSubscriptions(Session &session, StripeApi &stripe,
                                  const DifferenceReport &report);

} // namespace Orion
