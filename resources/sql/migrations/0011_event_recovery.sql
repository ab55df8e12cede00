-- Events that did not come in, and payloads that are kept no longer.

-- What the companions know of their own absence. While any of them runs, alive_at follows the time;
-- who finds it old, or the server started anew, knows that events may have been lost since.
create table billing.webhook_watch (
    only_row          boolean primary key default true check (only_row),
    alive_at          timestamptz,            -- NULL: no companion has run yet
    server_started_at timestamptz,            -- when PostgreSQL did, as it was seen last
    gap_since         timestamptz,            -- events since then may be missing; NULL: none are
    gaps              bigint not null default 0, -- how many gaps there have been
    maintained_at     timestamptz,            -- when the payloads' coming months were last made
    retired_at        timestamptz             -- and when the old ones were last looked after
);
insert into billing.webhook_watch default values;

-- What was asked of Stripe's list of events, and what it brought.
create table billing.webhook_recoveries (
    id           bigint generated always as identity primary key,
    cause        text not null check (cause in ('start', 'outage', 'command', 'job')),
    actor        text not null,
    since        timestamptz not null,        -- all events created since then were compared …
    reached      timestamptz,                 -- … up to here
    state        text not null default 'running' check (state in ('running', 'succeeded', 'failed',
                     'interrupted')),
    listed       bigint not null default 0,   -- events that Stripe has
    recovered    bigint not null default 0,   -- of those, had not come in
    unreadable   bigint not null default 0,   -- could not be stored; see the log
    message      text,                        -- why it failed
    started_at   timestamptz not null,
    finished_at  timestamptz
);

create index webhook_recoveries_running on billing.webhook_recoveries (id)
    where state = 'running';

-- Months of payloads that were taken out of the table. The events themselves stay.
create table billing.webhook_payload_months (
    month       date primary key,
    detached_at timestamptz not null default now(),
    kept        bigint not null,              -- of unsettled events, moved to the default partition
    dropped_at  timestamptz,                  -- NULL: still a table of its own
    rows        bigint,                       -- that it had
    archive     text                          -- the file that has them; NULL: dropped for good
);

grant select on billing.webhook_watch, billing.webhook_recoveries, billing.webhook_payload_months
    to orion_admin, orion_ops, orion_finance, orion_companion;
grant update on billing.webhook_watch to orion_companion;
grant insert, update on billing.webhook_recoveries to orion_companion;

-- Takes a month that is over out of the payloads. What belongs to events that are not settled yet
-- is kept in the default partition, so that they can still be applied and replayed. The month's
-- table stays, whole and by itself, until drop_payload_month(). Waits for locks no longer than two
-- seconds (55P03 then; nothing was changed). Every event that comes in queues behind it until it
-- ends, so the caller bounds that, too, by statement_timeout.
create function billing.detach_payload_month(month date)
returns bigint language plpgsql security definer
set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $$
declare
    first_day date := date_trunc('month', month);
    month_end timestamptz := (first_day + interval '1 month')::timestamp at time zone 'UTC';
    name text := 'stripe_webhook_payloads_' || to_char(first_day, 'YYYY_MM');
    kept bigint;
begin
    if month_end > now() - interval '1 day' then
        raise exception 'the month % is not over', to_char(first_day, 'YYYY-MM')
            using errcode = 'invalid_parameter_value';
    end if;
    perform pg_advisory_xact_lock(478560413556);
    if not exists (select from pg_inherits where inhrelid = to_regclass('billing.' || name)
                   and inhparent = 'billing.stripe_webhook_payloads'::regclass) then
        raise exception 'there are no payloads of the month %', to_char(first_day, 'YYYY-MM')
            using errcode = 'undefined_table';
    end if;
    execute format('alter table billing.stripe_webhook_payloads detach partition billing.%I', name);
    execute format(
        'insert into billing.stripe_webhook_payloads_default '
        'select p.* from billing.stripe_webhook_events e '
        'join billing.%I p on p.event_row_id = e.id and p.received_at = e.received_at '
        'where e.status in (''received'', ''failed'')', name);
    get diagnostics kept = row_count;
    execute format('grant select on billing.%I to orion_admin, orion_companion', name);
    insert into billing.webhook_payload_months as m (month, kept) values (first_day, kept)
        on conflict on constraint webhook_payload_months_pkey do update
        set detached_at = now(), kept = excluded.kept, dropped_at = null;
    return kept;
end $$;

-- Drops a month that was detached; how many rows it had. An archive names the file that has them
-- all: another number of rows than the table's is refused.
create function billing.drop_payload_month(month date, archived_rows bigint, archive_file text)
returns bigint language plpgsql security definer
set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $$
declare
    first_day date := date_trunc('month', month);
    name text := 'stripe_webhook_payloads_' || to_char(first_day, 'YYYY_MM');
    present bigint;
begin
    perform from billing.webhook_payload_months m
        where m.month = first_day and dropped_at is null for update;
    if not found or exists (select from pg_inherits
                            where inhrelid = to_regclass('billing.' || name)) then
        raise exception 'the month % has not been detached', to_char(first_day, 'YYYY-MM')
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    execute format('select count(*) from billing.%I', name) into present;
    if archive_file is not null and archived_rows is distinct from present then
        raise exception 'the archive has % rows, the month % has %', archived_rows,
            to_char(first_day, 'YYYY-MM'), present using errcode = 'check_violation';
    end if;
    execute format('drop table billing.%I', name);
    update billing.webhook_payload_months m
        set dropped_at = now(), rows = present, archive = archive_file where m.month = first_day;
    return present;
end $$;

-- Deletes what was kept of months that are gone, once its events are settled. At most so many.
create function billing.drop_settled_payloads(most integer)
returns bigint language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    dropped bigint;
begin
    delete from billing.stripe_webhook_payloads_default d
    using (select p.event_row_id, p.received_at from billing.stripe_webhook_payloads_default p
           join billing.webhook_payload_months m
               on m.month = date_trunc('month', p.received_at at time zone 'UTC')::date
           join billing.stripe_webhook_events e on e.id = p.event_row_id
           where e.status not in ('received', 'failed') limit most) settled
    where d.event_row_id = settled.event_row_id and d.received_at = settled.received_at;
    get diagnostics dropped = row_count;
    return dropped;
end $$;

revoke execute on function billing.detach_payload_month(date),
    billing.drop_payload_month(date, bigint, text), billing.drop_settled_payloads(integer)
    from public;
grant execute on function billing.detach_payload_month(date),
    billing.drop_payload_month(date, bigint, text), billing.drop_settled_payloads(integer)
    to orion_admin, orion_companion;
grant execute on function billing.ensure_payload_partitions(date, integer) to orion_admin;
grant update (maintained_at, retired_at) on billing.webhook_watch to orion_admin;
