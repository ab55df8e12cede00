#include "services/webhooks/webhooklog.h"

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

const QString countMatchingSql =
    QStringLiteral("select count(*) from billing.stripe_webhook_events e "
                   "left join billing.vendors v on v.id = e.vendor_id ");

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

Error unknownEvent(const QString &eventId)
{
    return {ErrorCode::NotFound, QStringLiteral("There is no event %1.").arg(eventId), {}};
}

} // namespace

Result<Page<WebhookEvent>> listEvents(Session &session, const WebhookFilter &filter,
                                      const PageRequest &request)
{
    WebhookTerms query = termsOf(filter);
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
    auto rows =
        session.select(selectSql + query.where() + QStringLiteral(" order by e.id desc limit ?"),
                       query.arguments, readRow);
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

Result<qint64> countEvents(Session &session, const WebhookFilter &filter)
{
    const WebhookTerms query = termsOf(filter);
    const auto count = session.selectOne(countMatchingSql + query.where(), query.arguments,
                                         [](const Row &row) { return row.integer(0); });
    if (!count)
        return fail(count.error());
    return count->value_or(0);
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
