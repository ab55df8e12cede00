#pragma once

#include "app/sandbox/state/state.h"
#include "models/domain/result.h"

namespace Orion::Sandbox
{

// Loads {"products":[],"prices":[],"customers":[],"subscriptions":[],"invoices":[]} of
// Stripe-shaped objects, each list optional; of an object only its id and what differs from the
// usual must be given. Tells no events: it has happened before. Customers without a card get one
// that pays. Overdue subscriptions get the open invoice that made them so, with the id in
// latest_invoice. Invoices are those that are settled. The state's public URL must be set.
//
// Errors: InvalidArgument, naming the object; what came before it is loaded then.
Result<void> loadSeed(State &state, const QByteArray &json);

Result<void> loadSeedFile(State &state, const QString &path);

} // namespace Orion::Sandbox
