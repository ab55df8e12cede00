-- Runs that people ask for, what is looked for in a long ledger, and what is forgotten of it.

-- When somebody left the request; NULL: the schedule's, or a command's own. Such a run is begun
-- again when its companion is lost.
alter table billing.job_runs add column requested_at timestamptz;
update billing.job_runs set requested_at = started_at where state = 'requested';

create index job_runs_history on billing.job_runs (job, started_at desc, id desc);
create index job_runs_requests on billing.job_runs (id)
    where requested_at is not null and state in ('requested', 'lost');

-- cleanup_stale_subscriptions forgets old rows.
grant delete on billing.job_runs, billing.webhook_recoveries to orion_companion;
