-- Background jobs: when they run, who asked for a run, and how it ended.

alter table billing.job_runs
    add column requested_by text,            -- NULL: the schedule
    add column cancel_requested_by text,
    add column attempt integer not null default 1 check (attempt > 0), -- of a run that was lost before
    add column duration_ms bigint generated always as (greatest(0,
        (extract(epoch from finished_at - started_at) * 1000)::bigint)) stored,
    drop constraint job_runs_state_check,
    -- requested: somebody asked for it, and a companion will take it up.
    -- lost: the companion died or the database went away; such a run may run again.
    add constraint job_runs_state_check
        check (state in ('requested', 'running', 'succeeded', 'failed', 'cancelled',
                         'lost')),
    add check ((state in ('requested', 'running')) = (finished_at is null));
create index job_runs_open on billing.job_runs (id) where state in ('requested', 'running');

-- What the companions have been told about each job. What was due before `since` is not made up
-- for: the job was not known, was off, or had another schedule then.
create table billing.job_schedules (
    job        text primary key,
    schedule   text,                         -- as cron writes it; NULL: off
    since      timestamptz not null,
    updated_at timestamptz not null,
    host       text not null                 -- of the companion that said so last
);
grant select on billing.job_schedules to orion_admin, orion_finance, orion_ops, orion_companion;
grant insert, update on billing.job_schedules to orion_companion;

-- What the jobs look for.
create index vendor_subscriptions_local_trials on billing.vendor_subscriptions (trial_ends_at)
    where status = 'trial' and stripe_subscription_id is null;
create index vendor_subscriptions_cancelled on billing.vendor_subscriptions
    ((coalesce(ended_at, updated_at))) where status = 'cancelled';
