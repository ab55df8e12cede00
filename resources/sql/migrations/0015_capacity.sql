-- Capacity: what is used where there is a limit, day by day.

-- A limit is the sum over the live subscriptions that have one, and use is held against it only
-- where it is of the same subscriptions. NULL: captured before this was noted.
alter table billing.capacity_snapshots
    add column limited_products bigint,
    add column limited_orders bigint,          -- of the monthly windows of that day
    add column limited_team_members bigint,
    add column unlimited_products integer,     -- subscriptions that have no limit
    add column unlimited_orders integer,
    add column unlimited_team_members integer;
comment on column billing.capacity_snapshots.theoretical_products_limit
    is 'of the subscriptions that have a limit; NULL: none has';
comment on column billing.capacity_snapshots.theoretical_orders_limit
    is 'of the subscriptions that have a limit; NULL: none has';
comment on column billing.capacity_snapshots.theoretical_team_limit
    is 'of the subscriptions that have a limit; NULL: none has';

-- Finds the windows of the last weeks, however many years are kept: they are added in the order of
-- their time. Where they were not, it costs no more than reading all.
create index usage_windows_by_start on billing.usage_windows using brin (window_start)
    with (autosummarize = on);

-- People capture a snapshot, too.
grant insert, update on billing.capacity_snapshots to orion_admin, orion_ops;
