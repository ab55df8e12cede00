-- What an operation towards Stripe needs to be finished by somebody else than who began it.
alter table billing.stripe_operations
    add column context         jsonb not null default '{}' check (jsonb_typeof(context) = 'object'),
    add column request_id      text,        -- Stripe's, of the last answer
    add column next_attempt_at timestamptz not null default now(); -- by the timer

drop index billing.stripe_operations_pending;
create index stripe_operations_pending on billing.stripe_operations (next_attempt_at)
    where state = 'pending';
create index stripe_operations_pending_by_vendor
    on billing.stripe_operations (vendor_id, created_at) where state = 'pending';
