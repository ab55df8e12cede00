-- Refunds and disputes. Stripe tells of them at the charge, which does not name its invoice: that
-- follows through invoice_payments, whichever of them is heard of first.

-- How much of a charge was given back.
create table billing.payment_refunds (
    stripe_charge_id  text primary key,
    stripe_payment_id text not null,       -- its payment intent; of a charge without one, itself
    amount_cents      bigint not null,
    refunded_cents    bigint not null check (refunded_cents >= 0),
    currency          billing.currency_code not null,
    told_at           timestamptz not null,  -- the second of the event that told so
    created_at        timestamptz not null default now(),
    updated_at        timestamptz not null default now()
);
create index on billing.payment_refunds (stripe_payment_id);

create table billing.disputes (
    stripe_dispute_id text primary key,
    stripe_charge_id  text not null,
    stripe_payment_id text not null,       -- as above
    amount_cents      bigint not null,
    currency          billing.currency_code not null,
    status            text not null,       -- Stripe's word; the set is open
    reason            text,                -- likewise
    opened_at         timestamptz not null,
    evidence_due_at   timestamptz,
    closed_at         timestamptz,
    created_at        timestamptz not null default now(),
    updated_at        timestamptz not null default now()
);
create index on billing.disputes (stripe_payment_id);
create index disputes_open on billing.disputes (evidence_due_at) where closed_at is null;

-- What was given back of all that was paid for an invoice.
create function billing.refunded_of(invoice text) returns bigint
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce(sum(r.refunded_cents), 0)::bigint
    from billing.invoice_payments p
    join billing.payment_refunds r on r.stripe_payment_id = p.stripe_payment_id
    where p.stripe_invoice_id = invoice
$$;

grant select on billing.payment_refunds, billing.disputes
    to orion_admin, orion_finance, orion_ops, orion_companion;
grant insert, update on billing.payment_refunds, billing.disputes to orion_companion;

-- When the payment of an invoice first failed, as far as events told: since then it is due,
-- in whatever order they came.
alter table billing.billing_history add first_failed_at timestamptz;
update billing.billing_history h set first_failed_at = s.past_due_since
from billing.vendor_subscriptions s
where h.status = 'open' and h.attempt_count > 0
  and s.stripe_subscription_id = h.stripe_subscription_id and s.past_due_since is not null;

-- A checkout whose slow debit failed; its subscription is to be ended before another is begun.
alter table billing.checkout_sessions
    drop constraint checkout_sessions_state_check,
    add constraint checkout_sessions_state_check
        check (state in ('open', 'completed', 'expired', 'unpaid'));

-- The subscription that lists show: the live one, else the one that ended last, whichever was heard
-- of first.
create function billing.end_of_subscription(s billing.vendor_subscriptions)
returns timestamptz language sql immutable set search_path = pg_catalog, pg_temp as $$
    select coalesce(s.ended_at, s.trial_ends_at, s.period_start)
$$;

create or replace function billing.choose_current_subscription() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp set enable_seqscan = off as $$
declare
    live constant text[] := array['trial', 'active', 'past_due', 'paused', 'incomplete'];
    shown billing.vendor_subscriptions;
begin
    if new.is_current then
        return new;
    end if;
    if new.status <> all (live) then
        select * into shown from billing.vendor_subscriptions
            where vendor_id = new.vendor_id and is_current and id <> new.id;
        if shown.status = any (live) or
                (billing.end_of_subscription(shown), shown.period_start, shown.id) >
                (billing.end_of_subscription(new), new.period_start, new.id) then
            return new;
        end if;
    end if;
    update billing.vendor_subscriptions set is_current = false
        where vendor_id = new.vendor_id and is_current and id <> new.id;
    new.is_current := true;
    return new;
end $$;

-- One that ends after another had ended later gives its place to that one.
create function billing.yield_current_subscription() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp set enable_seqscan = off as $$
declare
    later bigint;
begin
    select s.id into later from billing.vendor_subscriptions s
        where s.vendor_id = new.vendor_id and s.id <> new.id and not s.is_current
          and (billing.end_of_subscription(s), s.period_start, s.id) >
              (billing.end_of_subscription(new), new.period_start, new.id)
        order by billing.end_of_subscription(s) desc, s.period_start desc, s.id desc limit 1;
    if later is not null then
        update billing.vendor_subscriptions set is_current = false where id = new.id;
        update billing.vendor_subscriptions set is_current = true where id = later;
    end if;
    return null;
end $$;
create trigger yield_current after update of status on billing.vendor_subscriptions
    for each row
    when (new.is_current and new.status not in ('trial', 'active', 'past_due', 'paused',
                                                'incomplete'))
    execute function billing.yield_current_subscription();

-- And where the order of arrival had chosen.
do $$
declare
    pair record;
begin
    for pair in
        select s.id as shown, later.id as wanted
        from billing.vendor_subscriptions s cross join lateral (
            select l.id from billing.vendor_subscriptions l
            where l.vendor_id = s.vendor_id and l.id <> s.id
              and (billing.end_of_subscription(l), l.period_start, l.id) >
                  (billing.end_of_subscription(s), s.period_start, s.id)
            order by billing.end_of_subscription(l) desc, l.period_start desc, l.id desc
            limit 1) later
        where s.is_current
          and s.status not in ('trial', 'active', 'past_due', 'paused', 'incomplete')
    loop
        update billing.vendor_subscriptions set is_current = false where id = pair.shown;
        update billing.vendor_subscriptions set is_current = true where id = pair.wanted;
    end loop;
end $$;

-- Nobody else computes with these; the platform's role may call what it was given and no more.
revoke execute on function billing.refunded_of(text), billing.yield_current_subscription(),
    billing.end_of_subscription(billing.vendor_subscriptions) from public;
grant execute on function billing.refunded_of(text) to orion_companion;
grant execute on function billing.end_of_subscription(billing.vendor_subscriptions)
    to orion_admin, orion_companion;
