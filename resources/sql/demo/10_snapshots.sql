-- One snapshot a day. Vendors, subscriptions and tiers follow from what happened; products, orders,
-- team members and storage grow with them towards today's real sums.
create table orion_demo.days as
with days as (
    select generate_series((orion_demo.present() - make_interval(months => orion_demo.months()))
                               ::date, orion_demo.present()::date, interval '1 day')::date as day
), first as (
    select min(day) as day from days
), moves as (
    select greatest(c.occurred_at::date, first.day) as day, tier_id,
           sum(case when status in ('trial', 'active', 'past_due', 'paused', 'incomplete')
                    then sign else 0 end) as live,
           sum(case when status in ('active', 'past_due') then sign else 0 end) as paying,
           sum(case when status = 'active' then sign else 0 end) as active,
           sum(case when status = 'trial' then sign else 0 end) as trial
    from billing.subscription_changes c
    cross join first
    cross join lateral (values (old_tier_id, old_status, -1), (new_tier_id, new_status, 1))
        as side (tier_id, status, sign)
    where tier_id is not null
    group by 1, 2
), summed as (
    select d.day, t.id as tier_id, t.code, t.orders_per_month, t.products_limit, t.team_members,
           sum(coalesce(m.live, 0)) over (partition by t.id order by d.day) as live,
           sum(coalesce(m.paying, 0)) over (partition by t.id order by d.day) as paying,
           sum(coalesce(m.active, 0)) over (partition by t.id order by d.day) as active,
           sum(coalesce(m.trial, 0)) over (partition by t.id order by d.day) as trial
    from days d
    cross join billing.subscription_tiers t
    left join moves m on m.day = d.day and m.tier_id = t.id
), signed_up as (
    select day, sum(coalesce(count, 0)) over (order by day) as vendors
    from days
    left join (select greatest(created_at::date, first.day) as day, count(*)
               from orion_demo.vendors, first group by 1) as by_day using (day)
), billed as (
    select day, sum(coalesce(count, 0)) over (order by day) as invoices
    from days
    left join (select greatest(at::date, first.day) as day, count(*)
               from orion_demo.dates, first group by 1) as by_day using (day)
)
select day, min(vendors) as vendors, min(invoices) as invoices, sum(live) as live,
       sum(paying) as paying, sum(active) as active, sum(trial) as trial,
       nullif(sum(live * products_limit), 0) as products_limit,
       nullif(sum(live * orders_per_month), 0) as orders_limit,
       nullif(sum(live * team_members), 0) as team_limit,
       coalesce(sum(live) filter (where products_limit is null), 0) as products_unlimited,
       coalesce(sum(live) filter (where orders_per_month is null), 0) as orders_unlimited,
       coalesce(sum(live) filter (where team_members is null), 0) as team_unlimited,
       jsonb_object_agg(code, live) filter (where live > 0) as tiers
from summed join signed_up using (day) join billed using (day)
group by day;

create table orion_demo.today as
select products, team, storage, round(orders)::bigint as orders, limits.*
from (
    select sum(products) as products, sum(team_members) as team,
           coalesce(sum(storage_used_gb), 0) as storage
    from billing.usage_gauges
) as gauges, (
    -- A window that lies partly in the last 30 days counts by that part.
    select sum(used * extract(epoch from least(until, orion_demo.present())
                              - greatest(window_start, orion_demo.present() - interval '30 days'))
               / extract(epoch from least(until, orion_demo.present()) - window_start)) as orders
    from (select used, window_start, window_start + interval '1 month' as until
          from billing.usage_windows) as windows
    where until > orion_demo.present() - interval '30 days'
        and window_start < orion_demo.present()
) as orders, (
    -- Use is held against limits where there is one, and the others are counted.
    select sum(u.products_limit) as products_limit, sum(u.orders_limit) as orders_limit,
           sum(u.team_limit) as team_limit,
           coalesce(sum(g.products) filter (where products_limit is not null), 0)
               as limited_products,
           coalesce(sum(w.used) filter (where orders_limit is not null), 0) as limited_orders,
           coalesce(sum(g.team_members) filter (where team_limit is not null), 0) as limited_team,
           count(*) filter (where products_limit is null) as products_unlimited,
           count(*) filter (where orders_limit is null) as orders_unlimited,
           count(*) filter (where team_limit is null) as team_unlimited
    from orion_demo.usage u
    left join billing.usage_gauges g on g.vendor_id = u.n
    left join billing.usage_windows w on w.vendor_id = u.n and w.metric = 'orders'
        and w.window_start = u.window_anchor + make_interval(months => u.window_number)
    where status in ('trial', 'active', 'past_due', 'paused', 'incomplete')
) as limits;

insert into billing.capacity_snapshots
    (snapshot_date, total_vendors, active_vendors, trial_vendors, total_subscriptions,
     active_subscriptions, total_products, total_orders_month, total_team_members, storage_used_gb,
     db_size_mb, theoretical_products_limit, theoretical_orders_limit, theoretical_team_limit,
     limited_products, limited_orders, limited_team_members, unlimited_products, unlimited_orders,
     unlimited_team_members, tier_distribution, created_at)
select day, vendors, paying, trial, live, active,
       case when is_today then products else round(products * growth * (0.997 + 0.006
           * orion_demo.chance(ago, 240))) end,
       case when is_today then orders else round(orders * growth * (0.97 + 0.06
           * orion_demo.chance(ago, 241)) * (1 + 0.05 * sin(2 * pi() * ago / 7.0))) end,
       case when is_today then team else round(team * team_growth) end,
       round((storage * case when is_today then 1 else growth end)::numeric, 3),
       round((9 + vendors * 0.0035 + invoices * 0.0006)::numeric, 3),
       case when is_today then products_now else products_then end,
       case when is_today then orders_now else orders_then end,
       case when is_today then team_now else team_then end,
       case when is_today then limited_products else round(limited_products * growth
           * (0.997 + 0.006 * orion_demo.chance(ago, 240))) end,
       case when is_today then limited_orders else round(limited_orders * growth
           * (0.97 + 0.06 * orion_demo.chance(ago, 241)) * (1 + 0.05 * sin(2 * pi() * ago / 7.0))) end,
       case when is_today then limited_team else round(limited_team * team_growth) end,
       case when is_today then unlimited_products_now else products_unlimited end,
       case when is_today then unlimited_orders_now else orders_unlimited end,
       case when is_today then unlimited_team_now else team_unlimited end,
       coalesce(tiers, '{}'),
       least(day + interval '1 day' - interval '5 minutes', orion_demo.present())
from (
    select d.*, t.products, t.orders, t.team, t.storage, t.products_limit as products_now,
           t.orders_limit as orders_now, t.team_limit as team_now,
           d.products_limit as products_then, d.orders_limit as orders_then,
           d.team_limit as team_then, t.limited_products, t.limited_orders, t.limited_team,
           t.products_unlimited as unlimited_products_now,
           t.orders_unlimited as unlimited_orders_now, t.team_unlimited as unlimited_team_now,
           orion_demo.present()::date - day as ago,
           day = orion_demo.present()::date as is_today,
           -- Each vendor grows, too; its team fastest, so that some limit comes near.
           live_part * (1 - 0.0006 * least(900, orion_demo.present()::date - day)) as growth,
           live_part * (1 - 0.0014 * least(600, orion_demo.present()::date - day)) as team_growth
    from (select *, live / greatest(1, first_value(live) over (order by day desc))
                        ::double precision as live_part
          from orion_demo.days) d cross join orion_demo.today t
) as growing
order by day
on conflict (snapshot_date) do nothing;
