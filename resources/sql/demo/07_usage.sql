-- Exceptions to the limits, for a few vendors with a live subscription.
insert into billing.limit_overrides
    (vendor_id, metric, limit_value, expires_at, reason, created_by, created_at)
select s.n, metric,
       case metric when 'orders' then t.orders_per_month * 3 / 2
                   when 'products' then t.products_limit * 2 else t.team_members + 2 end,
       case when orion_demo.chance(s.n, 211) < 0.3 then null
            else orion_demo.present() + orion_demo.seconds(86400 * (90 * orion_demo.chance(s.n, 212)
                                                                    - 20)) end,
       (array['Christmas season', 'Moving from another platform', 'Trade fair',
              'Agreed with sales'])[1 + floor(4 * orion_demo.chance(s.n, 213))],
       (array['maya.lindgren', 'tomas.ferreira', 'jonas.weber'])
           [1 + floor(3 * orion_demo.chance(s.n, 214))],
       greatest(s.created_at, orion_demo.present() - interval '25 days')
from orion_demo.subscriptions s
join billing.subscription_tiers t on t.id = s.tier_id
cross join lateral (select (array['orders', 'orders', 'team_members', 'products'])
                           [1 + floor(4 * orion_demo.chance(s.n, 210))] as metric) as chosen
where s.is_latest and s.status in ('active', 'past_due', 'trial') and t.code <> 'enterprise'
    and (metric <> 'products' or t.products_limit is not null)
    and orion_demo.share(s.n, 0.8541019662496845) < 0.03;

-- Limits as they are for each vendor; windows are counted from the first day that is paid for.
create unlogged table orion_demo.usage as
select *, orion_demo.whole_months(window_anchor, seen_until) as window_number,
       case when busy < 0.03 then 1.0 when busy < 0.09 then 0.9 + 0.09 * orion_demo.chance(n, 221)
            else 0.04 + 0.7 * power(orion_demo.chance(n, 221), 1.5) end as load
from (
    select s.n, s.id, s.status, s.tier, s.is_paying, s.created_at,
           case when s.is_paying then s.anchor
                else coalesce(s.checkout_at, s.created_at) end as window_anchor,
           case when s.ended_at is not null then s.ended_at - interval '1 second'
                when s.status = 'expired' then s.trial_ends_at - interval '1 second'
                else orion_demo.present() end as seen_until,
           case when o.metric = 'orders' then o.limit_value else t.orders_per_month end
               as orders_limit,
           case when o.metric = 'products' then o.limit_value else t.products_limit end
               as products_limit,
           case when o.metric = 'team_members' then o.limit_value else t.team_members end
               as team_limit,
           orion_demo.share(s.n, 0.4494897427831781) as busy,
           least(1, extract(epoch from orion_demo.present() - s.created_at) / 86400 / 120) as maturity
    from orion_demo.subscriptions s
    join billing.subscription_tiers t on t.id = s.tier_id
    left join billing.limit_overrides o on o.vendor_id = s.n
        and (o.expires_at is null or o.expires_at > orion_demo.present())
    where s.is_latest
    offset 0
) as limits;

-- Orders of the present window and up to three before it.
insert into billing.usage_windows (vendor_id, metric, window_start, used)
select n, 'orders', window_start,
       floor(coalesce(orders_limit, 12000)
             * case when back > 0 then load * (0.75 + 0.25 * orion_demo.chance(n * 4 + back, 222))
                    when busy < 0.09 or seen_until < orion_demo.present() - interval '1 second'
                        then load
                    else load * least(1, extract(epoch from seen_until - window_start)
                                         / 86400 / 30.4375) end)
from (
    select u.*, back, window_anchor + make_interval(months => window_number - back) as window_start
    from orion_demo.usage u, generate_series(0, 3) as back
    where back <= window_number
    offset 0
) as windows
order by n, window_start;

insert into billing.usage_gauges
    (vendor_id, products, team_members, storage_used_gb, reported_at)
select n, products, team,
       case when orion_demo.chance(n, 233) < 0.96
            then round((0.05 + products * (0.002 + 0.006 * orion_demo.chance(n, 234)))::numeric, 3) end,
       seen_until - orion_demo.seconds(21600 * orion_demo.chance(n, 235))
from (
    select n, seen_until,
           case when busy > 0.03 and busy < 0.07 and products_limit is not null then products_limit
                else floor(maturity * case when products_limit is not null
                         then products_limit * (0.08 + 0.75 * power(orion_demo.chance(n, 231), 1.3))
                         else case tier when 'professional' then 1700 when 'business' then 5500
                                   else 20000 end * (0.05 + power(orion_demo.chance(n, 231), 1.4)) end)
           end::integer as products,
           case when team_limit is null then 6 + floor(14 * orion_demo.chance(n, 232))
                else least(team_limit, 1 + floor(team_limit * 1.08 * orion_demo.chance(n, 232)))
           end::integer as team
    from orion_demo.usage offset 0
) as gauges
order by n;
