-- Stripe's ids of tiers and add-ons, and every price that there ever was. Ids that exist stay.
update billing.subscription_tiers
set stripe_product_id = coalesce(stripe_product_id,
        'prod_' || substr(orion_demo.token(display_order, 10), 1, 14)),
    stripe_price_monthly_id = coalesce(stripe_price_monthly_id,
        case when price_monthly_cents is not null
             then 'price_1O' || orion_demo.token(display_order, 11) end),
    stripe_price_annual_id = coalesce(stripe_price_annual_id,
        case when price_annual_cents is not null
             then 'price_1O' || orion_demo.token(display_order, 12) end),
    updated_at = orion_demo.present()
where code in ('essential', 'professional', 'business', 'enterprise');

update billing.addon_products
set stripe_product_id = coalesce(stripe_product_id,
        'prod_' || substr(orion_demo.token(display_order, 13), 1, 14)),
    stripe_price_id = coalesce(stripe_price_id,
        'price_1O' || orion_demo.token(display_order, 14)),
    updated_at = orion_demo.present();

insert into billing.addon_prices
    (stripe_price_id, addon_id, interval, amount_cents, currency, active, created_at)
select stripe_price_id, id, billing_period, price_cents, currency, true,
       orion_demo.present() - make_interval(months => orion_demo.months() + 24)
from billing.addon_products
on conflict do nothing;

-- The price of a tier in a currency, for subscriptions made from valid_from to valid_to. Essential
-- became dearer once; who had it keeps the old price. Enterprise's is agreed with each customer.
create table orion_demo.prices as
with months as (
    select t.id as tier_id, t.code, p.currency, p.month_cents, t.display_order,
           row_number() over (order by t.display_order, p.currency) as number
    from billing.subscription_tiers t
    join (values
        ('essential', 'usd', 5500), ('professional', 'usd', 10900), ('business', 'usd', 21900),
        ('essential', 'gbp', 4500), ('professional', 'gbp', 8900), ('business', 'gbp', 17900),
        ('essential', 'chf', 4900), ('professional', 'chf', 9900), ('business', 'chf', 19900),
        ('essential', 'jpy', 8000), ('professional', 'jpy', 16000), ('business', 'jpy', 32000),
        ('enterprise', 'eur', 69900)
    ) as p (code, currency, month_cents) on p.code = t.code
), intervals (interval, is_annual, factor) as (
    values ('month', false, 1), ('year', true, 10)
), risen as (
    select date_trunc('month', orion_demo.present()
                      - make_interval(days => (orion_demo.months() * 16))) as at
)
select 'price_1O' || orion_demo.token(number, 20 + factor) as price_id, tier_id, code, currency,
       interval, is_annual, month_cents::bigint * factor as amount,
       '-infinity'::timestamptz as valid_from, 'infinity'::timestamptz as valid_to
from months, intervals
union all
select stripe_price_monthly_id, id, code, currency, 'month', false, price_monthly_cents,
       case code when 'essential' then risen.at else '-infinity' end, 'infinity'
from billing.subscription_tiers, risen
where code in ('essential', 'professional', 'business') and price_monthly_cents is not null
union all
select stripe_price_annual_id, id, code, currency, 'year', true, price_annual_cents,
       case code when 'essential' then risen.at else '-infinity' end, 'infinity'
from billing.subscription_tiers, risen
where code in ('essential', 'professional', 'business') and price_annual_cents is not null
union all
select 'price_1O' || orion_demo.token(factor, 19), id, code, currency, interval, is_annual,
       3900::bigint * factor, '-infinity', risen.at
from billing.subscription_tiers, intervals, risen
where code = 'essential';

insert into billing.tier_prices
    (stripe_price_id, tier_id, interval, amount_cents, currency, active, created_at)
select price_id, tier_id, interval, amount, currency, valid_to = 'infinity',
       greatest(valid_from,
                orion_demo.present() - make_interval(months => orion_demo.months() + 24))
from orion_demo.prices
on conflict do nothing;
