#include "services/capacity/snapshots.h"

#include "services/capacity/limiteduse.h"

#include <QJsonObject>

namespace Orion
{

namespace
{

const QString columns = QStringLiteral(
    "snapshot_date, total_vendors, active_vendors, trial_vendors, total_subscriptions, "
    "active_subscriptions, total_products, total_orders_month, total_team_members, "
    "storage_used_gb, db_size_mb, theoretical_products_limit, theoretical_orders_limit, "
    "theoretical_team_limit, limited_products, limited_orders, limited_team_members, "
    "unlimited_products, unlimited_orders, unlimited_team_members, tier_distribution, created_at");
const QString readColumns = columns + QStringLiteral(", id");

// Apart from writing it down, since PostgreSQL works with several processes on what only reads.
// A monthly window that lies partly in the 30 days before counts by that part. What storage the
// platform has not reported is not 0.
const QString measureSql = QStringLiteral(R"(
, statuses as (
    select count(*) as live, count(*) filter (where status = 'active') as active,
           count(*) filter (where status in ('active', 'past_due')) as paying,
           count(*) filter (where status = 'trial') as trial
    from billing.vendor_subscriptions
    where is_current and status in ('trial', 'active', 'past_due', 'paused', 'incomplete')
), gauges as (
    select coalesce(sum(products), 0) as products, coalesce(sum(team_members), 0) as team,
           sum(storage_used_gb) as storage
    from billing.usage_gauges
), month as (
    select coalesce(round(sum(case when window_start >= since then used
                                   else used * date_part('epoch', until - since)
                                       / date_part('epoch', until - window_start) end)), 0) as orders
    from (
        select used, window_start, ?::timestamptz - interval '30 days' as since,
               least(window_start + interval '1 month', ?::timestamptz) as until
        from billing.usage_windows
        where metric = 'orders' and window_start > ?::timestamptz - interval '62 days'
            and window_start < ?::timestamptz
    ) as windows where until > since
), limits as (
    select sum(n) as n, sum(products_limited) as products_limited,
           sum(products_limit) as products_limit, sum(products_used) as products_used,
           sum(orders_limited) as orders_limited, sum(orders_limit) as orders_limit,
           sum(orders_used) as orders_used, sum(team_limited) as team_limited,
           sum(team_limit) as team_limit, sum(team_used) as team_used,
           coalesce(jsonb_object_agg(code, n), '{}') as tiers
    from tier_use
)
select row_to_json(measured)
from (
    select (?::timestamptz at time zone 'UTC')::date as snapshot_date,
           (select count(*) from billing.vendors) as total_vendors, s.paying as active_vendors,
           s.trial as trial_vendors, s.live as total_subscriptions,
           s.active as active_subscriptions, g.products as total_products,
           m.orders::bigint as total_orders_month, g.team as total_team_members,
           g.storage as storage_used_gb,
           round(pg_database_size(current_database()) / 1048576.0, 3) as db_size_mb,
           case when l.products_limited > 0 then l.products_limit end
               as theoretical_products_limit,
           case when l.orders_limited > 0 then l.orders_limit end as theoretical_orders_limit,
           case when l.team_limited > 0 then l.team_limit end as theoretical_team_limit,
           coalesce(l.products_used, 0) as limited_products,
           coalesce(l.orders_used, 0) as limited_orders,
           coalesce(l.team_used, 0) as limited_team_members,
           coalesce(l.n - l.products_limited, 0) as unlimited_products,
           coalesce(l.n - l.orders_limited, 0) as unlimited_orders,
           coalesce(l.n - l.team_limited, 0) as unlimited_team_members,
           l.tiers as tier_distribution, ?::timestamptz as created_at
    from statuses s, gauges g, month m, limits l
) as measured)");

const QString keepSql = QStringLiteral(R"(
insert into billing.capacity_snapshots (%1)
select %1 from json_populate_record(null::billing.capacity_snapshots, ?::json)
on conflict (snapshot_date) do update set (%1) = row(%2)
returning %3)");

QString excluded()
{
    QStringList names = columns.split(QStringLiteral(", "));
    for (QString &name : names)
        name.prepend(QStringLiteral("excluded."));
    return names.join(QStringLiteral(", "));
}

std::optional<double> optionalReal(const Row &row, int column)
{
    return row.isNull(column) ? std::nullopt : std::optional(row.real(column));
}

CapacitySnapshot readSnapshot(const Row &row)
{
    CapacitySnapshot day;
    day.id = row.integer(22);
    day.date = QDate::fromString(row.text(0), Qt::ISODate);
    day.totalVendors = row.integer(1);
    day.activeVendors = row.integer(2);
    day.trialVendors = row.integer(3);
    day.totalSubscriptions = row.integer(4);
    day.activeSubscriptions = row.integer(5);
    day.totalProducts = row.integer(6);
    day.totalOrdersMonth = row.integer(7);
    day.totalTeamMembers = row.integer(8);
    day.storageUsedGb = optionalReal(row, 9);
    day.dbSizeMb = row.real(10);
    day.theoreticalProductsLimit = row.optionalInteger(11);
    day.theoreticalOrdersLimit = row.optionalInteger(12);
    day.theoreticalTeamLimit = row.optionalInteger(13);
    day.limitedProducts = row.optionalInteger(14);
    day.limitedOrders = row.optionalInteger(15);
    day.limitedTeamMembers = row.optionalInteger(16);
    day.unlimitedProducts = row.optionalInteger(17);
    day.unlimitedOrders = row.optionalInteger(18);
    day.unlimitedTeamMembers = row.optionalInteger(19);
    const QJsonObject tiers = row.json(20).object();
    for (auto tier = tiers.begin(); tier != tiers.end(); ++tier)
        day.tierDistribution.emplace_back(tier.key(), tier.value().toInteger());
    day.capturedAt = row.time(21);
    return day;
}

const QString listSql = QStringLiteral("select %1 from billing.capacity_snapshots where "
                                       "snapshot_date between ?::date and ?::date "
                                       "order by snapshot_date")
                            .arg(readColumns);

const QString latestSql = QStringLiteral("select %1 from billing.capacity_snapshots "
                                         "order by snapshot_date desc limit 1")
                              .arg(readColumns);

} // namespace

Result<CapacitySnapshot> captureSnapshot(Session &session, const QDateTime &now)
{
    static const QString measure = QStringLiteral("with") + tierUseSql() + measureSql;
    static const QString keep = keepSql.arg(columns, excluded(), readColumns);
    const auto measured =
        session.selectOne(measure, tierUseArguments(now) << now << now << now << now << now << now,
                          [](const Row &row) { return row.bytes(0); });
    if (!measured)
        return fail(measured.error());
    const auto captured = session.selectOne(keep, {measured->value_or("{}")}, readSnapshot);
    if (!captured)
        return fail(captured.error());
    return captured->value_or(CapacitySnapshot());
}

Result<std::vector<CapacitySnapshot>> listSnapshots(Session &session, const QDate &first,
                                                    const QDate &last)
{
    return session.select(listSql, {first.toString(Qt::ISODate), last.toString(Qt::ISODate)},
                          readSnapshot);
}

Result<std::optional<CapacitySnapshot>> latestSnapshot(Session &session)
{
    return session.selectOne(latestSql, {}, readSnapshot);
}

} // namespace Orion
