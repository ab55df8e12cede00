#include "services/capacity/subscriptioncapacity.h"

#include "services/capacity/limiteduse.h"

namespace Orion
{

namespace
{

const QString columnsSql = QStringLiteral(R"(
select code, name, n, products_limited, products_limit, products_used, products_unlimited,
       orders_limited, orders_limit, orders_used, orders_unlimited,
       team_limited, team_limit, team_used, team_unlimited
from tier_use order by display_order)");

LimitedUse readUse(const Row &row, int column, qint64 subscriptions)
{
    LimitedUse use;
    use.limited = row.integer(column);
    use.unlimited = subscriptions - use.limited;
    use.sumOfLimits = row.integer(column + 1);
    use.actual = row.integer(column + 2);
    use.unlimitedUse = row.integer(column + 3);
    return use;
}

TierCapacity readTier(const Row &row)
{
    TierCapacity tier{row.text(0), row.text(1), row.integer(2), {}, {}, {}};
    tier.products = readUse(row, 3, tier.subscriptions);
    tier.orders = readUse(row, 7, tier.subscriptions);
    tier.teamMembers = readUse(row, 11, tier.subscriptions);
    return tier;
}

} // namespace

Result<SubscriptionCapacity> subscriptionCapacity(Session &session, const QDateTime &now)
{
    static const QString sql = QStringLiteral("with") + tierUseSql() + columnsSql;
    auto tiers = session.select(sql, tierUseArguments(now), readTier);
    if (!tiers)
        return fail(tiers.error());
    return SubscriptionCapacity{now, std::move(*tiers)};
}

} // namespace Orion
