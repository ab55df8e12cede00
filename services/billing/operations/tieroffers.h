#pragma once

#include "models/domain/tier.h"
#include "services/database/session.h"

#include <vector>

namespace Orion
{

// A tier on sale, and whether a vendor may move there by itself at present.
struct TierOffer
{
    Tier tier;
    bool isCurrent = false;
    bool canUpgrade = false;
    bool canDowngrade = false;
};

struct TierOffers
{
    QString currentTier; // its code, on sale or not; empty: never had any
    std::vector<TierOffer> tiers;
};

// Errors: NotFound.
Result<TierOffers> offerTiers(Session &session, const QString &vendorCode, const QDateTime &now);

} // namespace Orion
