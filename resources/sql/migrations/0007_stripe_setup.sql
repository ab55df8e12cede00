-- What `stripe setup` and `stripe backfill` need.

-- Admins run the setup, and it may be the first to use a key: it notes the account.
grant insert, update on billing.stripe_binding to orion_admin;

-- How far the reading of one of Stripe's lists got, so that it goes on after an interruption.
create table billing.stripe_backfills (
    kind        text primary key check (kind in ('invoices')),
    since       timestamptz,
    cursor      text,                       -- the last object that was written
    processed   bigint not null default 0,
    started_at  timestamptz not null,
    finished_at timestamptz
);
grant select on billing.stripe_backfills to orion_admin, orion_ops, orion_finance;
grant select, insert, update on billing.stripe_backfills to orion_companion;
