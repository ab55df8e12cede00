#pragma once

#include "services/catalogue/sellable.h"

namespace Orion
{

// Writes the ids of Stripe's products and prices to the tiers and add-ons: each in one transaction
// with its audit row and the next revision. Nothing when the id is there already. What an admin
// edits at the same time is not lost.

Result<void> linkProduct(Session &session, const Sellable &sellable, const QString &productId,
                         const QString &actor);

// The price becomes the present one, and the former one is kept for its subscribers. Errors:
// Conflict when the amount was edited in the meantime; the price is then known as a former one.
Result<void> linkPrice(Session &session, const Sellable &sellable, const SellablePrice &price,
                       const QString &priceId, const QString &actor);

// The price is sold no more.
Result<void> retirePrice(Session &session, const Sellable &sellable, const QString &priceId);

} // namespace Orion
