-- Stripe's events of the last two weeks, as many as a person may want to look at, told from the
-- invoices and subscriptions above.
create table orion_demo.recent_invoices as
select d.owner, d.kind, d.period, h.*
from orion_demo.dates d join billing.billing_history h using (id)
where d.at > orion_demo.present() - interval '14 days'
order by d.at desc, id
limit 1500;

create table orion_demo.recent_subscriptions as
select s.*, greatest(checkout_at, switched_at, past_due_since, paused_at, ended_at) as moved_at
from orion_demo.subscriptions s
where stripe_id is not null
    and greatest(checkout_at, switched_at, past_due_since, paused_at, ended_at)
        between orion_demo.present() - interval '14 days' and orion_demo.present()
order by moved_at desc, id
limit 600;

create table orion_demo.told as
with invoice_events as (
    select owner, id as invoice_id, vendor_id as n, type, at
    from orion_demo.recent_invoices i
    cross join lateral (values
        ('invoice.created', invoice_date),
        ('invoice.finalized', case when status <> 'draft' then least(invoice_date
             + interval '1 hour', paid_at, orion_demo.present()) end),
        ('invoice.payment_failed', case when status = 'open' and attempt_count > 0
             or attempt_count > 1 then invoice_date + interval '1 hour 2 seconds' end),
        ('charge.succeeded', case when amount_paid_cents > 0 then paid_at end),
        ('invoice.paid', case when status = 'paid' then paid_at + interval '1 second' end),
        ('customer.subscription.updated',
             case when billing_reason <> 'subscription_create' then invoice_date end)
    ) as told (type, at)
), subscription_events as (
    select s.id as owner, null::bigint as invoice_id, n, type, at
    from orion_demo.recent_subscriptions s
    cross join lateral (values
        ('customer.subscription.created', checkout_at),
        ('checkout.session.completed', checkout_at + interval '1 second'),
        ('payment_method.attached', checkout_at - interval '1 second'),
        ('customer.updated', checkout_at + interval '2 seconds'),
        ('customer.subscription.updated', switched_at),
        ('customer.subscription.updated', past_due_since),
        ('customer.subscription.updated', paused_at),
        ('customer.subscription.deleted', ended_at)
    ) as told (type, at)
), every as (
    select * from invoice_events union all select * from subscription_events
), capped as (
    select *, row_number() over (order by at desc, type, owner, invoice_id) as back
    from every
    where at between orion_demo.present() - interval '14 days' and orion_demo.present()
)
select *, row_number() over (order by back desc) as id,
       date_trunc('second', at) as created_at,
       'evt_1O' || orion_demo.token(back, 60) as event_id,
       orion_demo.share(back, 0.3819660112501051) as fate,
       case when orion_demo.chance(back, 61) < 0.08 then '2024-06-20'
            else '2026-10-28.endive' end as api_version,
       orion_demo.chance(back, 62) as luck,
       extract(epoch from date_trunc('second', at))::bigint as epoch
from capped
where back <= least(5000, orion_demo.vendors() * 8);

-- The objects in the shape of the event's version: since basil the period lies on the item.
create function orion_demo.epoch(moment timestamptz) returns bigint
    stable parallel safe language sql return floor(extract(epoch from moment))::bigint;

create table orion_demo.told_subscriptions as
select e.id as event, json_build_object(
        'id', stripe_id, 'object', 'subscription',
        'cancel_at', orion_demo.epoch(cancel_at), 'cancel_at_period_end', false,
        'canceled_at', orion_demo.epoch(ended_at), 'collection_method', 'charge_automatically',
        'created', orion_demo.epoch(started_at), 'currency', currency, 'customer', customer)::jsonb
    || case when is_new then jsonb_build_object('billing_mode', json_build_object(
                'type', 'flexible'))
            else jsonb_build_object('current_period_start', orion_demo.epoch(period_start),
                'current_period_end', orion_demo.epoch(period_end)) end
    || jsonb_build_object(
        'default_payment_method', case when has_payment_method
                                  then 'pm_1O' || orion_demo.token(owner, 63) end,
        'ended_at', orion_demo.epoch(ended_at),
        'items', json_build_object('object', 'list', 'data', json_build_array(
            jsonb_build_object('id', item_id, 'object', 'subscription_item',
                'metadata', json_build_object(),
                'price', json_build_object('id', price_id, 'object', 'price', 'active', true,
                    'currency', currency, 'product', product_id,
                    'recurring', json_build_object('interval', interval, 'interval_count', 1),
                    'type', 'recurring', 'unit_amount', price_cents),
                'quantity', quantity, 'subscription', stripe_id)
            || case when is_new then jsonb_build_object(
                        'current_period_start', orion_demo.epoch(period_start),
                        'current_period_end', orion_demo.epoch(period_end))
                    else '{}' end),
            'has_more', false, 'total_count', 1,
            'url', '/v1/subscription_items?subscription=' || stripe_id),
        'latest_invoice', 'in_1O' || orion_demo.token(invoice_id, 40), 'livemode', false,
        'metadata', metadata, 'pause_collection', case when status = 'paused'
            then json_build_object('behavior', 'void', 'resumes_at', null) end,
        'start_date', orion_demo.epoch(started_at), 'status',
        case when type = 'customer.subscription.created' and trial_ends_at > at then 'trialing'
             else stripe_status end,
        'trial_end', orion_demo.epoch(trial_ends_at), 'trial_start',
        case when trial_ends_at is not null then orion_demo.epoch(started_at) end) as object
from (
    select e.*, s.stripe_subscription_id as stripe_id, s.cancel_at, s.ended_at, s.currency,
           s.stripe_customer_id as customer, s.period_start, s.period_end, s.stripe_item_id as item_id,
           s.stripe_price_id as price_id, s.price_cents, 1 as quantity, s.status, s.stripe_status,
           case when p.trial_left then s.trial_ends_at end as trial_ends_at, p.checkout_at as started_at,
           t.stripe_product_id as product_id,
           case when s.is_annual then 'year' else 'month' end as interval,
           jsonb_build_object('kind', 'base', 'vendor_code', v.code) as metadata,
           e.api_version <> '2024-06-20' as is_new, s.has_payment_method
    from orion_demo.told e
    join orion_demo.subscriptions p on p.id = e.owner
    join billing.vendor_subscriptions s on s.id = e.owner
    join billing.subscription_tiers t on t.id = s.tier_id
    join orion_demo.vendors v on v.n = e.n
    where type like 'customer.subscription.%'
    union all
    select e.*, a.stripe_subscription_id, a.cancel_at, a.ended_at, a.currency, d.customer,
           a.period_start, a.period_end, 'si_' || substr(orion_demo.token(a.id, 35), 1, 14),
           p.stripe_price_id, a.price_cents, a.quantity, a.status, a.stripe_status, null, d.anchor,
           p.stripe_product_id, p.billing_period,
           jsonb_build_object('kind', 'addon', 'vendor_code', v.code, 'addon_code', p.code),
           e.api_version <> '2024-06-20', true
    from orion_demo.told e
    join orion_demo.addons d on d.id = -e.owner
    join billing.vendor_addons a on a.id = -e.owner
    join billing.addon_products p on p.id = a.addon_id
    join orion_demo.vendors v on v.n = e.n
    where type like 'customer.subscription.%'
) as e;

create table orion_demo.told_invoices as
select e.id as event, jsonb_build_object(
        'id', i.stripe_invoice_id, 'object', 'invoice', 'amount_due', i.total_cents,
        'amount_paid', amount_paid, 'amount_remaining', i.total_cents - amount_paid,
        'attempt_count', case when e.type = 'invoice.payment_failed' and i.status = 'paid' then 1
                              when has_attempts then i.attempt_count else 0 end,
        'attempted', has_attempts, 'billing_reason', i.billing_reason,
        'collection_method', case when i.due_date is null then 'charge_automatically'
                                  else 'send_invoice' end,
        'created', orion_demo.epoch(i.invoice_date), 'currency', i.currency,
        'customer', i.stripe_customer_id, 'customer_email', v.email,
        'due_date', orion_demo.epoch(i.due_date),
        'hosted_invoice_url', case when not is_draft then i.hosted_url end,
        'invoice_pdf', case when not is_draft then i.pdf_url end, 'livemode', false,
        'number', case when not is_draft then i.invoice_number end,
        'lines', json_build_object('object', 'list', 'data', json_build_array(
            jsonb_build_object('id', 'il_1O' || orion_demo.token(i.id, 41), 'object', 'line_item',
                'amount', i.subtotal_cents, 'currency', i.currency, 'quantity', 1,
                'period', json_build_object('start', orion_demo.epoch(i.period_start),
                                            'end', orion_demo.epoch(i.period_end)))
            || case when is_new then jsonb_build_object('pricing', json_build_object(
                        'type', 'price_details',
                        'price_details', json_build_object('price', told.price_id)))
                    else jsonb_build_object('price', json_build_object('id', told.price_id)) end),
            'has_more', false, 'url', '/v1/invoices/' || i.stripe_invoice_id || '/lines'),
        'period_start', orion_demo.epoch(i.period_start),
        'period_end', orion_demo.epoch(i.period_end),
        'status', case when is_draft then 'draft' when e.type = 'invoice.paid' then 'paid'
                       else 'open' end,
        'status_transitions', json_build_object(
            'finalized_at', case when not is_draft then e.epoch end,
            'paid_at', case when e.type = 'invoice.paid' then orion_demo.epoch(i.paid_at) end),
        'subtotal', i.subtotal_cents, 'total', i.total_cents)
    || case when is_new then jsonb_build_object(
            'parent', json_build_object('type', 'subscription_details',
                'subscription_details', json_build_object('metadata', metadata,
                    'subscription', i.stripe_subscription_id)),
            'total_taxes', case when i.tax_cents = 0 then json_build_array() else json_build_array(
                json_build_object('amount', i.tax_cents, 'tax_behavior', 'exclusive')) end)
        else jsonb_build_object('subscription', i.stripe_subscription_id,
            'subscription_details', json_build_object('metadata', metadata),
            'paid', e.type = 'invoice.paid', 'tax', nullif(i.tax_cents, 0),
            'payment_intent', 'pi_3O' || orion_demo.token(i.id, 64),
            'charge', case when e.type = 'invoice.paid'
                           then 'ch_3O' || orion_demo.token(i.id, 65) end) end as object
from (
    select *, type = 'invoice.created' as is_draft, api_version <> '2024-06-20' as is_new,
           type in ('invoice.paid', 'invoice.payment_failed') as has_attempts
    from orion_demo.told where type like 'invoice.%'
) as e
join billing.billing_history i on i.id = e.invoice_id
join orion_demo.vendors v on v.n = e.n
left join billing.vendor_subscriptions s on s.id = e.owner
left join orion_demo.addons a on a.id = -e.owner
cross join lateral (
    select case when e.type = 'invoice.paid' then i.total_cents else 0 end as amount_paid,
           coalesce(s.stripe_price_id, a.price_id) as price_id,
           case when a.id is null then jsonb_build_object('kind', 'base', 'vendor_code', v.code)
                else jsonb_build_object('kind', 'addon', 'vendor_code', v.code, 'addon_code', a.code)
           end as metadata
) as told;

create table orion_demo.told_others as
select e.id as event, case e.type
    when 'checkout.session.completed' then jsonb_build_object(
        'id', 'cs_test_a1' || orion_demo.token(e.id, 66) || orion_demo.token(e.id, 67),
        'object', 'checkout.session', 'client_reference_id', v.code, 'created', e.epoch - 240,
        'currency', s.currency, 'customer', v.customer, 'livemode', false,
        'amount_total', case when s.trial_left then 0 else s.first_price_cents end,
        'metadata', json_build_object('kind', 'base', 'vendor_code', v.code, 'tier_code',
                                      s.first_tier),
        'mode', 'subscription', 'payment_status', case when s.trial_left
            then 'no_payment_required' when s.status = 'incomplete' then 'unpaid' else 'paid' end,
        'status', 'complete', 'subscription', s.stripe_id)
    when 'charge.succeeded' then jsonb_build_object(
        'id', 'ch_3O' || orion_demo.token(i.id, 65), 'object', 'charge',
        'amount', i.amount_paid_cents, 'amount_refunded', 0, 'captured', true, 'created', e.epoch,
        'currency', i.currency, 'customer', v.customer, 'livemode', false, 'paid', true,
        'payment_intent', 'pi_3O' || orion_demo.token(i.id, 64), 'status', 'succeeded')
    when 'payment_method.attached' then jsonb_build_object(
        'id', 'pm_1O' || orion_demo.token(e.owner, 63), 'object', 'payment_method',
        'card', json_build_object('brand', 'visa', 'exp_month', 12, 'exp_year', 2030,
                                  'last4', '4242'),
        'created', e.epoch, 'customer', v.customer, 'livemode', false, 'type', 'card')
    else jsonb_build_object('id', v.customer, 'object', 'customer', 'created', e.epoch,
        'email', v.email, 'livemode', false, 'metadata', json_build_object('vendor_code', v.code),
        'name', v.name) end as object
from orion_demo.told e
join orion_demo.vendors v on v.n = e.n
left join orion_demo.subscriptions s on s.id = e.owner
left join billing.billing_history i on i.id = e.invoice_id
where e.type not like 'invoice.%' and e.type not like 'customer.subscription.%';

-- What became of each: most are processed, types that nobody handles are ignored, some came late.
create table orion_demo.received as
select e.id, event_id, type, api_version, n, created_at, object,
       created_at + orion_demo.seconds(1 + 4 * luck)
           + make_interval(secs => round(luck::numeric, 3)::double precision) as received_at,
       case when type not in ('checkout.session.completed', 'customer.updated',
                              'customer.subscription.created', 'customer.subscription.updated',
                              'customer.subscription.deleted',
                              'invoice.created', 'invoice.finalized', 'invoice.paid',
                              'invoice.payment_failed') then 'ignored'
            when fate < 0.025 then 'failed'
            when type = 'customer.subscription.updated' and created_at < newest then 'superseded'
            else 'processed' end as status
from (
    select e.*, object,
           max(created_at) over (partition by object ->> 'id', type) as newest
    from orion_demo.told e
    join (select * from orion_demo.told_subscriptions
          union all select * from orion_demo.told_invoices
          union all select * from orion_demo.told_others) as objects on objects.event = e.id
) as e;

select billing.ensure_payload_partitions((orion_demo.present() - interval '14 days')::date, 3);

create table orion_demo.first_event as
select coalesce(max(id), 0) as before from billing.stripe_webhook_events;

insert into billing.stripe_webhook_events
    (id, event_id, event_type, api_version, livemode, object_id, vendor_id, status, attempts,
     last_error, source, created_at, received_at, processed_at)
overriding system value
select before + id, event_id, type, api_version, false, object ->> 'id',
       case when status <> 'failed' then n end, status,
       case status when 'failed' then 8 else 1 end,
       case status
           when 'failed' then 'No vendor belongs to customer '
               || coalesce(object ->> 'customer', object ->> 'id')
               || ' yet. Register the vendor, then replay the event.'
           when 'ignored' then 'Nothing is done with events of this type.'
           when 'superseded' then 'A newer state of this object was applied before.' end,
       'demo', created_at, received_at,
       received_at + case when status = 'failed' then interval '42 minutes'
                          else interval '180 milliseconds' end
from orion_demo.received, orion_demo.first_event
where received_at < orion_demo.present() - interval '45 minutes' or status <> 'failed'
order by id;

insert into billing.stripe_webhook_payloads (event_row_id, received_at, payload)
select before + id, received_at, jsonb_build_object('id', event_id, 'object', 'event',
           'api_version', api_version, 'created', extract(epoch from created_at)::bigint,
           'data', json_build_object('object', object), 'livemode', false, 'pending_webhooks', 1,
           'request', json_build_object('id', null, 'idempotency_key', null), 'type', type)::text
from orion_demo.received, orion_demo.first_event
where received_at < orion_demo.present() - interval '45 minutes' or status <> 'failed'
order by id;

-- Replaying an old event is superseded by the newest that was applied.
insert into billing.stripe_objects
    (object_id, kind, version_created, version_event_id, deleted, updated_at)
select distinct on (object ->> 'id') object ->> 'id',
       case when type like 'invoice.%' then 'invoice' else 'subscription' end, created_at, event_id,
       type = 'customer.subscription.deleted', received_at
from orion_demo.received
where status = 'processed' and (type like 'invoice.%' or type like 'customer.subscription.%')
order by object ->> 'id', created_at desc, event_id desc
on conflict do nothing;

insert into billing.invoice_payments
    (stripe_payment_id, stripe_invoice_id, amount_cents, currency, created_at)
select payment.kind || '_3O' || orion_demo.token(id, purpose), stripe_invoice_id, amount_paid_cents,
       currency, paid_at
from orion_demo.recent_invoices
cross join (values ('pi', 64), ('ch', 65)) as payment (kind, purpose)
where amount_paid_cents > 0
order by id, payment.kind;
