#pragma once

#include "models/domain/enums.h"

#include <optional>

namespace Orion
{

// A tier as somebody pays or would pay for it.
struct PricedTier
{
    qint64 tierId = 0;
    int displayOrder = 0;
    BillingInterval interval = BillingInterval::Month;
    std::optional<qint64> priceCents; // per interval
};

enum class TierMove
{
    Stay, // the same tier and interval, at whatever price
    Upgrade,
    Downgrade,
};
QString toText(TierMove move);

// The order of tiers decides; within one tier, the dearer interval is the upgrade.
TierMove moveBetween(const PricedTier &from, const PricedTier &to);

} // namespace Orion
