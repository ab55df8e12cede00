-- A billed period that a short month cut does not lose the day it is billed on; a job that no
-- companion knows any more is no longer listed.

-- The start of the monthly window of orders around a time, for a subscription that is billed from
-- period_start to period_end (NULL: not known), in UTC. Windows are counted from the period's start,
-- or from its end where that has the day which the start's month was too short for: from 28 February
-- to 31 March is one window, not two. Once a period of another length is over, a trial's say, they
-- are counted from its end, where the next one begins. models/domain/period.h says the same in C++.
create function billing.window_start(
    period_start timestamptz, period_end timestamptz, moment timestamptz) returns timestamptz
language plpgsql immutable parallel safe as $$
declare
    origin timestamp := period_start at time zone 'UTC';
    finish constant timestamp := period_end at time zone 'UTC';
    present constant timestamp := moment at time zone 'UTC';
    months integer;
    opened timestamp;
begin
    -- Nearly all: a period of the month at hand.
    if present >= origin and present - origin < interval '28 days'
            and (finish is null or present < finish) then
        return period_start;
    end if;
    if finish is not null then
        months := billing.months_between(origin, finish);
        if finish - make_interval(months => months) = origin
                or (present >= finish and origin + make_interval(months => months) <> finish) then
            origin := finish;
        end if;
    end if;
    months := billing.months_between(origin, present);
    opened := origin + make_interval(months => months);
    if opened > present then
        opened := origin + make_interval(months => months - 1);
    end if;
    return opened at time zone 'UTC';
end $$;

-- From month to month, whatever the days.
create function billing.months_between(earlier timestamp, later timestamp) returns integer
language sql immutable parallel safe as $$
    select ((date_part('year', later) - date_part('year', earlier)) * 12
            + date_part('month', later) - date_part('month', earlier))::integer
$$;

-- Takes (delta > 0) or releases (delta < 0) some of a vendor's orders, products or team members. As
-- the one who calls; the companion gives the time.
--
-- The row that counts is locked by the statement that changes it, so a limit is never passed,
-- however many come at once. A release always succeeds and stops at zero. Of orders it counts
-- against the window in which they were taken, if taken_at tells; the answer is about the present
-- window all the same. outcome: granted, or why not: limit_exceeded, subscription_inactive,
-- vendor_unknown.
create or replace function billing.change_usage(
    vendor_code text, metric text, delta integer, taken_at timestamptz, moment timestamptz,
    out outcome text, out used integer, out limit_value integer, out window_start timestamptz)
language plpgsql as $$
#variable_conflict use_column
declare
    most constant bigint := 2147483647; -- what the columns hold: unlimited ends there too
    vendor record;
    bound bigint;
    counted timestamptz;
begin
    if metric is null or metric not in ('orders', 'products', 'team_members')
            or delta is null or delta = 0 then
        raise exception 'a reservation is for orders, products or team_members, and not for 0'
            using errcode = 'invalid_parameter_value';
    end if;
    select v.id, s.period_start, s.period_end,
           billing.has_access(s.status, s.stripe_status, s.trial_ends_at, s.past_due_since,
                              g.payment_grace_days, change_usage.moment) as has_access,
           case when o.vendor_id is not null then o.limit_value
                when change_usage.metric = 'orders' then t.orders_per_month
                when change_usage.metric = 'products' then t.products_limit
                else t.team_members end as allowed
        into vendor
        from billing.vendors v
        cross join billing.settings g
        left join billing.vendor_subscriptions s on s.vendor_id = v.id and s.is_current
        left join billing.subscription_tiers t on t.id = s.tier_id
        left join billing.limit_overrides o on o.vendor_id = v.id
            and o.metric = change_usage.metric
            and (o.expires_at is null or change_usage.moment < o.expires_at)
        where v.vendor_code = change_usage.vendor_code;
    if not found then
        outcome := 'vendor_unknown';
        return;
    end if;
    outcome := 'granted';
    limit_value := vendor.allowed;
    -- A release needs no room.
    bound := case when delta < 0 then most else coalesce(vendor.allowed, most) end;
    if metric = 'orders' then
        window_start := billing.window_start(coalesce(vendor.period_start, moment),
                                             vendor.period_end, moment);
    end if;

    if delta > 0 and not vendor.has_access then
        outcome := 'subscription_inactive';
    elsif metric = 'products' then
        insert into billing.usage_gauges as g (vendor_id, products)
            select vendor.id, greatest(change_usage.delta, 0) where change_usage.delta <= bound
            on conflict (vendor_id) do update
                set products = greatest(g.products + change_usage.delta, 0)
                where g.products::bigint + change_usage.delta <= bound
            returning g.products into used;
    elsif metric = 'team_members' then
        insert into billing.usage_gauges as g (vendor_id, team_members)
            select vendor.id, greatest(change_usage.delta, 0) where change_usage.delta <= bound
            on conflict (vendor_id) do update
                set team_members = greatest(g.team_members + change_usage.delta, 0)
                where g.team_members::bigint + change_usage.delta <= bound
            returning g.team_members into used;
    elsif delta > 0 then
        insert into billing.usage_windows as w (vendor_id, metric, window_start, used)
            select vendor.id, 'orders', change_usage.window_start, change_usage.delta
            where change_usage.delta <= bound
            on conflict (vendor_id, metric, window_start) do update
                set used = w.used + excluded.used
                where w.used::bigint + excluded.used <= bound
            returning w.used into used;
    else
        select max(w.window_start) into counted from billing.usage_windows w
            where w.vendor_id = vendor.id and w.metric = 'orders'
              and w.window_start <= coalesce(change_usage.taken_at, change_usage.window_start)
              and (change_usage.taken_at is not null
                   or w.window_start = change_usage.window_start);
        update billing.usage_windows w set used = greatest(w.used + change_usage.delta, 0)
            where w.vendor_id = vendor.id and w.metric = 'orders' and w.window_start = counted;
    end if;
    if used is not null then
        return;
    end if;
    if outcome = 'granted' and delta > 0 then
        outcome := 'limit_exceeded';
    end if;
    -- What is in use at present, for whoever is refused or released something.
    if metric = 'orders' then
        select w.used into used from billing.usage_windows w
            where w.vendor_id = vendor.id and w.metric = 'orders'
              and w.window_start = change_usage.window_start;
    else
        select case change_usage.metric when 'products' then g.products else g.team_members end
            into used from billing.usage_gauges g where g.vendor_id = vendor.id;
    end if;
    used := coalesce(used, 0);
end $$;

-- Who counts from the start alone counts wrongly.
drop function billing.window_start(timestamptz, timestamptz);

revoke execute on function
    billing.window_start(timestamptz, timestamptz, timestamptz),
    billing.months_between(timestamp, timestamp) from public;
grant execute on function
    billing.window_start(timestamptz, timestamptz, timestamptz),
    billing.months_between(timestamp, timestamp)
    to orion_companion, orion_admin, orion_finance, orion_ops;

-- Since when no companion has confirmed that it knows the job; NULL: it is known.
alter table billing.job_schedules add column retired_at timestamptz;
