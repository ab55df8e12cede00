-- Who is billed: base subscriptions and add-ons alike. Add-ons' owners are negative numbers.
create unlogged table orion_demo.accounts as
select owner, v.n, stripe_id, v.customer, v.invoice_prefix, v.tax_basis_points, a.currency,
       a.anchor, step, last_period, first_price_cents, price_cents, switched_at, first_period,
       v.tier = 'enterprise' as pays_on_account, fate, ended_at, retries, paused_at, opens_with,
       trial_starts_at,
       -- A customer's numbers go on from the invoices that are older than what is shown.
       sum(case when last_period >= 0 then least(first_period, last_period + 1) else 0 end
           + case when trial_starts_at < history_start then 1 else 0 end) over (partition by v.n)
           as unseen
from (
    select id as owner, n, stripe_id, currency, anchor, step,
           case when is_paying then last_period else -1 end as last_period,
           first_price_cents, price_cents, switched_at, fate, ended_at, retries, paused_at,
           case when trial_left then checkout_at end as trial_starts_at,
           case when trial_left then 'subscription_cycle' else 'subscription_create' end
               as opens_with
    from orion_demo.subscriptions where stripe_id is not null
    union all
    select -id, n, stripe_id, 'eur', anchor, step, last_period, price_cents * quantity,
           price_cents * quantity, null, 'stays', ended_at, 0, null, null, 'subscription_create'
    from orion_demo.addons
) as a
join orion_demo.vendors v using (n)
cross join lateral (
    select orion_demo.present() - make_interval(months => orion_demo.months()) as history_start
) as history
cross join lateral (
    select case when a.anchor >= history_start then 0
                else orion_demo.whole_months(a.anchor, history_start - interval '1 microsecond')
                     / step + 1 end as first_period
) as shown;
create unique index on orion_demo.accounts (owner);
analyze orion_demo.accounts;

-- When: a free invoice as a trial starts, one a period, one for an upgrade within a period.
create unlogged table orion_demo.dates as
with dated as (
    select owner, n, 1::smallint as kind, period,
           anchor + make_interval(months => period * step) as at
    from orion_demo.accounts, generate_series(first_period, last_period) as period
    union all
    select owner, n, 0::smallint, 0, trial_starts_at
    from orion_demo.accounts
    where trial_starts_at >= orion_demo.present() - make_interval(months => orion_demo.months())
    union all
    select owner, n, 2::smallint, orion_demo.whole_months(anchor, switched_at), switched_at
    from orion_demo.accounts
    where price_cents > first_price_cents
        and switched_at >= orion_demo.present() - make_interval(months => orion_demo.months())
), counted as (
    select *, row_number() over (partition by n order by at, kind, owner) as number from dated
)
select row_number() over (order by at, n, kind, owner) as id, *
from counted;
analyze orion_demo.dates;

insert into billing.billing_history
    (id, vendor_id, stripe_invoice_id, stripe_customer_id, stripe_subscription_id, invoice_number,
     status, billing_reason, currency, subtotal_cents, tax_cents, total_cents, amount_paid_cents,
     amount_remaining_cents, refunded_cents, attempt_count, invoice_date, due_date, period_start,
     period_end, paid_at, pdf_url, hosted_url, first_failed_at, created_at, updated_at)
overriding system value
select id, n, 'in_1O' || token, customer, stripe_id,
       case when status <> 'draft'
            then 'ORN-' || invoice_prefix || '-' || lpad(number::text, 4, '0') end,
       status, reason, currency, subtotal, total - subtotal, total,
       case when status = 'paid' then total else 0 end,
       case when status = 'paid' then 0 else total end,
       case when status <> 'paid' or refund_luck >= 0.008 then 0
            when refund_luck < 0.004 then total else total / 2 end,
       case when total = 0 or status in ('draft', 'void') then 0
            when fate in ('owes', 'tries to pay') and status = 'open' then retries
            when status = 'uncollectible' then 4
            when pays_on_account then 0
            when status = 'paid' and luck < 0.03 then 2 + (luck * 100)::integer % 3
            else 1 end,
       at, case when pays_on_account then at + interval '30 days' end, at, until,
       case when status = 'paid' then paid_at end,
       case when status <> 'draft'
            then orion_demo.stripe_base() || '/i/in_1O' || token || '/pdf' end,
       case when status <> 'draft' then orion_demo.stripe_base() || '/i/in_1O' || token end,
       case when fate in ('owes', 'tries to pay') and status = 'open' and retries > 0
            then at + interval '1 hour' end,
       at, case when status = 'paid' then paid_at
                else least(at + interval '1 hour', orion_demo.present()) end
from (
    select *, subtotal + (subtotal * tax_basis_points + 5000) / 10000 as total,
           orion_demo.token(id, 40) as token,
           case when subtotal = 0 then 'paid'
                when fate = 'tries to pay' then 'open'
                when reason <> 'subscription_create'
                     and at > orion_demo.present() - interval '1 hour' then 'draft'
                when fate = 'owes' and is_last then 'open'
                when paused_at <= at then 'void'
                when pays_on_account and paid_at > orion_demo.present() then 'open'
                when fate = 'leaves' and is_last and orion_demo.chance(owner, 203) < 0.25
                    then 'uncollectible'
                when luck < 0.004 and is_old then 'void'
                when luck < 0.007 and is_old then 'uncollectible'
                else 'paid' end as status
    from (
        select *, at < orion_demo.present() - interval '40 days' as is_old,
               kind = 1 and period = last_period as is_last,
               case when kind = 0 then 0
                    when kind = 2 then round((price_cents - first_price_cents)
                        * extract(epoch from until - at)
                        / extract(epoch from until - period_start))::bigint
                    -- What was paid too much since a downgrade comes off the next invoice.
                    when price_cents < first_price_cents and switched_at < period_start
                         and switched_at >= before_start
                    then greatest(0, price_cents - round((first_price_cents - price_cents)
                        * extract(epoch from period_start - switched_at)
                        / extract(epoch from period_start - before_start))::bigint)
                    when switched_at > at then first_price_cents
                    else price_cents end as subtotal,
               case when kind = 0 then 'subscription_create' when kind = 2 then 'subscription_update'
                    when period = 0 then opens_with else 'subscription_cycle' end as reason,
               case when kind = 0 or period = 0 and opens_with = 'subscription_create'
                    then least(at + interval '20 seconds', orion_demo.present())
                    when pays_on_account
                    then at + orion_demo.seconds(86400 * (4 + 34 * orion_demo.chance(id, 202)))
                    when luck < 0.03 and at < orion_demo.present() - interval '12 days'
                    then at + orion_demo.seconds(86400 * (3 + 8 * luck / 0.03))
                    else at + orion_demo.seconds(3660 + 300 * refund_luck) end as paid_at
        from (
            select d.id, d.n, d.at, d.kind, d.period, d.owner,
                   d.number + a.unseen as number,
                   a.customer, a.stripe_id, a.invoice_prefix, a.currency, a.tax_basis_points,
                   a.pays_on_account, a.opens_with, a.price_cents, a.first_price_cents,
                   a.switched_at, a.fate, a.retries, a.paused_at, a.last_period,
                   a.anchor + make_interval(months => d.period * a.step) as period_start,
                   a.anchor + make_interval(months => (d.period - 1) * a.step) as before_start,
                   case when d.kind = 0 then a.anchor
                        else a.anchor + make_interval(months => (d.period + 1) * a.step) end
                       as until,
                   orion_demo.chance(d.id, 200) as luck,
                   orion_demo.chance(d.id, 201) as refund_luck
            from orion_demo.dates d join orion_demo.accounts a using (owner)
            offset 0
        ) as dated
        offset 0
    ) as priced
    offset 0
) as settled;
