-- A workshop for the time of the transaction: everything the demo is computed from lies in the
-- schema orion_demo, which the last step drops. All chance is a hash of the seed and a number, so
-- the same options make the same rows.
set local timezone = 'UTC';
set local synchronous_commit = off;

create schema orion_demo;

do $$
declare
    vendors  bigint := current_setting('orion_demo.vendors');
    months   integer := current_setting('orion_demo.months');
    seed     bigint := current_setting('orion_demo.seed');
    present  timestamptz := current_setting('orion_demo.now');
    base     text := current_setting('orion_demo.stripe_base');
begin
    -- Loading a million vendors sorts gigabytes; a small demo must not ask for so much memory.
    if vendors > 20000 then
        set local work_mem = '256MB';
        set local maintenance_work_mem = '512MB';
    end if;
    -- Constants as functions: the planner writes them into the statements.
    execute format('create function orion_demo.vendors() returns bigint immutable parallel safe
                    language sql return %s::bigint', vendors);
    execute format('create function orion_demo.months() returns integer immutable parallel safe
                    language sql return %s', months);
    execute format('create function orion_demo.seed() returns bigint immutable parallel safe
                    language sql return %s::bigint', seed);
    execute format('create function orion_demo.present() returns timestamptz stable parallel safe
                    language sql return %L::timestamptz', present);
    execute format('create function orion_demo.stripe_base() returns text immutable parallel safe
                    language sql return %L::text', base);
end $$;

-- Chance: a number from 0 up to 1 for a row and a purpose.
create function orion_demo.chance(n bigint, purpose integer) returns double precision
    immutable parallel safe language sql
    return (hashint8extended(n, orion_demo.seed() * 1000 + purpose) & 2147483647)::double precision
           / 2147483648.0;

-- Shares: like chance, but spread evenly, so that 1 % of 150 vendors is one or two and never none.
-- stride is an irrational number; each purpose has its own.
create function orion_demo.share(n bigint, stride double precision) returns double precision
    immutable parallel safe language sql
    return (n * stride + orion_demo.chance((stride * 1000000)::bigint, 0))
           - floor(n * stride + orion_demo.chance((stride * 1000000)::bigint, 0));

-- 22 letters and digits, as in Stripe's ids.
create function orion_demo.token(n bigint, purpose integer) returns text
    immutable parallel safe language sql
    return translate(encode(decode(md5(orion_demo.seed() || ':' || purpose || ':' || n), 'hex'),
                            'base64'), '+/=', 'xq');

-- How many whole months lie between an anchor and a later time.
create function orion_demo.whole_months(anchor timestamptz, moment timestamptz) returns integer
    stable parallel safe language sql
    return ((date_part('year', moment) - date_part('year', anchor)) * 12
            + date_part('month', moment) - date_part('month', anchor))::integer
           - (anchor + make_interval(months =>
                 ((date_part('year', moment) - date_part('year', anchor)) * 12
                  + date_part('month', moment) - date_part('month', anchor))::integer)
              > moment)::integer;

-- A sentence of the ledger, as services/jobs say it.
create function orion_demo.counted(count double precision, one text, many text) returns text
    immutable parallel safe language sql
    return case when count = 1 then one else replace(many, '%', count::text) end;

create function orion_demo.seconds(count double precision) returns interval
    immutable parallel safe language sql
    return make_interval(secs => floor(count));

-- Rows go in fastest without secondary indexes, foreign keys and triggers; the last step makes them again
-- from these definitions, whatever the migrations have added by then.
create table orion_demo.put_aside (position integer, statement text not null);

do $$
declare
    loaded constant regclass[] := array[
        'billing.vendors', 'billing.vendor_subscriptions', 'billing.subscription_changes',
        'billing.usage_windows', 'billing.usage_gauges', 'billing.vendor_addons',
        'billing.billing_history']::regclass[];
    item record;
begin
    for item in
        select conrelid::regclass as relation, conname as name, contype = 'f' as is_foreign_key,
               pg_get_constraintdef(oid) as definition
        from pg_constraint
        where conrelid = any (loaded) and contype in ('f', 'u')
        order by conrelid::regclass::text, conname
    loop
        insert into orion_demo.put_aside values (
            case when item.is_foreign_key then 3 else 1 end,
            format('alter table %s add constraint %I %s', item.relation, item.name,
                   item.definition));
        execute format('alter table %s drop constraint %I', item.relation, item.name);
    end loop;
    for item in
        select indexrelid::regclass as name, pg_get_indexdef(indexrelid) as definition
        from pg_index
        where indrelid = any (loaded) and not indisprimary
        order by indexrelid::regclass::text
    loop
        insert into orion_demo.put_aside values (2, item.definition);
        execute format('drop index %s', item.name);
    end loop;
    -- Triggers look at other rows, one by one and without an index; the demo fills in what they would.
    for item in
        select distinct tgrelid::regclass as relation from pg_trigger
        where tgrelid = any (loaded) and not tgisinternal
    loop
        execute format('alter table %s disable trigger user', item.relation);
        insert into orion_demo.put_aside values (
            4, format('alter table %s enable trigger user', item.relation));
    end loop;
end $$;

-- Without vendors these are empty. Made anew in this transaction, they need no WAL where the server
-- keeps only what a restart needs (wal_level = minimal, as the embedded cluster does).
alter table billing.subscription_changes disable trigger never_emptied;
truncate billing.billing_history, billing.subscription_changes, billing.vendor_subscriptions,
    billing.vendor_addons, billing.usage_windows, billing.usage_gauges;
alter table billing.subscription_changes enable trigger never_emptied;
