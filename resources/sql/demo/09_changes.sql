-- What happened to each subscription, in order; the last change of each says what it is now.
insert into billing.subscription_changes
    (id, vendor_id, subscription_id, occurred_at, old_tier_id, new_tier_id, old_status, new_status,
     old_price_cents, new_price_cents, old_mrr_cents, new_mrr_cents, currency, cause, actor,
     event_id, recorded_at)
overriding system value
select row_number() over (order by at, id, step_of_life), n, id, at, old_tier, new_tier, old_status,
       new_status, old_price, new_price, old_mrr, new_mrr, currency, cause, actor,
       case when actor = 'stripe'
            then 'evt_1O' || orion_demo.token(id * 10 + step_of_life, 50) end,
       at
from (
    select id, n, 1 as step_of_life, created_at as at, null::bigint as old_tier,
           first_tier_id as new_tier, null as old_status, 'trial' as new_status,
           null::bigint as old_price, null::bigint as new_price, 0::bigint as old_mrr,
           0::bigint as new_mrr, currency, 'registration' as cause, 'platform' as actor
    from orion_demo.subscriptions where nth = 1
    union all -- the payment is agreed on, the trial goes on
    select id, n, 2, checkout_at, first_tier_id, first_tier_id, 'trial', 'trial', null,
           first_price_cents, 0, 0, currency, 'checkout.session.completed', 'stripe'
    from orion_demo.subscriptions where nth = 1 and trial_left
    union all
    select id, n, 3, anchor, first_tier_id, first_tier_id, 'trial', 'active',
           case when trial_left then first_price_cents end, first_price_cents, 0, first_mrr_cents,
           currency, case when trial_left then 'customer.subscription.updated'
                          else 'checkout.session.completed' end, 'stripe'
    from orion_demo.subscriptions where nth = 1 and stripe_id is not null and is_paying
    union all -- back again, without a trial
    select id, n, 3, anchor, null, first_tier_id, null,
           case when status = 'incomplete' then 'incomplete' else 'active' end, null,
           first_price_cents, 0, case when status = 'incomplete' then 0 else first_mrr_cents end,
           currency, 'checkout.session.completed', 'stripe'
    from orion_demo.subscriptions where nth = 2
    union all
    select id, n, 4, switched_at, first_tier_id, tier_id, 'active', 'active', first_price_cents,
           price_cents, first_mrr_cents, mrr_cents, currency, 'customer.subscription.updated',
           'stripe'
    from orion_demo.subscriptions where switched_at is not null
    union all
    select id, n, 5, past_due_since, tier_id, tier_id, 'active', 'past_due', price_cents,
           price_cents, mrr_cents, mrr_cents, currency, 'customer.subscription.updated', 'stripe'
    from orion_demo.subscriptions where past_due_since is not null
    union all
    select id, n, 5, paused_at, tier_id, tier_id, 'active', 'paused', price_cents, price_cents,
           mrr_cents, 0, currency, 'customer.subscription.updated', 'stripe'
    from orion_demo.subscriptions where paused_at is not null
    union all
    select id, n, 6, ended_at, tier_id, tier_id, 'active', 'cancelled', price_cents, price_cents,
           mrr_cents, 0, currency, 'customer.subscription.deleted', 'stripe'
    from orion_demo.subscriptions where ended_at is not null
    union all
    select id, n, 7, least(ended_at + interval '30 days 2 hours', orion_demo.present()), tier_id,
           tier_id, 'cancelled', 'expired', price_cents, price_cents, 0, 0, currency,
           'cleanup_stale_subscriptions', 'job'
    from orion_demo.subscriptions where ended_at is not null and status = 'expired'
    union all
    select id, n, 7, trial_ends_at, tier_id, tier_id, 'trial', 'expired', null, null, 0, 0,
           currency, 'check_trial_expirations', 'job'
    from orion_demo.subscriptions where stripe_id is null and status = 'expired'
) as changes;
