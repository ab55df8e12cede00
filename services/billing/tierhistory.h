#pragma once

#include "models/domain/result.h"
#include "models/domain/tier.h"

namespace Orion
{

class Session;

// Parts of saveTier(), inside its transaction.

// Stripe's prices cannot change: where amount or currency differ from before while the Stripe
// price stayed, its id is cleared, to be replaced by a new one.
void dropOutdatedStripePrices(const Tier &before, Tier &after);

// Remembers the Stripe prices that the tier has now, and marks the ones it gave up. Errors:
// InvalidArgument when a price is known with another tier, interval or amount.
Result<void> keepStripePrices(Session &session, const Tier &before, const Tier &after);

Result<void> auditTier(Session &session, const Tier &before, const Tier &after,
                       const QString &actor);

} // namespace Orion
