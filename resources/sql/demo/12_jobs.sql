-- What the companions have been told about the jobs, and the runs behind them: every one that was
-- due in the last time. Stripe was away for three hours two days ago.
create table orion_demo.jobs (number, job, schedule, every, reaches, first, jitter, base_seconds,
                              seconds_each, share) as
values (1, 'reset_period_counters', '5 0 * * *', interval '1 day', interval '45 days',
        interval '5 minutes', 5, 0.35, 0.00011, 0.033),
       (2, 'check_trial_expirations', '0 1 * * *', '1 day', '45 days', '1 hour', 5, 0.12, 0.00019,
        0.01),
       (3, 'capture_capacity_snapshot', '0 0 * * *', '1 day', '45 days', '0', 5, 0.4, 0.000004, 0),
       (4, 'cleanup_stale_subscriptions', '0 2 * * sun', '7 days', '180 days', '2 hours', 5, 0.6,
        0.0002, 0.012),
       (5, 'recover_missed_events', '0 * * * *', '1 hour', '5 days', '0', 119, 0.5, 0.000002, 0),
       (6, 'sync_stripe_status', '0 * * * *', '1 hour', '5 days', '0', 119, 0.8, 0.0003, 0.92);

insert into billing.job_schedules (job, schedule, since, updated_at, host)
select job, schedule, orion_demo.present(), orion_demo.present(), 'billing-1' from orion_demo.jobs
on conflict (job) do nothing;

-- Weeks begin on the Sunday, as the weekly job does.
create table orion_demo.due_runs as
select number, job, due, null::timestamptz as requested_at, null as requested_by,
       orion_demo.chance(extract(epoch from due)::bigint, 250 + number) as luck
from orion_demo.jobs,
     generate_series(
         case when every = interval '7 days'
              then date_trunc('week', orion_demo.present() - reaches) - interval '1 day'
              else date_trunc('day', orion_demo.present() - reaches) end + first,
         orion_demo.present() - interval '3 minutes', every) as due
union all
select number, job, asked, asked, who, orion_demo.chance(number, 257)
from (values ('sync_stripe_status', 2, interval '16 hours 12 minutes 41 seconds', 'orion_ops'),
             ('reset_period_counters', 5, '9 hours 20 minutes 8 seconds', 'orion_admin'),
             ('cleanup_stale_subscriptions', 11, '14 hours 3 minutes 30 seconds', 'orion_ops'))
         as asked_for (name, days_ago, time, who)
join orion_demo.jobs on job = name,
lateral (select date_trunc('day', orion_demo.present()) - make_interval(days => days_ago) + time
         as asked) as moment;

create table orion_demo.job_runs as
select *, case when outcome in ('failed', 'cancelled', 'lost') then 0
               when job = 'capture_capacity_snapshot' then 1
               when job = 'recover_missed_events' then case when luck > 0.97 then 2 else 0 end
               else floor(share * orion_demo.vendors() * growth
                          * case job when 'sync_stripe_status' then 0.95 + 0.05 * luck
                                     else 0.4 + 1.2 * luck end) end as rows
from (
    select r.*, base_seconds, seconds_each, share, jitter,
           greatest(0.4, 1 - 0.004 * extract(epoch from orion_demo.present() - due) / 86400)
               as growth,
           case when number in (5, 6) and requested_at is null
                     and due >= date_trunc('day', orion_demo.present()) - interval '35 hours'
                     and due < date_trunc('day', orion_demo.present()) - interval '32 hours'
                then 'failed'
                when number = 1 and requested_at is not null then 'cancelled'
                when number = 6 and due = date_trunc('day', orion_demo.present())
                                          - interval '67 hours' then 'lost'
                else 'succeeded' end as outcome
    from orion_demo.due_runs r join orion_demo.jobs using (number, job)
) as judged;

insert into billing.job_runs
    (id, job, scheduled_for, started_at, finished_at, state, processed, message, host, requested_at,
     requested_by, cancel_requested_by, attempt)
overriding system value
select before + row_number() over (order by began, job), job, due, began,
       began + make_interval(secs => round(case outcome
           when 'failed' then 1.6 + luck * 0.4
           when 'cancelled' then 0.2
           else (base_seconds + seconds_each * growth * orion_demo.vendors())
               * (0.75 + 0.5 * luck) * (1 + 0.2 * sin(extract(epoch from due) / 13751))
           end::numeric, 3)::double precision),
       outcome, rows,
       case outcome
           when 'failed' then 'The payment system cannot be reached. Try again in a moment.'
           when 'cancelled' then 'Cancelled by ' || requested_by || '.'
           when 'lost' then 'The companion that ran it ended or lost the database.'
           else case job
               when 'reset_period_counters' then orion_demo.counted(
                   rows, '1 order window was opened.', '% order windows were opened.')
               when 'check_trial_expirations' then orion_demo.counted(
                   rows, '1 trial is over.', '% trials are over.')
               when 'cleanup_stale_subscriptions' then case when rows = 0 then 'Nothing was due.'
                   else concat_ws(' ',
                       orion_demo.counted(rows, '1 subscription expired.',
                                          '% subscriptions expired.'),
                       case when rows >= 4 then
                           orion_demo.counted(floor(rows / 4), '1 add-on expired.',
                                              '% add-ons expired.') end,
                       orion_demo.counted(rows * 7, null,
                                          '% keys of usage changes were forgotten.')) end
               when 'recover_missed_events' then orion_demo.counted(
                   floor(40 * growth * (0.5 + luck)), '1 event', '% events') || ' since '
                   || to_char(due - interval '2 hours', 'YYYY-MM-DD HH24:MI')
                   || ' UTC compared, ' || rows || ' recovered.'
               when 'sync_stripe_status' then concat_ws(' ',
                   orion_demo.counted(rows, '1 subscription was compared.',
                                      '% subscriptions were compared.'),
                   case when luck > 0.9 then '1 difference was repaired.'
                        else '0 differences were repaired.' end,
                   '0 differences remain.')
               end
           end,
       case when luck < 0.5 then 'billing-1' else 'billing-2' end, requested_at, requested_by,
       case outcome when 'cancelled' then requested_by end,
       case when number = 1 and due = date_trunc('day', orion_demo.present()) - interval '9 days'
                                      + interval '5 minutes' then 2 else 1 end
from (
    select *, due + make_interval(secs => round((case when requested_at is null then luck * jitter
                                                      else 1 + luck * 4 end)::numeric, 3)
                                              ::double precision) as began
    from orion_demo.job_runs
) as timed, (select coalesce(max(id), 0) as before from billing.job_runs) as first
on conflict (job, scheduled_for) do nothing;
