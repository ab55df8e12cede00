-- The sandbox's seed file, as one JSON document. Ids are Stripe's; a vendor that was never at Stripe
-- gets a customer of its own, by which it can start there.
with live as (
    select s.*, t.stripe_product_id,
           row_number() over (order by s.status = 'active', s.id desc) as place
    from billing.vendor_subscriptions s
    join billing.subscription_tiers t on t.id = s.tier_id
    where s.stripe_subscription_id is not null and s.status in ('trial', 'active', 'past_due',
        'paused') and not s.price_unknown
), base as (
    select * from live where place <= ? * 4 / 5
), addons as (
    select a.*, p.stripe_price_id, p.stripe_product_id, p.code, p.billing_period
    from billing.vendor_addons a
    join billing.addon_products p on p.id = a.addon_id
    where a.ended_at is null and a.vendor_id in (select vendor_id from base)
    order by a.id desc
    limit ? / 5
), waiting as (
    -- Vendors without a subscription at Stripe, those in their local trial first.
    select v.*, s.status
    from billing.vendors v
    join billing.vendor_subscriptions s on s.vendor_id = v.id
    where v.stripe_customer_id is null
    order by s.status = 'trial' desc, v.id desc
    limit 20
), former as (
    -- Vendors who left, so that they come back without a second trial.
    select distinct on (s.vendor_id) s.*, t.stripe_product_id
    from billing.vendor_subscriptions s
    join billing.subscription_tiers t on t.id = s.tier_id
    where s.stripe_subscription_id is not null and s.ended_at is not null
        and not s.price_unknown
        and not exists (select from billing.vendor_subscriptions other
                        where other.vendor_id = s.vendor_id and other.ended_at is null)
    order by s.vendor_id desc, s.id desc
    limit 10
), customers as (
    select v.id, v.stripe_customer_id as customer, v.vendor_code, v.name, v.email, v.created_at
    from billing.vendors v
    where v.id in (select vendor_id from base union select vendor_id from former)
    union all
    select id, 'cus_' || substr(md5(vendor_code), 1, 14), vendor_code, name, email, created_at
    from waiting
), subscriptions as (
    select stripe_subscription_id as id, stripe_customer_id as customer, stripe_status, currency,
           stripe_item_id as item, stripe_price_id as price, 1 as quantity, period_start,
           period_end, cancel_at, ended_at, created_at,
           case when stripe_status = 'trialing' then trial_ends_at end as trial_ends_at,
           status = 'paused' as is_paused, vendor_id, '{"kind": "base"}'::jsonb as metadata
    from (select * from base union all select *, 0 from former) as bases
    union all
    select stripe_subscription_id, v.stripe_customer_id, stripe_status, currency,
           'si_' || substr(md5(stripe_subscription_id), 1, 14), stripe_price_id, quantity,
           period_start, period_end, cancel_at, null, a.created_at, null, false, vendor_id,
           jsonb_build_object('kind', 'addon', 'addon_code', code)
    from addons a
    join billing.vendors v on v.id = a.vendor_id
), prices as (
    select p.stripe_price_id as id, t.stripe_product_id as product, p.interval, p.amount_cents,
           p.currency, p.active and t.is_active and t.price_monthly_cents is not null as active,
           p.created_at, jsonb_build_object('kind', 'base', 'tier_code', t.code) as metadata
    from billing.tier_prices p
    join billing.subscription_tiers t on t.id = p.tier_id
    union all
    select p.stripe_price_id, a.stripe_product_id, p.interval, p.amount_cents, p.currency,
           p.active and a.is_active, p.created_at,
           jsonb_build_object('kind', 'addon', 'addon_code', a.code)
    from billing.addon_prices p
    join billing.addon_products a on a.id = p.addon_id
), products as (
    select stripe_product_id as id, name, is_active, created_at,
           jsonb_build_object('kind', 'base', 'tier_code', code) as metadata
    from billing.subscription_tiers
    where stripe_product_id is not null
    union all
    select stripe_product_id, name, is_active, created_at,
           jsonb_build_object('kind', 'addon', 'addon_code', code)
    from billing.addon_products
    where stripe_product_id is not null
), invoices as (
    -- Settled ones, so that the links of the invoice list open. What is still owed the sandbox
    -- writes itself.
    select h.*, v.name, v.email
    from billing.billing_history h
    join customers c on c.id = h.vendor_id
    join billing.vendors v on v.id = h.vendor_id
    where h.status in ('paid', 'void', 'uncollectible')
    order by h.invoice_date desc, h.id desc
    limit 3000
)
select json_build_object(
    'products', (select coalesce(json_agg(json_build_object(
            'id', id, 'object', 'product', 'active', is_active,
            'created', floor(extract(epoch from created_at))::bigint, 'livemode', false,
            'metadata', metadata, 'name', name) order by id), '[]') from products),
    'prices', (select coalesce(json_agg(json_build_object(
            'id', id, 'object', 'price', 'active', active, 'billing_scheme', 'per_unit',
            'created', floor(extract(epoch from created_at))::bigint, 'currency', currency,
            'livemode', false, 'metadata', metadata, 'product', product,
            'recurring', json_build_object('interval', interval, 'interval_count', 1),
            'type', 'recurring', 'unit_amount', amount_cents) order by id), '[]') from prices),
    'customers', (select coalesce(json_agg(json_build_object(
            'id', customer, 'object', 'customer',
            'created', floor(extract(epoch from created_at))::bigint, 'email', email,
            'livemode', false, 'metadata', json_build_object('vendor_code', vendor_code),
            'name', name) order by id), '[]') from customers),
    'subscriptions', (select coalesce(json_agg(json_build_object(
            'id', s.id, 'object', 'subscription',
            'billing_mode', json_build_object('type', 'flexible'),
            'cancel_at', floor(extract(epoch from cancel_at))::bigint,
            'cancel_at_period_end', false,
            'canceled_at', floor(extract(epoch from ended_at))::bigint,
            'collection_method', 'charge_automatically',
            'created', floor(extract(epoch from s.created_at))::bigint, 'currency', currency,
            'customer', s.customer,
            'ended_at', floor(extract(epoch from ended_at))::bigint,
            'items', json_build_object('object', 'list', 'data', json_build_array(
                json_build_object('id', item, 'object', 'subscription_item',
                    'current_period_end', floor(extract(epoch from period_end))::bigint,
                    'current_period_start', floor(extract(epoch from period_start))::bigint,
                    'price', price, 'quantity', quantity))),
            'latest_invoice', (select stripe_invoice_id from billing.billing_history h
                               where h.vendor_id = s.vendor_id
                                   and h.stripe_subscription_id = s.id
                               order by invoice_date desc, h.id desc limit 1),
            'livemode', false,
            'metadata', metadata || jsonb_build_object('vendor_code', c.vendor_code),
            'pause_collection', case when is_paused
                then json_build_object('behavior', 'void', 'resumes_at', null) end,
            'start_date', floor(extract(epoch from s.created_at))::bigint,
            'status', stripe_status,
            'trial_end', floor(extract(epoch from trial_ends_at))::bigint,
            'trial_start', case when trial_ends_at is not null
                then floor(extract(epoch from period_start))::bigint end) order by s.id), '[]')
        from subscriptions s join customers c on c.id = s.vendor_id),
    'invoices', (select coalesce(json_agg(json_build_object(
            'id', stripe_invoice_id, 'object', 'invoice', 'amount_due', total_cents,
            'amount_paid', amount_paid_cents, 'amount_remaining', amount_remaining_cents,
            'billing_reason', billing_reason,
            'created', floor(extract(epoch from invoice_date))::bigint, 'currency', currency,
            'customer', stripe_customer_id, 'customer_email', email, 'customer_name', name,
            'livemode', false, 'number', invoice_number,
            'parent', json_build_object('type', 'subscription_details',
                'subscription_details', json_build_object('subscription',
                                                          stripe_subscription_id)),
            'period_end', floor(extract(epoch from period_end))::bigint,
            'period_start', floor(extract(epoch from period_start))::bigint,
            'status', status, 'subtotal', subtotal_cents, 'total', total_cents,
            'total_taxes', case when tax_cents = 0 then json_build_array() else json_build_array(
                json_build_object('amount', tax_cents, 'tax_behavior', 'exclusive')) end)
            order by invoice_date, id), '[]') from invoices))::text
