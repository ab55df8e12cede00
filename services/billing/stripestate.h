#pragma once

#include "models/domain/result.h"
#include "models/domain/vendor.h"
#include "services/database/session.h"
#include "services/stripe/readers/subscription.h"

#include <optional>

namespace Orion
{

class PriceTiers;

// Our status for what Stripe says. A word of Stripe's that we do not know changes nothing in ours;
// it grants no access by itself.
SubscriptionStatus statusOf(const StripeSubscription &subscription,
                            const std::optional<Subscription> &before);

// When a subscription that is over ended; the given time where Stripe does not say.
QDateTime endOf(const StripeSubscription &subscription, const QDateTime &time);

// A vendor's base subscription as Stripe tells it at a time, put over the row from before. Reads
// which tier the price belongs to; writes nothing.
Result<Subscription> withStripeState(PriceTiers &prices, const StripeSubscription &subscription,
                                     qint64 vendorId, const std::optional<Subscription> &before,
                                     const QDateTime &time);

} // namespace Orion
