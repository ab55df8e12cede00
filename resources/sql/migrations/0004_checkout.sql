-- What subscription operations keep beside the subscriptions.

-- The checkouts of base subscriptions. One that is open is used again instead of making a second,
-- which could be paid twice. Where it leads is not kept: Stripe is asked whether it is still open.
create table billing.checkout_sessions (
    stripe_session_id      text primary key,
    vendor_id              bigint not null references billing.vendors,
    tier_id                bigint not null references billing.subscription_tiers,
    stripe_price_id        text not null,
    trial_end              timestamptz,        -- what is left of the trial and handed over
    state                  text not null default 'open' check (state in ('open', 'completed',
                               'expired')),
    stripe_subscription_id text,               -- what a completed one made
    created_at             timestamptz not null default now(),
    updated_at             timestamptz not null default now()
);
create unique index one_open_checkout_a_vendor on billing.checkout_sessions (vendor_id)
    where state = 'open';
create index on billing.checkout_sessions (vendor_id, created_at desc);

-- A subscription is paid with its own payment method or with its customer's. has_payment_method
-- says whether there is either.
alter table billing.vendors
    add has_payment_method boolean not null default false; -- the customer's default
alter table billing.vendor_subscriptions
    add has_own_payment_method boolean not null default false;
update billing.vendor_subscriptions set has_own_payment_method = true where has_payment_method;

grant select on billing.checkout_sessions
    to orion_admin, orion_finance, orion_ops, orion_companion;
grant insert, update on billing.checkout_sessions to orion_admin, orion_companion;
