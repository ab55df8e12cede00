#pragma once

#include "models/domain/result.h"

class QIODevice;

namespace Orion
{

class Session;

// As many subscriptions go into a seed file unless more are asked for; a sandbox keeps its state in
// memory.
inline constexpr int stripeSeedSubscriptions = 500;
inline constexpr int mostStripeSeedSubscriptions = 200'000;

// Writes the demo database's products, prices, customers and subscriptions as the sandbox's seed
// file: {"products":[…],"prices":[…],"customers":[…],"subscriptions":[…]}, Stripe objects in the
// present API shape, metadata with vendor_code and kind. Among the customers are some without a
// live subscription, so that the sandbox can start trials for them. Only reads; any role that
// sees the tables will do. At most so many subscriptions and a few, a fifth of them add-ons'; the
// whole is in memory meanwhile. The device is open for writing; the caller closes it.
// Errors: the database's, Unavailable when the device does not take the bytes.
Result<void> writeStripeSeed(Session &session, QIODevice &device,
                             int subscriptions = stripeSeedSubscriptions);

} // namespace Orion
