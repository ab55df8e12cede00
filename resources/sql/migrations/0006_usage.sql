-- Limits and their use: who has access, which window counts, and the reservation that the API and
-- the platform share. models/domain/{access,limits,period}.h say the same in C++.

-- What admins decide for the whole installation. One row.
create table billing.settings (
    only_row           boolean primary key default true check (only_row),
    -- How long a vendor whose payment is due keeps access.
    payment_grace_days integer not null default 7 check (payment_grace_days between 0 and 365),
    updated_at         timestamptz not null default now()
);
insert into billing.settings default values;
grant select on billing.settings to orion_admin, orion_finance, orion_ops, orion_companion;
grant update on billing.settings to orion_admin;

-- The start of the monthly window around a time, counted from the anchor in UTC, the day cut to
-- what the month has.
create function billing.window_start(anchor timestamptz, moment timestamptz) returns timestamptz
language plpgsql immutable strict parallel safe as $$
declare
    origin constant timestamp := anchor at time zone 'UTC';
    present constant timestamp := moment at time zone 'UTC';
    months constant integer :=
        (date_part('year', present) - date_part('year', origin)) * 12
        + date_part('month', present) - date_part('month', origin);
    opened timestamp := origin + make_interval(months => months);
begin
    if opened > present then
        opened := origin + make_interval(months => months - 1);
    end if;
    return opened at time zone 'UTC';
end $$;

-- Whether a subscription lets its vendor create products, take orders and add team members. A word
-- of Stripe's that we do not know never does. Planned as a part of the statement that calls it, as
-- long as its arguments are columns and parameters.
create function billing.has_access(status text, stripe_status text, trial_ends_at timestamptz,
                                   past_due_since timestamptz, grace_days integer,
                                   moment timestamptz)
returns boolean language sql stable parallel safe as $$
    select coalesce(
        (stripe_status is null or stripe_status in ('trialing', 'active', 'past_due', 'unpaid',
             'incomplete', 'incomplete_expired', 'paused', 'canceled'))
        and case status
            when 'active' then true
            when 'trial' then stripe_status is not null or moment < trial_ends_at
            when 'past_due' then moment < past_due_since + make_interval(hours => 24 * grace_days)
            else false
        end, false)
$$;

-- Takes (delta > 0) or releases (delta < 0) some of a vendor's orders, products or team members. As
-- the one who calls; the companion gives the time.
--
-- The row that counts is locked by the statement that changes it, so a limit is never passed,
-- however many come at once. A release always succeeds and stops at zero. Of orders it counts
-- against the window in which they were taken, if taken_at tells; the answer is about the present
-- window all the same. outcome: granted, or why not: limit_exceeded, subscription_inactive,
-- vendor_unknown.
create function billing.change_usage(
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
    select v.id, s.period_start,
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
        window_start := billing.window_start(coalesce(vendor.period_start, moment), moment);
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

-- The same, once for each key of a vendor: a repeat changes nothing and gives the first answer. Who
-- comes with the same key at the same time waits. What was refused leaves its key free.
-- outcome: also key_reused, for a key that stands for another change.
create function billing.change_usage_once(
    vendor_code text, metric text, delta integer, taken_at timestamptz, idempotency_key text,
    moment timestamptz,
    out outcome text, out used integer, out limit_value integer, out window_start timestamptz)
language plpgsql as $$
#variable_conflict use_column
declare
    vendor bigint;
    earlier record;
begin
    select v.id into vendor from billing.vendors v
        where v.vendor_code = change_usage_once.vendor_code;
    if not found then
        outcome := 'vendor_unknown';
        return;
    end if;
    insert into billing.usage_requests (vendor_id, idempotency_key, metric, delta, used)
        values (vendor, change_usage_once.idempotency_key, change_usage_once.metric,
                change_usage_once.delta, 0)
        on conflict do nothing;
    if not found then
        select * into earlier from billing.usage_requests r
            where r.vendor_id = vendor and r.idempotency_key = change_usage_once.idempotency_key;
        outcome := 'key_reused';
        if earlier.metric = metric and earlier.delta = delta then
            outcome := 'granted';
            used := earlier.used;
            limit_value := earlier.limit_value;
            window_start := earlier.window_start;
        end if;
        return;
    end if;
    select c.outcome, c.used, c.limit_value, c.window_start
        into outcome, used, limit_value, window_start
        from billing.change_usage(vendor_code, metric, delta, taken_at, moment) c;
    if outcome = 'granted' then
        update billing.usage_requests r
            set used = change_usage_once.used, limit_value = change_usage_once.limit_value,
                window_start = change_usage_once.window_start
            where r.vendor_id = vendor and r.idempotency_key = change_usage_once.idempotency_key;
    else
        delete from billing.usage_requests r
            where r.vendor_id = vendor and r.idempotency_key = change_usage_once.idempotency_key;
    end if;
end $$;

-- The same for the platform, inside of its own transaction: what is rolled back there was never
-- taken. It does not raise when there is no room: look at granted. reason is why not, as above.
create function billing.reserve_usage(
    vendor_code text, metric text, delta integer, taken_at timestamptz default null,
    out granted boolean, out reason text, out used integer, out limit_value integer,
    out remaining integer)
language sql security definer set search_path = pg_catalog, pg_temp as $$
    select c.outcome = 'granted', nullif(c.outcome, 'granted'), c.used, c.limit_value,
           case when c.limit_value is not null then greatest(c.limit_value - c.used, 0) end
    from billing.change_usage(vendor_code, metric, delta, taken_at, clock_timestamp()) c
$$;

-- Whether a vendor's tier has a feature, and its subscription gives access.
create function billing.vendor_has_feature(vendor_code text, feature text, moment timestamptz)
returns boolean language sql stable as $$
    select coalesce(bool_or(
        t.features ? vendor_has_feature.feature
        and billing.has_access(s.status, s.stripe_status, s.trial_ends_at, s.past_due_since,
                               g.payment_grace_days, moment)), false)
    from billing.vendors v
    cross join billing.settings g
    join billing.vendor_subscriptions s on s.vendor_id = v.id and s.is_current
    join billing.subscription_tiers t on t.id = s.tier_id
    where v.vendor_code = vendor_has_feature.vendor_code
$$;

create function billing.has_feature(vendor_code text, feature text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select billing.vendor_has_feature(vendor_code, feature, clock_timestamp())
$$;

revoke execute on all functions in schema billing from public;
grant execute on function billing.ensure_payload_partitions(date, integer) to orion_companion;
grant execute on function
    billing.window_start(timestamptz, timestamptz),
    billing.has_access(text, text, timestamptz, timestamptz, integer, timestamptz),
    billing.vendor_has_feature(text, text, timestamptz)
    to orion_companion, orion_admin, orion_finance, orion_ops;
grant execute on function
    billing.change_usage(text, text, integer, timestamptz, timestamptz),
    billing.change_usage_once(text, text, integer, timestamptz, text, timestamptz)
    to orion_companion;
grant execute on function
    billing.reserve_usage(text, text, integer, timestamptz),
    billing.has_feature(text, text)
    to orion_platform;
