# shellcheck shell=bash disable=SC2154
# What the webhook benchmarks share, on top of lib.sh; sourced by them. Needs connections, event_bytes
# and a running companion.

# prepare_webhooks STATUSES LIMIT: the load generator's command, telling of subscriptions that exist,
# and the baseline's table and script. Sets load, and subjects to the number of subscriptions.
prepare_webhooks() {
    sql "select s.stripe_subscription_id, s.stripe_customer_id,
                coalesce(t.stripe_price_monthly_id, 'price_unknown')
         from billing.vendor_subscriptions s join billing.subscription_tiers t on t.id = s.tier_id
         where s.stripe_subscription_id is not null and s.stripe_customer_id is not null
           and s.status in ($1) limit $2" | tr '|' ' ' >"$work/subscriptions"
    subjects=$(wc -l <"$work/subscriptions")
    load=("$bin/orion-bench-load" --event-bytes "$event_bytes" --secret whsec_bench)
    [ "$subjects" = 0 ] || load+=(--subscriptions "$work/subscriptions")

    sql 'create schema bench; create table bench.payloads (id text primary key, payload jsonb not null)'
    local payload
    payload=$("${load[@]}" --print-event)
    [ ${#payload} = "$event_bytes" ] || die "an event has ${#payload} bytes instead of $event_bytes"
    cat >"$work/insert.sql" <<END
\\set id random(1, 9000000000000000000)
insert into bench.payloads values ('evt_' || :id, '$payload');
END
}

# value_of NAME LINE: from a line of name=value words.
value_of() { awk -v name="$1" -F= 'BEGIN { RS = " |\n" } $1 == name { print $2 }' <<<"$2"; }

# What became of the events, in words.
outcomes() {
    sql "select string_agg(number || ' ' || status, ', ') from
         (select status, count(*) as number from billing.stripe_webhook_events
          where event_id like 'evt\\_bench\\_%' group by status order by status) as counted"
}

figure=0 # of the last round

# baseline_round REQUESTS
baseline_round() {
    local output
    output=$("$pg_bin/pgbench" -h "$socket" -U postgres -n -M simple -c "$connections" -j 2 \
        -t $(($1 / connections)) -f "$work/insert.sql" orion 2>>"$work/log") || die "pgbench failed"
    figure=$(sed -n 's/^tps = \([0-9.]*\).*/\1/p' <<<"$output")
    note "  baseline  per_second=$figure"
}

# Waits until no event is left to be applied.
applied() {
    sql "do \$\$ begin
        for i in 1 .. 30000 loop
            if not exists (select from billing.stripe_webhook_events
                           where status = 'received' and next_attempt_at is null) then
                return;
            end if;
            commit;
            perform pg_sleep(0.01);
        end loop;
        raise 'the companion does not apply its events';
    end \$\$" || die "the events of a round are not applied within five minutes"
}
