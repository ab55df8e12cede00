-- The life of each vendor's first subscription: registration with a local trial, checkout, first
-- paid period (the anchor), and how it goes on.
create unlogged table orion_demo.lives as
select n, created_at, created_at + interval '30 days' as trial_ends_at, checkout_at,
       -- A trial that has two days left goes on at Stripe; else the first period is charged.
       case when trial_left then created_at + interval '30 days' else checkout_at end as anchor,
       trial_left, tier, is_annual, currency,
       case when checkout_at is null then 'stays'
            when fate_share < 0.14 then 'leaves' when fate_share < 0.185 then 'owes'
            when fate_share < 0.205 then 'pauses' when fate_share < 0.235 then 'gives notice'
            else 'stays' end as fate
from (
    select *, checkout_at <= created_at + interval '28 days' as trial_left
    from (
        select n, created_at, tier, currency, fate_share,
               case when tier = 'enterprise' then orion_demo.chance(n, 120) < 0.5
                    else wants_annual end as is_annual,
               case when fate_share >= 0.05
                         and created_at + orion_demo.seconds(
                                 86400 * (0.5 + 29 * orion_demo.chance(n, 121)))
                             <= orion_demo.present() - interval '10 minutes'
                    then created_at
                         + orion_demo.seconds(86400 * (0.5 + 29 * orion_demo.chance(n, 121)))
               end as checkout_at
        from orion_demo.vendors offset 0
    ) as registered offset 0
) as checked_out;

-- When a subscription that is left ended: half of them lately, most at the end of a period.
create unlogged table orion_demo.ends as
select n, case when at_period_end and orion_demo.whole_months(anchor, wish) >= step
               then anchor + make_interval(months =>
                        orion_demo.whole_months(anchor, wish) / step * step)
               else wish end as ended_at
from (
    select n, anchor, case when is_annual then 12 else 1 end as step,
           orion_demo.chance(n, 131) < 0.75 as at_period_end,
           case when orion_demo.chance(n, 132) < 0.5
                then orion_demo.present() - orion_demo.seconds(least(
                         86400 * 28 * orion_demo.chance(n, 133),
                         0.8 * extract(epoch from orion_demo.present() - anchor)))
                else anchor + orion_demo.seconds((0.15 + 0.8 * orion_demo.chance(n, 133))
                         * extract(epoch from orion_demo.present() - anchor)) end as wish
    from orion_demo.lives
    where fate = 'leaves' and anchor < orion_demo.present() - interval '20 days'
    offset 0
) as leaving;

-- Every subscription, base ones of the product: the first of each vendor and, where it came back, a
-- second one without a trial.
create unlogged table orion_demo.plans as
with every as (
    select n, 1 as nth, created_at, trial_ends_at, checkout_at, anchor, trial_left, tier, is_annual,
           currency, ended_at,
           case when fate = 'leaves' and ended_at is null then 'stays' else fate end as fate
    from orion_demo.lives left join orion_demo.ends using (n)
    union all -- came back after leaving
    select n, 2, back_at, null, back_at, back_at, false, tier, is_annual, currency, null, 'stays'
    from (
        select l.*, e.ended_at + orion_demo.seconds((0.2 + 0.6 * orion_demo.chance(n, 140))
                        * extract(epoch from orion_demo.present() - e.ended_at)) as back_at
        from orion_demo.lives l join orion_demo.ends e using (n)
        where e.ended_at < orion_demo.present() - interval '45 days'
            and orion_demo.chance(n, 141) < 0.35
    ) as returned
    union all -- came back after the trial, and the first payment is not through
    select n, 2, tried_at, null, tried_at, tried_at, false, tier, is_annual, currency, null,
           'tries to pay'
    from (
        select l.*, orion_demo.present()
                    - orion_demo.seconds(3600 + 68400 * orion_demo.chance(n, 142)) as tried_at
        from orion_demo.lives l join orion_demo.vendors v using (n)
        where l.checkout_at is null and v.second_share < 0.3
            and l.trial_ends_at < orion_demo.present() - interval '2 days'
    ) as hesitant
), placed as (
    select *, case when is_annual then 12 else 1 end as step,
           anchor <= orion_demo.present() as is_paying,
           coalesce(ended_at, orion_demo.present()) as seen_until
    from every offset 0
), counted as (
    -- The last period that began, counted in steps from the anchor.
    select *, case when is_paying then orion_demo.whole_months(anchor,
                       seen_until - case when ended_at is null then interval '0'
                                         else interval '1 second' end) / step end as last_period,
           -- Most changes of tier are upgrades of one step, in the middle of a life.
           case when is_paying and not is_annual and nth = 1 and tier <> 'enterprise'
                     and seen_until - anchor > interval '45 days'
                then anchor + orion_demo.seconds((0.2 + 0.5 * orion_demo.chance(n, 150))
                         * extract(epoch from seen_until - anchor)) end as may_switch_at
    from placed offset 0
), switched as (
    select p.*, v.switch_share, v.customer,
           case when may_switch_at is null then p.tier
                when p.tier = 'professional' and v.switch_share < 0.24 then 'essential'
                when p.tier = 'professional' and v.switch_share < 0.28 then 'business'
                when p.tier = 'business' and v.switch_share < 0.4 then 'professional'
                when p.tier = 'essential' and v.switch_share < 0.05 then 'professional'
                else p.tier end as first_tier
    from counted p join orion_demo.vendors v using (n) offset 0
)
select row_number() over (order by s.created_at, n, nth) as id, n, nth, s.created_at,
       s.trial_ends_at, checkout_at, trial_left, anchor, step, s.is_annual, is_paying, last_period,
       s.currency, ended_at, customer, tier, first_tier,
       case when first_tier <> tier then may_switch_at end as switched_at,
       now_price.tier_id, first_price.tier_id as first_tier_id,
       case when checkout_at is not null then now_price.price_id end as price_id,
       case when checkout_at is not null then now_price.amount end as price_cents,
       case when checkout_at is not null then first_price.amount end as first_price_cents,
       case when checkout_at is not null then 'sub_1O' || orion_demo.token(n * 2 + nth, 31) end
           as stripe_id,
       anchor + make_interval(months => last_period * step) as period_start,
       anchor + make_interval(months => (last_period + 1) * step) as period_end,
       case when fate = 'owes' and (not is_paying or anchor + make_interval(
                      months => last_period * step) not between
                      orion_demo.present() - interval '31 days'
                      and orion_demo.present() - interval '3 hours') then 'stays'
            when fate = 'pauses' and (not is_paying
                      or anchor > orion_demo.present() - interval '40 days') then 'stays'
            when fate = 'gives notice' and not is_paying then 'stays'
            else fate end as fate,
       orion_demo.present() - orion_demo.seconds(86400 * (1 + 25 * orion_demo.chance(n, 151)))
           as may_pause_at
from switched s
join orion_demo.prices now_price
    on now_price.code = s.tier and now_price.currency = s.currency
    and now_price.is_annual = s.is_annual
    and case when first_tier <> tier then may_switch_at else coalesce(checkout_at, s.created_at) end
        between now_price.valid_from and now_price.valid_to - interval '1 microsecond'
join orion_demo.prices first_price
    on first_price.code = s.first_tier and first_price.currency = s.currency
    and first_price.is_annual = s.is_annual
    and coalesce(checkout_at, s.created_at)
        between first_price.valid_from and first_price.valid_to - interval '1 microsecond';

drop table orion_demo.lives, orion_demo.ends;

-- What Stripe and we would say of it at present.
create unlogged table orion_demo.subscriptions as
select p.*, nth = count(*) over (partition by n) as is_latest,
       case when stripe_id is null and trial_ends_at > orion_demo.present() then 'trial'
            when stripe_id is null then 'expired'
            when fate = 'tries to pay' then 'incomplete'
            when not is_paying then 'trial'
            when ended_at < orion_demo.present() - interval '30 days' then 'expired'
            when ended_at is not null then 'cancelled'
            when fate = 'owes' then 'past_due'
            when fate = 'pauses' then 'paused'
            else 'active' end as status,
       case when stripe_id is null then null
            when fate = 'tries to pay' then 'incomplete'
            when not is_paying then 'trialing'
            when ended_at is not null then 'canceled'
            when fate = 'owes' and period_start < orion_demo.present() - interval '22 days'
                then 'unpaid'
            when fate = 'owes' then 'past_due'
            else 'active' end as stripe_status,
       case when fate = 'owes' then period_start + interval '1 hour' end as past_due_since,
       case when fate = 'owes'
            then 1 + least(3, floor(extract(epoch from orion_demo.present() - period_start)
                                    / 86400 / 5))::integer
            when fate = 'tries to pay' then 1 else 0 end as retries,
       case when fate = 'pauses' then may_pause_at end as paused_at,
       case when fate = 'gives notice' then period_end end as cancel_at,
       (round(price_cents::numeric / step))::bigint as mrr_cents,
       (round(first_price_cents::numeric / step))::bigint as first_mrr_cents,
       -- Somebody sold these a price at Stripe that no tier ever had.
       stripe_id is not null and ended_at is null and id % 150 = 77 as price_unknown
from orion_demo.plans p;

drop table orion_demo.plans;
create unique index on orion_demo.subscriptions (id);
analyze orion_demo.subscriptions;

insert into billing.vendors
    (id, vendor_code, name, email, stripe_customer_id, created_at, updated_at)
overriding system value
select n, code, name, email,
       case when exists (select from orion_demo.subscriptions s
                         where s.n = v.n and s.stripe_id is not null) then customer end,
       created_at, created_at
from orion_demo.vendors v
order by n;

insert into billing.vendor_subscriptions
    (id, vendor_id, tier_id, status, is_annual, stripe_customer_id, stripe_subscription_id,
     stripe_status, stripe_item_id, stripe_price_id, price_unknown, price_cents, currency,
     period_start, period_end, trial_ends_at, cancel_at, cancel_reason, ended_at, past_due_since,
     payment_retry_count, has_payment_method, is_current, created_at, updated_at)
overriding system value
select id, n, tier_id, status, is_annual, case when stripe_id is not null then customer end,
       stripe_id, stripe_status,
       case when stripe_id is not null then 'si_' || substr(orion_demo.token(id, 32), 1, 14) end,
       case when price_unknown then 'price_1O' || orion_demo.token(id, 33) else price_id end,
       price_unknown, price_cents, currency,
       case when is_paying then period_start else coalesce(checkout_at, created_at) end,
       case when ended_at is not null then ended_at when is_paying then period_end
            else trial_ends_at end,
       trial_ends_at, cancel_at,
       case when cancel_at is not null or (ended_at is not null and orion_demo.chance(id, 160) < 0.7)
            then (array['too expensive', 'missing features', 'switched to another service',
                        'closing the shop', 'not used enough'])
                 [1 + floor(5 * orion_demo.chance(id, 161))] end,
       case when ended_at is not null then ended_at when status = 'expired' then trial_ends_at end,
       past_due_since, retries,
       stripe_id is not null and (is_paying or orion_demo.chance(id, 162) < 0.6), is_latest,
       created_at,
       case when ended_at is not null then ended_at when stripe_id is null then created_at
            when status = 'expired' then trial_ends_at
            else greatest(period_start, paused_at, switched_at, checkout_at) end
from orion_demo.subscriptions
order by id;
