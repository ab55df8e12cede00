#include "models/domain/capacity.h"

namespace Orion
{

QString toText(CapacityMetric metric)
{
    switch (metric) {
    case CapacityMetric::Products:
        return QStringLiteral("products");
    case CapacityMetric::Orders:
        return QStringLiteral("orders_monthly");
    case CapacityMetric::TeamMembers:
        break;
    }
    return QStringLiteral("team_members");
}

std::optional<qint64> LimitedUse::theoreticalLimit() const
{
    if (limited == 0 && unlimited > 0)
        return std::nullopt;
    return sumOfLimits;
}

std::optional<qint64> LimitedUse::headroom() const
{
    if (limited == 0 && unlimited > 0)
        return std::nullopt;
    return sumOfLimits - actual;
}

std::optional<double> LimitedUse::utilizationPercent() const
{
    if (limited == 0)
        return std::nullopt;
    if (sumOfLimits == 0)
        return 100.0;
    return 100.0 * double(actual) / double(sumOfLimits);
}

LimitedUse &LimitedUse::operator+=(const LimitedUse &other)
{
    limited += other.limited;
    unlimited += other.unlimited;
    actual += other.actual;
    unlimitedUse += other.unlimitedUse;
    sumOfLimits += other.sumOfLimits;
    return *this;
}

const LimitedUse &TierCapacity::use(CapacityMetric metric) const
{
    switch (metric) {
    case CapacityMetric::Products:
        return products;
    case CapacityMetric::Orders:
        return orders;
    case CapacityMetric::TeamMembers:
        break;
    }
    return teamMembers;
}

qint64 SubscriptionCapacity::subscriptions() const
{
    qint64 all = 0;
    for (const TierCapacity &tier : tiers)
        all += tier.subscriptions;
    return all;
}

LimitedUse SubscriptionCapacity::use(CapacityMetric metric) const
{
    LimitedUse all;
    for (const TierCapacity &tier : tiers)
        all += tier.use(metric);
    return all;
}

} // namespace Orion
