# shellcheck shell=bash disable=SC2154,SC2034
# What the benchmark of the jobs needs on top of lib.sh: databases in one cluster, and the bare SQL
# that the jobs are held against.

# A cluster that a companion keeps running, which has nothing to do: CLUSTER, or one that goes with
# $work.
start_cluster() {
    local job cluster=${CLUSTER:-$work/cluster}
    for job in RESET_PERIOD_COUNTERS CHECK_TRIAL_EXPIRATIONS CLEANUP_STALE_SUBSCRIPTIONS; do
        export "ORION_JOB_$job=off"
    done
    note "Starting a cluster in $cluster"
    "$bin/orion-companion" migrate --embedded "$cluster" >>"$work/log" 2>&1 ||
        die "the companion cannot migrate a new cluster"
    serve_cluster "$cluster"
}

# database_url NAME ROLE
database_url() { printf 'host=%s dbname=%s user=%s' "$socket" "$1" "$2"; }

# in_database NAME ARGUMENTS…: psql as the superuser, its answer bare.
in_database() {
    "$pg_bin/psql" -XAtq -v ON_ERROR_STOP=1 -h "$socket" -U postgres -d "$1" "${@:2}"
}

# companion_on NAME ROLE ARGUMENTS…
companion_on() { DATABASE_URL=$(database_url "$1" "$2") "$bin/orion-companion" "${@:3}"; }

# is_kept NAME: whether the cluster has such a database already.
is_kept() { [ -n "$(in_database postgres -c "select 1 from pg_database where datname = '$1'")" ]; }

# make_database NAME OPTIONS…: with demo data of these options.
make_database() {
    in_database postgres -c "create database $1"
    {
        companion_on "$1" postgres migrate && companion_on "$1" postgres demo-data --months 1 --seed 1 "${@:2}"
    } >>"$work/log" 2>&1 || die "the companion cannot make demo data"
}

# copy_database FROM TO: of files, so that both are the same down to the last page.
copy_database() {
    in_database postgres -c 'set client_min_messages = warning' -c "drop database if exists $2" \
        -c "create database $2 template $1 strategy file_copy" -c checkpoint
}

# make_due NAME WINDOWS TRIALS: as if the jobs had not run for a while. Local trials that are over or
# nearly so are due, and so is everything that the cleanup had closed.
make_due() {
    in_database "$1" -v windows="$2" -v trials="$3" >>"$work/log" <<'END' || die "nothing can be made due"
update billing.vendor_subscriptions
set status = 'trial', ended_at = null, trial_ends_at = least(trial_ends_at, now() - interval '1 hour')
where id in (select id from billing.vendor_subscriptions
             where stripe_subscription_id is null and is_current and status in ('trial', 'expired')
             order by trial_ends_at desc limit :trials);
update billing.vendor_subscriptions set status = 'cancelled'
where stripe_subscription_id is not null and is_current and status = 'expired'
    and ended_at < now() - interval '31 days';
update billing.vendor_addons set status = 'cancelled'
where status = 'expired' and ended_at < now() - interval '31 days';
insert into billing.usage_requests (vendor_id, idempotency_key, metric, delta, used, created_at)
select id, 'bench-' || id, 'orders', 1, 1, now() - interval '40 days'
from billing.vendors order by id limit :trials;
delete from billing.usage_windows w using (
    select vendor_id, billing.window_start(period_start, period_end, now()) as start
    from billing.vendor_subscriptions
    where status in ('trial', 'active', 'past_due') and period_start <= now()
        and coalesce(period_end, trial_ends_at, 'infinity') > now() + interval '1 hour'
    order by hashint8(vendor_id) limit :windows) due
where w.vendor_id = due.vendor_id and w.metric = 'orders' and w.window_start = due.start;
vacuum (freeze, analyze);
END
}

# What the jobs left behind, as counts.
traces() {
    in_database "$1" -F ' ' -c "
        select (select count(*) from billing.usage_windows),
               (select count(*) from billing.subscription_changes),
               (select count(*) from billing.audit_log),
               (select count(*) from billing.vendor_subscriptions where status = 'expired'),
               (select count(*) from billing.vendor_addons where status = 'expired'),
               (select count(*) from billing.usage_requests)"
}

# Dies unless both sides did the same. A few become due between one and the other.
same_traces() {
    local product baseline
    product=$(traces product)
    baseline=$(traces baseline)
    awk -v p="$product" -v b="$baseline" 'BEGIN {
        n = split(p, ours); split(b, theirs)
        for (i = 1; i <= n; ++i) {
            apart = ours[i] - theirs[i]
            if (apart < 0) apart = -apart
            if (apart > 20 + theirs[i] / 10000) exit 1
        }
    }' || die "the product left $product rows, the baseline $baseline"
}

# timed COMMAND…: sets $took (ms).
timed() {
    local begun
    begun=$(date +%s%N)
    "$@" >>"$work/log" 2>&1 || die "$* failed"
    took=$((($(date +%s%N) - begun) / 1000000))
}

baseline_reset_period_counters() {
    cat <<'END'
insert into billing.usage_windows (vendor_id, metric, window_start)
select vendor_id, 'orders', start from (
    select vendor_id, billing.window_start(period_start, period_end, now()) as start
    from billing.vendor_subscriptions
    where status in ('trial', 'active', 'past_due') and period_start <= now()
        and case when stripe_subscription_id is not null then coalesce(period_end > now(), true)
                 when status = 'trial' then trial_ends_at > now() else true end
    offset 0) due
where not exists (select from billing.usage_windows w where w.vendor_id = due.vendor_id
                  and w.metric = 'orders' and w.window_start = due.start)
on conflict do nothing;
END
}

# expire STATUS TIME CONDITION CAUSE
expire() {
    cat <<END
with expired as (
    update billing.vendor_subscriptions
    set status = 'expired', ended_at = $2, updated_at = now()
    where status = '$1' and $3
    returning id, vendor_id, tier_id, price_cents, currency, ended_at
), recorded as (
    insert into billing.subscription_changes
        (vendor_id, subscription_id, occurred_at, old_tier_id, new_tier_id, old_status, new_status,
         old_price_cents, new_price_cents, currency, cause, actor)
    select vendor_id, id, now(), tier_id, tier_id, '$1', 'expired', price_cents, price_cents,
           currency, '$4', 'psql'
    from expired
)
insert into billing.audit_log (occurred_at, actor, action, entity, entity_id, before, after)
select now(), 'psql', 'subscription.expired', 'vendor', v.vendor_code,
       jsonb_build_object('status', '$1', 'ended_at', e.ended_at),
       jsonb_build_object('status', 'expired')
from expired e join billing.vendors v on v.id = e.vendor_id;
END
}

baseline_check_trial_expirations() {
    expire trial trial_ends_at 'stripe_subscription_id is null and trial_ends_at <= now()' \
        check_trial_expirations
}

baseline_cleanup_stale_subscriptions() {
    expire cancelled 'coalesce(ended_at, updated_at)' \
        "coalesce(ended_at, updated_at) <= now() - interval '30 days'" cleanup_stale_subscriptions
    cat <<'END'
with expired as (
    update billing.vendor_addons set status = 'expired', updated_at = now()
    where status = 'cancelled' and coalesce(ended_at, updated_at) <= now() - interval '30 days'
    returning vendor_id, addon_id
)
insert into billing.audit_log (occurred_at, actor, action, entity, entity_id, before, after)
select now(), 'psql', 'addon.expired', 'vendor', v.vendor_code,
       jsonb_build_object('status', 'cancelled', 'addon', p.code),
       jsonb_build_object('status', 'expired', 'addon', p.code)
from expired e join billing.vendors v on v.id = e.vendor_id
join billing.addon_products p on p.id = e.addon_id;
delete from billing.usage_requests where created_at <= now() - interval '30 days';
END
}

# keep_what_stripe_has NAME SEED: the database has the subscriptions of the seed file and no others.
keep_what_stripe_has() {
    grep -o '{"id" : "sub_[A-Za-z0-9]*", "object" : "subscription"' "$2" | cut -d'"' -f4 >"$work/ids"
    [ "$(wc -l <"$work/ids")" -ge "$stripe_subscriptions" ] ||
        die "the seed file has only $(wc -l <"$work/ids") subscriptions"
    in_database "$1" -c 'create schema bench; create table bench.seeded (id text primary key)' \
        -c "\\copy bench.seeded from '$work/ids'" \
        -c 'update billing.vendor_subscriptions set stripe_subscription_id = null
            where stripe_subscription_id not in (select id from bench.seeded)' \
        -c 'delete from billing.vendor_addons
            where stripe_subscription_id not in (select id from bench.seeded)' \
        -c 'vacuum analyze'
}

# start_sandbox SEED: a Stripe with what the file has; companions started from now on know it.
start_sandbox() {
    local line
    mkfifo "$work/sandbox"
    "$bin/orion-stripe-sandbox" --port 0 --seed-number 1 --seed-file "$1" >"$work/sandbox" 2>>"$work/log" &
    helper_pid=$!
    exec 4<"$work/sandbox"
    read -r -t 300 -u 4 line || die "the sandbox did not come up"
    export STRIPE_API_BASE=${line##* } STRIPE_SECRET_KEY=sk_test_bench STRIPE_RATE_LIMIT=0
}

# watch_memory PID: until it ends. Sets $memory (MB, the most it had).
watch_memory() {
    local now
    memory=0
    while now=$(awk '/^VmHWM/ { print $2 / 1024 }' "/proc/$1/status" 2>>"$work/log") && [ -n "$now" ]; do
        memory=$now
        sleep 0.05
    done
    wait "$1" || die "the companion failed"
}
