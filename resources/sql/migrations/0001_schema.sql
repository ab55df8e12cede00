-- The schema of the billing database. Unlimited and "no price" are NULL. Times are UTC. Amounts
-- are minor units of the currency, whose code is stored as Stripe writes it: in lower case.

create domain billing.currency_code as text check (value ~ '^[a-z]{3}$');

-- Vendors ---------------------------------------------------------------------------------------

create table billing.vendors (
    id                 bigint generated always as identity primary key,
    vendor_code        text not null unique check (vendor_code ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$'),
    name               text not null check (name <> ''),
    email              text not null check (position('@' in email) > 1),
    stripe_customer_id text unique,
    created_at         timestamptz not null default now(),
    updated_at         timestamptz not null default now()
);

-- Orders and prefix searches of the vendors list, by byte whatever the locale is.
create index vendors_by_name on billing.vendors ((lower(name) collate "C"), id);
create index vendors_by_code on billing.vendors ((lower(vendor_code) collate "C"), id);
create index vendors_by_email on billing.vendors ((lower(email) collate "C"));
create index vendors_by_creation on billing.vendors (created_at, id);

-- Tiers and prices ------------------------------------------------------------------------------

create table billing.subscription_tiers (
    id                      bigint generated always as identity primary key,
    code                    text not null unique check (code ~ '^[a-z][a-z0-9_]{0,39}$'),
    name                    text not null check (name <> ''),
    price_monthly_cents     bigint check (price_monthly_cents >= 0),
    price_annual_cents      bigint check (price_annual_cents >= 0),
    currency                billing.currency_code not null default 'eur',
    orders_per_month        integer check (orders_per_month >= 0),
    products_limit          integer check (products_limit >= 0),
    team_members            integer check (team_members >= 0),
    features                jsonb not null default '[]' check (jsonb_typeof(features) = 'array'),
    stripe_product_id       text,
    stripe_price_monthly_id text unique,
    stripe_price_annual_id  text unique,
    is_active               boolean not null default true,
    display_order           integer not null unique deferrable, -- they may change places
    revision                bigint not null default 1,
    created_at              timestamptz not null default now(),
    updated_at              timestamptz not null default now()
);

-- Every price a tier ever had: Stripe's prices cannot change, subscribers keep theirs, and events
-- name the price, from which the tier follows.
create table billing.tier_prices (
    stripe_price_id text primary key,
    tier_id         bigint not null references billing.subscription_tiers,
    interval        text not null check (interval in ('month', 'year')),
    amount_cents    bigint not null check (amount_cents >= 0),
    currency        billing.currency_code not null,
    active          boolean not null default true,
    created_at      timestamptz not null default now()
);
create index on billing.tier_prices (tier_id);

-- Subscriptions ---------------------------------------------------------------------------------

-- One row for each subscription in its life.
create table billing.vendor_subscriptions (
    id                     bigint generated always as identity primary key,
    vendor_id              bigint not null references billing.vendors,
    tier_id                bigint not null references billing.subscription_tiers,
    status                 text not null check (status in ('trial', 'active', 'past_due',
                               'cancelled', 'expired', 'paused', 'incomplete')),
    is_annual              boolean not null default false,
    stripe_customer_id     text,
    stripe_subscription_id text unique,
    stripe_status          text,           -- Stripe's own word, also one that we do not know
    stripe_item_id         text,           -- the item of the tier, needed to change its price
    stripe_price_id        text,
    price_unknown          boolean not null default false, -- no tier ever had this price
    price_cents            bigint check (price_cents >= 0),  -- paid per interval
    currency               billing.currency_code not null default 'eur',
    period_start           timestamptz not null,
    period_end             timestamptz,
    trial_ends_at          timestamptz,
    cancel_at              timestamptz,
    cancel_reason          text,
    ended_at               timestamptz,
    past_due_since         timestamptz,
    payment_retry_count    integer not null default 0 check (payment_retry_count >= 0),
    has_payment_method     boolean not null default false,
    -- Monthly equivalent of what is paid at present; a trial pays nothing.
    mrr_cents              bigint not null generated always as (case
                               when status not in ('active', 'past_due') then 0
                               when is_annual then (coalesce(price_cents, 0) + 6) / 12
                               else coalesce(price_cents, 0) end) stored,
    -- The one subscription of its vendor that lists show: the live one, else the latest. Kept by
    -- a trigger; nobody else writes it.
    is_current             boolean not null default false,
    created_at             timestamptz not null default now(),
    updated_at             timestamptz not null default now(),
    check (status <> 'past_due' or past_due_since is not null),
    check (status <> 'trial' or stripe_subscription_id is not null or trial_ends_at is not null),
    check (stripe_subscription_id is null or stripe_status is not null)
);
create unique index one_live_subscription_a_vendor on billing.vendor_subscriptions (vendor_id)
    where status in ('trial', 'active', 'past_due', 'paused', 'incomplete');
create index on billing.vendor_subscriptions (vendor_id, created_at desc);
create index on billing.vendor_subscriptions (stripe_customer_id);
create unique index one_current_subscription_a_vendor on billing.vendor_subscriptions (vendor_id)
    where is_current;
create index vendor_subscriptions_by_status
    on billing.vendor_subscriptions (status, tier_id, vendor_id) where is_current;
create index vendor_subscriptions_by_tier
    on billing.vendor_subscriptions (tier_id, vendor_id) where is_current;
create index vendor_subscriptions_by_period_end on billing.vendor_subscriptions
    (coalesce(period_end, 'infinity'::timestamptz), vendor_id) where is_current;
create index vendor_subscriptions_by_mrr
    on billing.vendor_subscriptions (mrr_cents, vendor_id) where is_current;

-- A plan that was cached while the table was small would scan it for every row of a large load.
create function billing.choose_current_subscription() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp set enable_seqscan = off as $$
declare
    live constant text[] := array['trial', 'active', 'past_due', 'paused', 'incomplete'];
begin
    if new.is_current then
        return new;
    end if;
    -- A late event about an ended subscription never hides the live one.
    if new.status <> all (live) and exists (
            select from billing.vendor_subscriptions
            where vendor_id = new.vendor_id and is_current and id <> new.id
              and (tg_op = 'UPDATE' or status = any (live))) then
        return new;
    end if;
    update billing.vendor_subscriptions set is_current = false
        where vendor_id = new.vendor_id and is_current and id <> new.id;
    new.is_current := true;
    return new;
end $$;
create trigger choose_current before insert or update of status
    on billing.vendor_subscriptions
    for each row execute function billing.choose_current_subscription();

-- Every change of a subscription, for MRR movements. Appended, never changed.
create table billing.subscription_changes (
    id              bigint generated always as identity primary key,
    vendor_id       bigint not null references billing.vendors,
    subscription_id bigint not null references billing.vendor_subscriptions,
    occurred_at     timestamptz not null,
    old_tier_id     bigint references billing.subscription_tiers,
    new_tier_id     bigint references billing.subscription_tiers,
    old_status      text,
    new_status      text,
    old_price_cents bigint,
    new_price_cents bigint,
    old_mrr_cents   bigint not null default 0,
    new_mrr_cents   bigint not null default 0,
    currency        billing.currency_code not null,
    cause           text not null,  -- event type, operation or job
    actor           text not null,  -- who: stripe, a job, a person
    event_id        text,
    recorded_at     timestamptz not null default now()
);
create index on billing.subscription_changes (vendor_id, occurred_at desc);
create index on billing.subscription_changes (occurred_at);

-- Usage -----------------------------------------------------------------------------------------

-- Orders are counted in monthly windows; a window opens with its first use.
create table billing.usage_windows (
    vendor_id    bigint not null references billing.vendors,
    metric       text not null check (metric in ('orders')),
    window_start timestamptz not null,
    used         integer not null default 0 check (used >= 0),
    primary key (vendor_id, metric, window_start)
);

-- What a vendor has at present.
create table billing.usage_gauges (
    vendor_id       bigint primary key references billing.vendors,
    products        integer not null default 0 check (products >= 0),
    team_members    integer not null default 0 check (team_members >= 0),
    storage_used_gb numeric(14, 3) check (storage_used_gb >= 0), -- NULL: never reported
    reported_at     timestamptz
);

-- An admin's exceptions to the tier's limits. They beat the tier until they expire.
create table billing.limit_overrides (
    vendor_id   bigint not null references billing.vendors,
    metric      text not null check (metric in ('orders', 'products', 'team_members')),
    limit_value integer check (limit_value >= 0),
    expires_at  timestamptz,
    reason      text not null check (reason <> ''),
    created_by  text not null,
    created_at  timestamptz not null default now(),
    primary key (vendor_id, metric)
);

-- Answers already given, so that a repeated reservation is harmless.
create table billing.usage_requests (
    vendor_id       bigint not null references billing.vendors,
    idempotency_key text not null check (length(idempotency_key) between 1 and 255),
    metric          text not null,
    delta           integer not null,
    window_start    timestamptz,
    used            integer not null,
    limit_value     integer,
    created_at      timestamptz not null default now(),
    primary key (vendor_id, idempotency_key)
);
create index on billing.usage_requests (created_at);

-- Add-ons ---------------------------------------------------------------------------------------

create table billing.addon_products (
    id                bigint generated always as identity primary key,
    code              text not null unique check (code ~ '^[a-z][a-z0-9_]{0,39}$'),
    name              text not null check (name <> ''),
    category          text not null check (category in ('domain', 'ssl', 'email')),
    price_cents       bigint not null check (price_cents >= 0),
    currency          billing.currency_code not null default 'eur',
    billing_period    text not null check (billing_period in ('month', 'year')),
    stripe_product_id text,
    stripe_price_id   text unique,
    is_active         boolean not null default true,
    display_order     integer not null unique deferrable,
    revision          bigint not null default 1,
    created_at        timestamptz not null default now(),
    updated_at        timestamptz not null default now()
);

create table billing.addon_prices (
    stripe_price_id text primary key,
    addon_id        bigint not null references billing.addon_products,
    interval        text not null check (interval in ('month', 'year')),
    amount_cents    bigint not null check (amount_cents >= 0),
    currency        billing.currency_code not null,
    active          boolean not null default true,
    created_at      timestamptz not null default now()
);
create index on billing.addon_prices (addon_id);

create table billing.vendor_addons (
    id                     bigint generated always as identity primary key,
    vendor_id              bigint not null references billing.vendors,
    addon_id               bigint not null references billing.addon_products,
    status                 text not null check (status in ('trial', 'active', 'past_due',
                               'cancelled', 'expired', 'paused', 'incomplete')),
    stripe_subscription_id text not null unique,
    stripe_status          text not null,
    domain_name            text,
    quantity               integer not null default 1 check (quantity > 0),
    price_cents            bigint check (price_cents >= 0),
    currency               billing.currency_code not null default 'eur',
    period_start           timestamptz,
    period_end             timestamptz,
    cancel_at              timestamptz,
    ended_at               timestamptz,
    created_at             timestamptz not null default now(),
    updated_at             timestamptz not null default now()
);
create index on billing.vendor_addons (vendor_id);

-- Invoices --------------------------------------------------------------------------------------

create table billing.billing_history (
    id                     bigint generated always as identity primary key,
    vendor_id              bigint not null references billing.vendors,
    stripe_invoice_id      text not null unique,
    stripe_customer_id     text,
    stripe_subscription_id text,
    invoice_number         text,
    status                 text not null,  -- Stripe's word; the set is open
    billing_reason         text,
    currency               billing.currency_code not null,
    subtotal_cents         bigint not null default 0,
    tax_cents              bigint not null default 0,
    total_cents            bigint not null,
    amount_paid_cents      bigint not null default 0,
    amount_remaining_cents bigint not null default 0,
    refunded_cents         bigint not null default 0 check (refunded_cents >= 0),
    attempt_count          integer not null default 0 check (attempt_count >= 0),
    invoice_date           timestamptz not null,
    due_date               timestamptz,
    period_start           timestamptz,
    period_end             timestamptz,
    paid_at                timestamptz,
    pdf_url                text,
    hosted_url             text,
    created_at             timestamptz not null default now(),
    updated_at             timestamptz not null default now()
);
create index billing_history_by_date on billing.billing_history (invoice_date desc, id desc);
create index billing_history_by_vendor
    on billing.billing_history (vendor_id, invoice_date desc, id desc);
create index billing_history_by_number on billing.billing_history (invoice_number);
create index billing_history_unsettled
    on billing.billing_history (status, invoice_date desc, id desc) where status <> 'paid';

-- Which invoice a payment belongs to: charges and disputes no longer name it.
create table billing.invoice_payments (
    stripe_payment_id text primary key,   -- payment intent or charge
    stripe_invoice_id text not null,
    amount_cents      bigint,
    currency          billing.currency_code,
    created_at        timestamptz not null default now()
);
create index on billing.invoice_payments (stripe_invoice_id);

-- Webhooks --------------------------------------------------------------------------------------

-- Not partitioned: event_id stays unique for ever.
create table billing.stripe_webhook_events (
    id              bigint generated always as identity primary key, -- order of arrival
    event_id        text not null unique,
    event_type      text not null,
    api_version     text,
    livemode        boolean not null default false,
    account         text,
    object_id       text,
    vendor_id       bigint references billing.vendors,
    status          text not null default 'received' check (status in ('received', 'processed',
                        'ignored', 'superseded', 'failed')),
    attempts        integer not null default 0 check (attempts >= 0),
    last_error      text,
    next_attempt_at timestamptz,          -- of a received event that is retried later
    source          text not null default 'webhook' check (source in ('webhook', 'recovery',
                        'demo')),
    created_at      timestamptz not null, -- at Stripe, whole seconds
    received_at     timestamptz not null default now(),
    processed_at    timestamptz
);
create index webhook_events_waiting on billing.stripe_webhook_events (id)
    where status = 'received';
create index webhook_events_by_status on billing.stripe_webhook_events (status, id desc);
create index webhook_events_by_type on billing.stripe_webhook_events (event_type, id desc);
create index webhook_events_by_vendor on billing.stripe_webhook_events (vendor_id, id desc);
create index webhook_events_by_object on billing.stripe_webhook_events (object_id);

-- The bytes that were signed, beside the event so that they can be dropped by the month.
create table billing.stripe_webhook_payloads (
    event_row_id bigint not null,
    received_at  timestamptz not null,
    payload      text not null,
    primary key (event_row_id, received_at)
) partition by range (received_at);
alter table billing.stripe_webhook_payloads alter column payload set compression lz4;
create table billing.stripe_webhook_payloads_default
    partition of billing.stripe_webhook_payloads default;

-- Makes the partitions from a month on. Called by every migration run and by a daily job; rows that
-- found no month wait in the default partition and move to theirs when it is made.
create function billing.ensure_payload_partitions(first_month date, months integer)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    month date;
    month_start timestamptz;
    month_end timestamptz;
    name text;
begin
    -- Several programs may come at the same time.
    perform pg_advisory_xact_lock(478560413556);
    for i in 0 .. months - 1 loop
        month := date_trunc('month', first_month) + make_interval(months => i);
        month_start := month::timestamp at time zone 'UTC';
        month_end := (month + interval '1 month')::timestamp at time zone 'UTC';
        name := 'stripe_webhook_payloads_' || to_char(month, 'YYYY_MM');
        continue when to_regclass('billing.' || name) is not null;
        execute format(
            'create table billing.%I (like billing.stripe_webhook_payloads including all)', name);
        lock table billing.stripe_webhook_payloads_default in access exclusive mode;
        execute format(
            'with moved as (delete from billing.stripe_webhook_payloads_default '
            'where received_at >= %L and received_at < %L returning *) '
            'insert into billing.%I select * from moved', month_start, month_end, name);
        execute format(
            'alter table billing.stripe_webhook_payloads attach partition billing.%I '
            'for values from (%L) to (%L)', name, month_start, month_end);
    end loop;
end $$;

-- The version of each Stripe object that the database reflects. created has a resolution of one
-- second: within one, how far the object is in its life decides (a subscription's creation comes
-- first, its deletion last; an invoice is a draft before it is paid), then the event's id.
create table billing.stripe_objects (
    object_id            text primary key,
    kind                 text not null,     -- subscription, invoice, customer
    version_created      timestamptz not null,
    version_rank         smallint not null default 0, -- how far in its life
    version_event_id     text collate "C" not null,
    deleted              boolean not null default false,
    refresh_requested_at timestamptz,       -- ask Stripe for the present state
    updated_at           timestamptz not null default now()
);
create index stripe_objects_to_refresh on billing.stripe_objects (refresh_requested_at)
    where refresh_requested_at is not null;

-- Operations towards Stripe ---------------------------------------------------------------------

-- Written before the call, so that a crash in between is finished with the same key.
create table billing.stripe_operations (
    id              bigint generated always as identity primary key,
    operation_id    uuid not null unique default gen_random_uuid(), -- in metadata[operation_id]
    kind            text not null,
    vendor_id       bigint references billing.vendors,
    idempotency_key text not null unique check (length(idempotency_key) between 1 and 255),
    method          text not null check (method in ('POST', 'DELETE')),
    path            text not null,
    body            text not null,          -- the exact encoded form
    state           text not null default 'pending' check (state in ('pending', 'succeeded',
                        'failed', 'abandoned')),
    attempts        integer not null default 0,
    http_status     integer,
    result          jsonb,
    error           text,
    actor           text not null,
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now(),
    finished_at     timestamptz
);
create index stripe_operations_pending on billing.stripe_operations (created_at)
    where state = 'pending';
create index on billing.stripe_operations (vendor_id, created_at desc);

-- The Stripe account and mode this database belongs to; empty until the first key or event.
create table billing.stripe_binding (
    only_row   boolean primary key default true check (only_row),
    account    text,
    livemode   boolean not null,
    bound_at   timestamptz not null default now()
);

-- Jobs, audit, capacity -------------------------------------------------------------------------

create table billing.job_runs (
    id            bigint generated always as identity primary key,
    job           text not null,
    scheduled_for timestamptz not null,
    started_at    timestamptz not null default now(),
    finished_at   timestamptz,
    state         text not null default 'running' check (state in ('running', 'succeeded',
                      'failed', 'lost')),
    processed     bigint not null default 0,
    message       text,
    host          text,
    unique (job, scheduled_for)
);

create table billing.audit_log (
    id          bigint generated always as identity primary key,
    occurred_at timestamptz not null default now(),
    actor       text not null,
    action      text not null,
    entity      text not null,
    entity_id   text not null,
    before      jsonb,
    after       jsonb,
    reason      text
);
create index on billing.audit_log (occurred_at desc, id desc);
create index on billing.audit_log (entity, entity_id, id desc);

create table billing.capacity_snapshots (
    id                         bigint generated always as identity primary key,
    snapshot_date              date not null unique,
    total_vendors              integer not null,
    active_vendors             integer not null,
    trial_vendors              integer not null,
    total_subscriptions        integer not null,
    active_subscriptions       integer not null,
    total_products             bigint not null,
    total_orders_month         bigint not null, -- trailing 30 days
    total_team_members         bigint not null,
    storage_used_gb            numeric(14, 3),  -- as the platform reported; NULL: never
    db_size_mb                 numeric(14, 3) not null,
    theoretical_products_limit bigint,          -- NULL: some vendor is unlimited
    theoretical_orders_limit   bigint,
    theoretical_team_limit     bigint,
    tier_distribution          jsonb not null default '{}',
    created_at                 timestamptz not null default now()
);

-- What is written once stays as it is, whoever asks.
create function billing.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete on billing.subscription_changes
    for each row execute function billing.refuse_change();
create trigger append_only before update or delete on billing.audit_log
    for each row execute function billing.refuse_change();
create trigger never_emptied before truncate on billing.subscription_changes
    execute function billing.refuse_change();
create trigger never_emptied before truncate on billing.audit_log
    execute function billing.refuse_change();
