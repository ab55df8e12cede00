#pragma once

#include "services/webhooks/handlers/handler.h"

#include <QStringList>

namespace Orion
{

// Hands an event to the handler of its type; Ignored when there is none.
Result<Handled> dispatch(const EventContext &context);

// The event types that have a handler, for setting up webhook endpoints and gap recovery.
QStringList handledTypes();

// What must not be worked on by two processors at once when this event is: ids of its object,
// customer, subscription, invoice and payment, and the vendor code it names.
QStringList lockKeys(const StripeEvent &event);

// The Stripe subscription that an event is about; empty when it is about none.
QString subscriptionOf(const StripeEvent &event);

} // namespace Orion
