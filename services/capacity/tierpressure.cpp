#include "services/capacity/tierpressure.h"

#include "services/capacity/limiteduse.h"

namespace Orion
{

namespace
{

const QString pressureSql = QStringLiteral(R"(
with used as (
    select s.tier_id, g.products, w.used as orders, g.team_members as team,
           case coalesce(e.exceptions, 0) % 3 when 0 then t.products_limit
                when 1 then e.products end as products_limit,
           case coalesce(e.exceptions, 0) / 3 % 3 when 0 then t.orders_per_month
                when 1 then e.orders end as orders_limit,
           case coalesce(e.exceptions, 0) / 9 when 0 then t.team_members
                when 1 then e.team end as team_limit
    from billing.vendor_subscriptions s
    join billing.subscription_tiers t on t.id = s.tier_id
    %1
    left join (%2) e on e.vendor_id = s.vendor_id
    where s.is_current and s.status in ('trial', 'active', 'past_due', 'paused', 'incomplete')
), pressed as (
    select tier_id,
           coalesce(products_limit > 1 and products * 100::bigint >= products_limit * p.percent,
                    false) as by_products,
           coalesce(orders_limit > 1 and orders * 100::bigint >= orders_limit * p.percent,
                    false) as by_orders,
           coalesce(team_limit > 1 and team * 100::bigint >= team_limit * p.percent,
                    false) as by_team
    from used, (select ?::bigint as percent) as p
), counted as (
    select tier_id, count(*) as n, count(*) filter (where by_products) as by_products,
           count(*) filter (where by_orders) as by_orders,
           count(*) filter (where by_team) as by_team,
           count(*) filter (where by_products or by_orders or by_team) as by_any
    from pressed group by tier_id
)
select t.code, t.name, t.is_active, t.products_limit, t.orders_per_month, t.team_members,
       c.n, c.by_products, c.by_orders, c.by_team, c.by_any
from billing.subscription_tiers t left join counted c on c.tier_id = t.id
order by t.display_order)");

TierPressure readPressure(const Row &row)
{
    return {row.text(0),
            row.text(1),
            row.boolean(2),
            row.optionalInteger(3),
            row.optionalInteger(4),
            row.optionalInteger(5),
            row.integer(6),
            row.integer(7),
            row.integer(8),
            row.integer(9),
            row.integer(10)};
}

} // namespace

Result<std::vector<TierPressure>> tierPressure(Session &session, int nearPercent,
                                               const QDateTime &now)
{
    static const QString sql = pressureSql.arg(presentUseSql(), exceptionsSql());
    return session.select(sql, presentUseArguments(now) << now << nearPercent, readPressure);
}

} // namespace Orion
