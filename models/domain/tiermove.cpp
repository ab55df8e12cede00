#include "models/domain/tiermove.h"

namespace Orion
{

QString toText(TierMove move)
{
    switch (move) {
    case TierMove::Stay:
        return QStringLiteral("stay");
    case TierMove::Upgrade:
        return QStringLiteral("upgrade");
    case TierMove::Downgrade:
        return QStringLiteral("downgrade");
    }
    return {};
}

TierMove moveBetween(const PricedTier &from, const PricedTier &to)
{
    if (from.tierId == to.tierId && from.interval == to.interval)
        return TierMove::Stay;
    if (from.displayOrder != to.displayOrder)
        return to.displayOrder > from.displayOrder ? TierMove::Upgrade : TierMove::Downgrade;
    return to.priceCents.value_or(0) > from.priceCents.value_or(0) ? TierMove::Upgrade
                                                                   : TierMove::Downgrade;
}

} // namespace Orion
