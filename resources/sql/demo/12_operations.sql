-- What the admins have done.
insert into billing.audit_log (id, occurred_at, actor, action, entity, entity_id, before, after, reason)
overriding system value
select before_all + row_number() over (order by at, entity, entity_id, action), at, actor, action,
       entity, entity_id, before, after, reason
from (
    -- By this entry a program tells a demo from a real platform.
    select orion_demo.present() as at, 'demo' as actor, 'demo.created' as action,
           'demo' as entity, 'platform' as entity_id, null::jsonb as before,
           jsonb_build_object('vendors', orion_demo.vendors(), 'months', orion_demo.months(),
               'seed', orion_demo.seed(), 'stripe_base', orion_demo.stripe_base()) as after,
           null as reason
    union all
    select created_at, created_by, 'limit_override.created', 'vendor', v.vendor_code, null,
           jsonb_build_object('metric', metric, 'limit', limit_value, 'expires_at', expires_at),
           reason
    from (select * from billing.limit_overrides order by vendor_id limit 200) as o
    join (select id, vendor_code from billing.vendors) as v on v.id = o.vendor_id
    union all
    select p.valid_from, 'maya.lindgren', 'tier.price_changed', 'tier', p.code,
           jsonb_build_object('interval', p.interval, 'amount_cents', old.amount),
           jsonb_build_object('interval', p.interval, 'amount_cents', p.amount),
           'New price list; present subscribers keep theirs'
    from orion_demo.prices p
    join orion_demo.prices old on old.code = p.code and old.interval = p.interval
        and old.valid_to = p.valid_from and old.currency = p.currency
    where p.valid_from > '-infinity'
    union all
    select month + interval '3 days 8 hours 12 minutes', 'elena.rossi', 'invoices.exported',
           'invoices', to_char(month - interval '1 month', 'YYYY-MM'), null, null, 'Monthly closing'
    from generate_series(
             date_trunc('month', orion_demo.present() - make_interval(months => orion_demo.months())),
             orion_demo.present(), interval '1 month') as month
    where month + interval '3 days 8 hours 12 minutes' < orion_demo.present()
    union all
    select processed_at + interval '35 minutes', 'jonas.weber', 'webhook.replayed',
           'webhook_event', event_id, '{"status": "failed"}', '{"status": "received"}', null
    from (select * from billing.stripe_webhook_events
          where source = 'demo' and status = 'failed' order by id limit 5) as failed
    where processed_at + interval '35 minutes' < orion_demo.present()
    union all
    select paused_at, 'tomas.ferreira', 'subscription.paused', 'vendor', code, null, null,
           'Closed for renovation'
    from (select s.paused_at, v.code from orion_demo.subscriptions s
          join orion_demo.vendors v using (n) where s.paused_at is not null
          order by s.id limit 200) as paused
) as entries, (select coalesce(max(id), 0) as before_all from billing.audit_log) as first;
