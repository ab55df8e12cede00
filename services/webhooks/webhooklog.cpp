#include "services/webhooks/webhooklog.h"

#include "services/database/idlist.h"

#include <algorithm>

namespace Orion
{

namespace
{

constexpr int largestPage = 1000;

const QString selectSql = QStringLiteral(R"(
select e.id, e.event_id, e.event_type, e.api_version, e.status, e.attempts, e.last_error,
       e.object_id, v.vendor_code, v.name, e.source, e.created_at, e.received_at, e.processed_at,
       e.next_attempt_at
from billing.stripe_webhook_events e left join billing.vendors v on v.id = e.vendor_id
)");

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
    event.nextAttemptAt = row.time(14);
    return event;
}

QString escapedForLike(QString text)
{
    text.replace(u'\\', QStringLiteral("\\\\"));
    text.replace(u'%', QStringLiteral("\\%"));
    return text.replace(u'_', QStringLiteral("\\_"));
}

struct ListQuery
{
    QStringList terms;
    QVariantList arguments;

    void add(const QString &term, const QVariantList &values)
    {
        terms.append(term);
        arguments.append(values);
    }

    QString sql() const
    {
        const QString where = terms.isEmpty()
                                  ? QString()
                                  : QStringLiteral("where ") + terms.join(QStringLiteral(" and "));
        return selectSql + where + QStringLiteral(" order by e.id desc limit ?");
    }
};

// Only the terms that narrow: a term for "anything" would keep PostgreSQL from using the indexes.
ListQuery listQuery(const WebhookFilter &filter)
{
    ListQuery query;
    if (filter.status)
        query.add(QStringLiteral("e.status = ?"), {toText(*filter.status)});
    if (!filter.typePrefix.isEmpty())
        query.add(QStringLiteral("e.event_type like ?"),
                  {escapedForLike(filter.typePrefix) + u'%'});
    if (!filter.vendorCode.isEmpty())
        query.add(QStringLiteral("e.vendor_id = "
                                 "(select id from billing.vendors where vendor_code = ?)"),
                  {filter.vendorCode});
    if (const QString wanted = filter.search.trimmed(); !wanted.isEmpty()) {
        const QVariant pattern = u'%' + escapedForLike(wanted) + u'%';
        query.add(QStringLiteral("(e.event_id ilike ? or e.object_id ilike ? "
                                 "or v.vendor_code ilike ? or v.name ilike ?)"),
                  {pattern, pattern, pattern, pattern});
    }
    if (filter.receivedFrom.isValid())
        query.add(QStringLiteral("e.received_at >= ?"), {filter.receivedFrom});
    if (filter.receivedUntil.isValid())
        query.add(QStringLiteral("e.received_at < ?"), {filter.receivedUntil});
    return query;
}

Error unknownEvent(const QString &eventId)
{
    return {ErrorCode::NotFound, QStringLiteral("There is no event %1.").arg(eventId), {}};
}

} // namespace

Result<Page<WebhookEvent>> listEvents(Session &session, const WebhookFilter &filter,
                                      const PageRequest &request)
{
    ListQuery query = listQuery(filter);
    if (!request.cursor.isEmpty()) {
        bool isNumber = false;
        const qint64 before = request.cursor.toLongLong(&isNumber);
        if (!isNumber)
            return fail(ErrorCode::InvalidArgument,
                        QStringLiteral("The cursor is not one of this list. Start from its "
                                       "beginning."));
        query.add(QStringLiteral("e.id < ?"), {before});
    }
    const int limit = std::clamp(request.limit, 1, largestPage);
    query.arguments.append(limit + 1);
    auto rows = session.select(query.sql(), query.arguments, readRow);
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
    const auto replayed = session.execute(replaySql, {idList(eventIds), actor});
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
