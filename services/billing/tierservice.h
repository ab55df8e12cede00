#pragma once

#include "models/domain/result.h"
#include "models/domain/tier.h"

#include <vector>

namespace Orion
{

class Session;

// All tiers in their order, active or not: there are few.
Result<std::vector<Tier>> listTiers(Session &session);

// Errors: TierNotFound.
Result<Tier> getTier(Session &session, qint64 id);

// Every rule that the database would refuse, in words and by field, for the editor and for whoever
// writes. Nothing when the tier may be saved.
struct FieldProblem
{
    QString field; // the column: code, name, currency, price_monthly_cents …
    QString message;
};
std::vector<FieldProblem> checkTier(const Tier &tier);

// Writes a tier: a new one when its id is 0, else the one that still has expectedRevision. A price
// whose amount or currency changes loses its Stripe price, for those cannot change: the old price
// stays in tier_prices for present subscribers, `stripe setup` or the admin names the new one.
// Returns the tier as stored. One transaction, with its audit row and the notification.
//
// Errors: Conflict when somebody else saved first, InvalidArgument with the first problem or a
// code, order or Stripe price that another tier has, Forbidden, TierNotFound.
Result<Tier> saveTier(Session &session, const Tier &tier, qint64 expectedRevision,
                      const QString &actor);

} // namespace Orion
