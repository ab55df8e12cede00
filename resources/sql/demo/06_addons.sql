-- Add-ons: a subscription of their own each, only for vendors who pay in the add-ons' currency.
create unlogged table orion_demo.addons as
with wanted as (
    select s.n, s.id as base_id, s.ended_at as base_ended_at, s.customer, slot,
           coalesce(s.ended_at, orion_demo.present()) as seen_until,
           s.anchor + orion_demo.seconds((0.05 + 0.85 * orion_demo.chance(s.id, 170 + slot))
               * extract(epoch from coalesce(s.ended_at, orion_demo.present()) - s.anchor))
               as anchor,
           case slot when 1 then 'domain' when 2 then 'ssl_premium'
                else case when orion_demo.chance(s.id, 180) < 0.6 then 'email_5'
                          when orion_demo.chance(s.id, 180) < 0.9 then 'email_10'
                          else 'email_25' end end as code,
           case when slot = 3 then 1 + floor(2.2 * orion_demo.chance(s.id, 181)
                                                 * orion_demo.chance(s.id, 182))::integer
                else 1 end as quantity
    from orion_demo.subscriptions s, generate_series(1, 3) as slot
    where s.stripe_id is not null and s.is_paying and s.currency = 'eur'
        and s.fate <> 'tries to pay'
        and coalesce(s.ended_at, orion_demo.present()) - s.anchor > interval '5 days'
        and orion_demo.chance(s.id, 183 + slot) < case slot when 1 then 0.24 when 2 then 0.10
                                                            else 0.20 end
    offset 0
), priced as (
    select w.*, p.id as addon_id, p.stripe_price_id as price_id, p.price_cents,
           case p.billing_period when 'year' then 12 else 1 end as step
    from wanted w join billing.addon_products p on p.code = w.code and p.currency = 'eur'
), ended as (
    -- Some are given up at the end of a period; all end with the subscription that they belong to.
    select *, case when base_ended_at is not null then base_ended_at
                   when orion_demo.chance(base_id, 190 + slot) < 0.1
                        and orion_demo.whole_months(anchor, seen_until) >= step
                   then anchor + make_interval(months =>
                            orion_demo.whole_months(anchor, seen_until) / step * step) end
               as ended_at
    from priced offset 0
), counted as (
    select *, orion_demo.whole_months(anchor, coalesce(ended_at - interval '1 second', seen_until))
              / step as last_period
    from ended offset 0
)
select row_number() over (order by anchor, n, slot) as id, n, customer, addon_id, code, slot,
       quantity, price_id, price_cents, step, anchor, ended_at, last_period,
       'sub_1O' || orion_demo.token(base_id * 4 + slot, 34) as stripe_id,
       anchor + make_interval(months => last_period * step) as period_start,
       coalesce(ended_at, anchor + make_interval(months => (last_period + 1) * step)) as period_end,
       ended_at is null and orion_demo.chance(base_id, 195 + slot) < 0.04 as gives_notice
from counted;
analyze orion_demo.addons;

insert into billing.vendor_addons
    (id, vendor_id, addon_id, status, stripe_subscription_id, stripe_status, domain_name, quantity,
     price_cents, currency, period_start, period_end, cancel_at, ended_at, created_at, updated_at)
overriding system value
select a.id, n, addon_id,
       case when ended_at is null then 'active'
            when ended_at < orion_demo.present() - interval '30 days' then 'expired'
            else 'cancelled' end,
       stripe_id, case when ended_at is null then 'active' else 'canceled' end,
       case slot when 1 then v.code || '.example' end, quantity, price_cents, 'eur', period_start,
       period_end, case when gives_notice then period_end end, ended_at, anchor,
       coalesce(ended_at, period_start)
from orion_demo.addons a join orion_demo.vendors v using (n)
order by a.id;
