#include "services/webhooks/gapwatch.h"

namespace Orion
{

namespace
{

constexpr int longestSilence = 60; // seconds without any companion that Stripe's retries cover

// A database from before this was watched knows by its last event when somebody was there.
const QString watchSql = QStringLiteral(R"(
update billing.webhook_watch w set
    gap_since = case when found.is_gap
        then coalesce(w.gap_since, w.alive_at, found.last_event, found.now)
        else w.gap_since end,
    gaps = w.gaps + found.is_gap::integer,
    alive_at = greatest(w.alive_at, found.now),
    server_started_at = found.server_started_at
from (
    select asked.now, asked.comes or x.alive_at is null
               or x.alive_at < asked.now - make_interval(secs => asked.silence)
               or x.server_started_at is distinct from pg_postmaster_start_time() as is_gap,
           pg_postmaster_start_time() as server_started_at,
           case when x.alive_at is null then (select e.received_at
               from billing.stripe_webhook_events e order by e.id desc limit 1) end as last_event
    from billing.webhook_watch x,
         (select ?::timestamptz as now, ?::boolean as comes, ?::integer as silence) asked
) found
returning w.gap_since, w.gaps)");

const QString narrowSql = QStringLiteral(R"(
update billing.webhook_watch set gap_since = greatest(gap_since, ?)
where gap_since >= ?)");

const QString closeSql = QStringLiteral(R"(
update billing.webhook_watch
set gap_since = case when gaps = ? then null else greatest(gap_since, ?) end
where gap_since >= ?)");

} // namespace

Result<std::optional<EventGap>> watchForGap(Session &session, const QDateTime &now,
                                            Presence presence)
{
    using MaybeGap = std::optional<EventGap>;
    const auto watched = session.selectOne(
        watchSql, {now, presence == Presence::Comes, longestSilence}, [](const Row &row) {
            return row.isNull(0) ? MaybeGap() : MaybeGap({row.time(0), row.integer(1)});
        });
    if (!watched)
        return fail(watched.error());
    return watched->value_or(MaybeGap());
}

Result<void> narrowGap(Session &session, const EventGap &gap, const QDateTime &until)
{
    const auto narrowed = session.execute(narrowSql, {until, gap.since});
    return narrowed ? Result<void>() : fail(narrowed.error());
}

Result<void> closeGap(Session &session, const EventGap &gap, const QDateTime &until)
{
    const auto closed = session.execute(closeSql, {gap.number, until, gap.since});
    return closed ? Result<void>() : fail(closed.error());
}

} // namespace Orion
