#include "services/webhooks/webhooklog.h"

#include <algorithm>

namespace Orion
{

namespace
{

constexpr int largestPage = 1000;
constexpr char16_t separator = 0x1f;

const QString selectSql = QStringLiteral(R"(
select e.id, e.event_id, e.event_type, e.api_version, e.status, e.attempts, e.last_error,
       e.object_id, v.vendor_code, v.name, e.source, e.created_at, e.received_at, e.processed_at
from billing.stripe_webhook_events e left join billing.vendors v on v.id = e.vendor_id
)");

const QString listSql = selectSql + QStringLiteral(R"(
where (?::bigint is null or e.id < ?)
  and (?::text is null or e.status = ?)
  and (?::text is null or e.event_type like ?)
  and (?::text is null or e.vendor_id = (select id from billing.vendors where vendor_code = ?))
  and (?::text is null or e.event_id ilike ? or e.object_id ilike ?)
  and (?::timestamptz is null or e.received_at >= ?)
  and (?::timestamptz is null or e.received_at < ?)
order by e.id desc limit ?)");

const QString getSql = selectSql + QStringLiteral("where e.event_id = ?");

const QString payloadSql = QStringLiteral(R"(
select p.payload from billing.stripe_webhook_events e
join billing.stripe_webhook_payloads p
    on p.event_row_id = e.id and p.received_at = e.received_at
where e.event_id = ?)");

// The old state is read before it is overwritten, for the audit log.
const QString replaySql = QStringLiteral(R"(
with chosen as (
    select id, event_id, status, attempts, last_error from billing.stripe_webhook_events
    where event_id = any (string_to_array(?, chr(31))) for update
), replayed as (
    update billing.stripe_webhook_events e set
        status = 'received', attempts = 0, next_attempt_at = null, last_error = null,
        processed_at = null
    from chosen where e.id = chosen.id
)
insert into billing.audit_log (actor, action, entity, entity_id, before, after)
select ?, 'webhook.replay', 'webhook_event', event_id,
       jsonb_build_object('status', status, 'attempts', attempts, 'last_error', last_error),
       jsonb_build_object('status', 'received', 'attempts', 0)
from chosen)");

const QString countSql =
    QStringLiteral("select status, count(*) from billing.stripe_webhook_events group by status");

WebhookEvent readRow(const Row &row)
{
    WebhookEvent event;
    event.id = row.integer(0);
    event.eventId = row.text(1);
    event.eventType = row.text(2);
    event.apiVersion = row.text(3);
    event.status = webhookStatusFromText(row.text(4)).value_or(WebhookStatus::Received);
    event.attempts = int(row.integer(5));
    event.lastError = row.text(6);
    event.objectId = row.text(7);
    event.vendorCode = row.text(8);
    event.vendorName = row.text(9);
    event.source = row.text(10);
    event.createdAt = row.time(11);
    event.receivedAt = row.time(12);
    event.processedAt = row.time(13);
    return event;
}

QString escapedForLike(QString text)
{
    text.replace(u'\\', QStringLiteral("\\\\"));
    text.replace(u'%', QStringLiteral("\\%"));
    return text.replace(u'_', QStringLiteral("\\_"));
}

QVariant orNull(const QString &text)
{
    return text.isEmpty() ? QVariant(QMetaType::fromType<QString>()) : QVariant(text);
}

QVariantList listArguments(const WebhookFilter &filter, const QVariant &before, int limit)
{
    const QVariant status = orNull(filter.status ? toText(*filter.status) : QString());
    const QVariant type = filter.typePrefix.isEmpty()
                              ? orNull({})
                              : QVariant(escapedForLike(filter.typePrefix) + u'%');
    const QVariant vendor = orNull(filter.vendorCode);
    const QString wanted = filter.search.trimmed();
    const QVariant search =
        wanted.isEmpty() ? orNull({}) : QVariant(u'%' + escapedForLike(wanted) + u'%');
    return {before,
            before,
            status,
            status,
            type,
            type,
            vendor,
            vendor,
            search,
            search,
            search,
            filter.receivedFrom,
            filter.receivedFrom,
            filter.receivedUntil,
            filter.receivedUntil,
            limit};
}

Error unknownEvent(const QString &eventId)
{
    return {ErrorCode::NotFound, QStringLiteral("There is no event %1.").arg(eventId), {}};
}

} // namespace

Result<Page<WebhookEvent>> listEvents(Session &session, const WebhookFilter &filter,
                                      const PageRequest &request)
{
    QVariant before{QMetaType::fromType<qint64>()};
    if (!request.cursor.isEmpty()) {
        bool isNumber = false;
        before = request.cursor.toLongLong(&isNumber);
        if (!isNumber)
            return fail(ErrorCode::InvalidArgument,
                        QStringLiteral("The cursor is not one of this list. Start from its "
                                       "beginning."));
    }
    const int limit = std::clamp(request.limit, 1, largestPage);
    auto rows = session.select(listSql, listArguments(filter, before, limit + 1), readRow);
    if (!rows)
        return fail(rows.error());
    Page<WebhookEvent> page{std::move(*rows), {}};
    if (page.rows.size() > std::size_t(limit)) {
        page.rows.pop_back();
        page.nextCursor = QByteArray::number(page.rows.back().id);
    }
    return page;
}

Result<WebhookEvent> getEvent(Session &session, const QString &eventId)
{
    const auto event = session.selectOne(getSql, {eventId}, readRow);
    if (!event)
        return fail(event.error());
    if (!*event)
        return fail(unknownEvent(eventId));
    return **event;
}

Result<QByteArray> eventPayload(Session &session, const QString &eventId)
{
    const auto payload = session.selectOne(payloadSql, {eventId},
                                           [](const Row &row) { return row.text(0).toUtf8(); });
    if (!payload)
        return fail(payload.error());
    if (*payload)
        return **payload;
    if (const auto event = getEvent(session, eventId); !event)
        return fail(event.error());
    return fail(ErrorCode::NotFound,
                QStringLiteral("The payload of %1 is no longer kept.").arg(eventId));
}

Result<int> replayEvents(Session &session, const QStringList &eventIds, const QString &actor)
{
    const auto replayed = session.execute(replaySql, {eventIds.join(QChar(separator)), actor});
    if (!replayed)
        return fail(replayed.error());
    if (*replayed == 0)
        return fail(unknownEvent(eventIds.join(QStringLiteral(", "))));
    return int(*replayed);
}

Result<std::map<WebhookStatus, qint64>> countByStatus(Session &session)
{
    std::map<WebhookStatus, qint64> counts;
    for (const WebhookStatus status : allWebhookStatuses)
        counts[status] = 0;
    const auto done = session.forEach(countSql, {}, [&](const Row &row) {
        if (const auto status = webhookStatusFromText(row.text(0)))
            counts[*status] = row.integer(1);
        return true;
    });
    if (!done)
        return fail(done.error());
    return counts;
}

} // namespace Orion
