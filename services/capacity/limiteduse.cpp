#include "services/capacity/limiteduse.h"

#include <QStringList>

namespace Orion
{

namespace
{

// The start of a subscription's monthly window as billing.window_start() has it, written out but
// for the rare: a call for every row would take longer than all the rest. Most periods are of the
// month at hand, and most others are years that began on the day they end on.
const QString windowStartSql = QStringLiteral(R"(
case when s.period_end <= ?::timestamptz then billing.window_start(s.period_start, s.period_end, ?)
     when s.period_start > ?::timestamptz - interval '28 days'
          and s.period_start <= ?::timestamptz then s.period_start
     when date_part('day', s.period_end at time zone 'UTC')
          > date_part('day', s.period_start at time zone 'UTC')
          then billing.window_start(s.period_start, s.period_end, ?)
     else (s.period_start at time zone 'UTC' + make_interval(months => ?::integer
               - %1 - (s.period_start at time zone 'UTC' + make_interval(months => ?::integer - %1)
                       > ?::timestamptz at time zone 'UTC')::integer)) at time zone 'UTC'
end)")
                                   .arg(QStringLiteral(R"(
    (date_part('year', s.period_start at time zone 'UTC') * 12
     + date_part('month', s.period_start at time zone 'UTC'))::integer)"));

const QString liveUseSql = QStringLiteral(R"(
live_use as (
    select s.tier_id, coalesce(e.exceptions, 0) as exceptions, count(*) as n,
           coalesce(sum(g.products), 0) as products, coalesce(sum(w.used), 0) as orders,
           coalesce(sum(g.team_members), 0) as team, sum(e.products) as products_limit,
           sum(e.orders) as orders_limit, sum(e.team) as team_limit
    from billing.vendor_subscriptions s
    %1
    left join (%2) e on e.vendor_id = s.vendor_id
    where s.is_current and s.status in ('trial', 'active', 'past_due', 'paused', 'incomplete')
    group by 1, 2
), limited_use as (
    select u.tier_id, t.code, t.name, t.display_order, u.n, u.products, u.orders, u.team,
           case u.exceptions % 3 when 0 then u.n * t.products_limit
                when 1 then u.products_limit end as products_limit,
           case u.exceptions / 3 % 3 when 0 then u.n * t.orders_per_month
                when 1 then u.orders_limit end as orders_limit,
           case u.exceptions / 9 when 0 then u.n * t.team_members
                when 1 then u.team_limit end as team_limit
    from live_use u join billing.subscription_tiers t on t.id = u.tier_id
))");

// The columns of one metric in tier_use.
QString metricColumns(const QString &metric)
{
    return QStringLiteral(R"(
           coalesce(sum(n) filter (where %1_limit is not null), 0) as %1_limited,
           coalesce(sum(%1_limit), 0) as %1_limit,
           coalesce(sum(%1) filter (where %1_limit is not null), 0) as %1_used,
           coalesce(sum(%1) filter (where %1_limit is null), 0) as %1_unlimited)")
        .arg(metric);
}

const QString useSql = QStringLiteral(R"(
left join billing.usage_gauges g on g.vendor_id = s.vendor_id
left join billing.usage_windows w on w.vendor_id = s.vendor_id and w.metric = 'orders'
    and w.window_start > ?::timestamptz - interval '32 days' and w.window_start = %1)")
                           .arg(windowStartSql);

const QString exceptionsOfVendorsSql = QStringLiteral(R"(
select vendor_id,
       sum(case metric when 'products' then 1 when 'orders' then 3 else 9 end
           * case when limit_value is null then 2 else 1 end)::integer as exceptions,
       max(limit_value) filter (where metric = 'products') as products,
       max(limit_value) filter (where metric = 'orders') as orders,
       max(limit_value) filter (where metric = 'team_members') as team
from billing.limit_overrides where expires_at is null or expires_at > ? group by vendor_id)");

} // namespace

QString presentUseSql()
{
    return useSql;
}

QVariantList presentUseArguments(const QDateTime &now)
{
    const QDate today = now.toUTC().date();
    const int month = today.year() * 12 + today.month();
    return {now, now, now, now, now, now, month, month, now};
}

QString exceptionsSql()
{
    return exceptionsOfVendorsSql;
}

QString tierUseSql()
{
    const QStringList metrics{metricColumns(QStringLiteral("products")),
                              metricColumns(QStringLiteral("orders")),
                              metricColumns(QStringLiteral("team"))};
    return liveUseSql.arg(useSql, exceptionsOfVendorsSql) + QStringLiteral(R"(, tier_use as (
    select tier_id, code, name, display_order, sum(n) as n,%1
    from limited_use group by tier_id, code, name, display_order
))")
                                                                .arg(metrics.join(u','));
}

QVariantList tierUseArguments(const QDateTime &now)
{
    return presentUseArguments(now) << now;
}

} // namespace Orion
