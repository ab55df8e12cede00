#include "services/webhooks/activity.h"

namespace Orion
{

namespace
{

// Counted to a hundred thousand, which says enough, and never takes long.
const QString queueSql = QStringLiteral(R"(
with fresh as (
    select 1 from billing.stripe_webhook_events
    where status = 'received' and next_attempt_at is null limit 100000
), retried as materialized (
    select received_at, next_attempt_at <= ? as is_due from billing.stripe_webhook_events
    where status = 'received' and next_attempt_at is not null
    order by next_attempt_at limit 100000
), failed as (
    select 1 from billing.stripe_webhook_events where status = 'failed' limit 100000
)
select (select count(*) from fresh) + (select count(*) from retried where is_due),
       (select count(*) from retried where not is_due),
       (select count(*) from failed),
       least((select received_at from billing.stripe_webhook_events
              where status = 'received' and next_attempt_at is null order by id limit 1),
             (select min(received_at) from retried where is_due)))");

// The events since a time, without an index on it: they are the last ones, up to the first that
// came before it.
const QString sinceSql = QStringLiteral(R"(
from billing.stripe_webhook_events
where id > coalesce((select id from billing.stripe_webhook_events where received_at < ?
                     order by id desc limit 1), 0)
  and received_at >= ? and received_at < ?
)");

const QString minutesSql = QStringLiteral(R"(
select extract(epoch from date_trunc('minute', received_at))::bigint as minute,
       count(*) filter (where status not in ('received', 'failed')),
       count(*) filter (where status = 'received'), count(*) filter (where status = 'failed')
)") + sinceSql + QStringLiteral("group by minute order by minute");

// Events that gap recovery found say nothing about how long Stripe takes to deliver.
const QString lagsSql = QStringLiteral(R"(
select percentile_disc(0.5) within group (order by delivery) filter (where source <> 'recovery'),
       percentile_disc(0.5) within group (order by application) filter (where is_applied),
       percentile_disc(0.95) within group (order by application) filter (where is_applied)
from (select source, status not in ('received', 'failed') as is_applied,
             (extract(epoch from received_at - created_at) * 1000)::bigint as delivery,
             (extract(epoch from processed_at - received_at) * 1000)::bigint as application
)") + sinceSql + QStringLiteral(") as lags");

WebhookActivity::Lag lag(const Row &row, int column)
{
    const auto milliseconds = row.optionalInteger(column);
    // Clocks differ a little.
    return milliseconds ? WebhookActivity::Lag(std::max<qint64>(0, *milliseconds)) : std::nullopt;
}

std::vector<WebhookMinute> emptyMinutes(const QDateTime &from, int minutes)
{
    std::vector<WebhookMinute> all;
    for (int i = 0; i < minutes; ++i)
        all.push_back({from.addSecs(i * 60), 0, 0, 0});
    return all;
}

} // namespace

Result<WebhookQueue> webhookQueue(Session &session, const QDateTime &now)
{
    const auto queue = session.selectOne(queueSql, {now}, [](const Row &row) {
        return WebhookQueue{row.integer(0), row.integer(1), row.integer(2), row.time(3)};
    });
    if (!queue)
        return fail(queue.error());
    return queue->value_or(WebhookQueue{});
}

Result<WebhookActivity> webhookActivity(Session &session, const QDateTime &now, int minutes)
{
    const qint64 present = now.toSecsSinceEpoch() / 60 * 60;
    const auto from = QDateTime::fromSecsSinceEpoch(present - qint64(minutes - 1) * 60, Qt::UTC);
    const QVariantList range{from, from, from.addSecs(qint64(minutes) * 60)};
    WebhookActivity activity;
    activity.minutes = emptyMinutes(from, minutes);
    const auto counted = session.forEach(minutesSql, range, [&](const Row &row) {
        WebhookMinute &minute =
            activity.minutes.at(std::size_t((row.integer(0) - from.toSecsSinceEpoch()) / 60));
        minute.applied = row.integer(1);
        minute.waiting = row.integer(2);
        minute.failed = row.integer(3);
        return true;
    });
    if (!counted)
        return fail(counted.error());
    const auto lags = session.selectOne(lagsSql, range, [&](const Row &row) {
        activity.deliveryMedian = lag(row, 0);
        activity.applicationMedian = lag(row, 1);
        activity.applicationP95 = lag(row, 2);
        return true;
    });
    if (!lags)
        return fail(lags.error());
    const auto queue = webhookQueue(session, now);
    if (!queue)
        return fail(queue.error());
    activity.queue = *queue;
    return activity;
}

} // namespace Orion
