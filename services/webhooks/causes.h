#pragma once

#include "services/billing/subscriptionwriter.h"
#include "services/stripe/readers/subscription.h"
#include "services/webhooks/handlers/handler.h"

namespace Orion
{

// Who is behind an event. One of our own operations is when the event names its request, when it
// tells of what a checkout made (its metadata names the operation), or when it is the end that a
// cancellation asked for. A state that was asked for, without an event, is put down to what was
// done to the subscription within the last minute. Else it is Stripe.

// isNew: no event has told of the subscription before.
Result<ChangeCause> causeOfSubscription(const EventContext &context, qint64 vendorId,
                                        const StripeSubscription &subscription, bool isNew);

Result<ChangeCause> causeOfCheckout(const EventContext &context, const StripeMetadata &metadata);

} // namespace Orion
