#include "services/webhooks/queue.h"

namespace Orion
{

namespace
{

constexpr char16_t separator = 0x1f; // between the values of a column that travels as one text

// At most half of them events that wait for another attempt: however many there are, what just came
// gets its turn. The payload by a subquery: one index look-up in one partition for each row,
// whatever the planner thinks of the rest.
const QString claimSql =
    QStringLiteral(R"(
with retried as materialized (
    select id from billing.stripe_webhook_events
    where status = 'received' and next_attempt_at <= ? and %1
    order by next_attempt_at limit ? for update skip locked
), fresh as materialized (
    select id from billing.stripe_webhook_events
    where status = 'received' and next_attempt_at is null and %1
    order by id limit ? - (select count(*) from retried) for update skip locked
)
select e.id, e.event_id, e.attempts, e.created_at, e.received_at, e.source,
       (select p.payload from billing.stripe_webhook_payloads p
        where p.event_row_id = e.id and p.received_at = e.received_at)
from (select id from retried union all select id from fresh) claimed
join billing.stripe_webhook_events e using (id)
order by e.id)")
        .arg(QStringLiteral("hashtext(coalesce(object_id, event_id)) & 1023 between ? and ?"));

const QString lockSql = QStringLiteral(R"(
select count(pg_advisory_xact_lock(key)) from (
    select distinct hashtextextended(name, 0) as key
    from unnest(string_to_array(?, chr(31))) name order by 1) keys)");

const QString markSql = QStringLiteral(R"(
update billing.stripe_webhook_events e set
    status = m.status, attempts = e.attempts + 1, last_error = m.note,
    vendor_id = coalesce(m.vendor, e.vendor_id),
    next_attempt_at = to_timestamp(m.due / 1000.0),
    processed_at = case when m.status <> 'received' then ?::timestamptz end
from unnest(string_to_array(?, chr(31))::bigint[], string_to_array(?, chr(31)),
            string_to_array(?, chr(31), ''), string_to_array(?, chr(31), '')::bigint[],
            string_to_array(?, chr(31), '')::bigint[]) as m (id, status, note, vendor, due)
where e.id = m.id)");

template <typename Field>
QString column(const std::vector<EventMark> &marks, Field &&field)
{
    QStringList values;
    for (const EventMark &mark : marks)
        values.append(QString(field(mark)).replace(QChar(separator), u' ').remove(QChar(u'\0')));
    return values.join(QChar(separator));
}

} // namespace

Result<std::vector<ClaimedEvent>> claimEvents(Session &session, int limit, const QDateTime &now,
                                              QueueShare share)
{
    constexpr int slots = 1024;
    const int first = slots * share.index / share.of;
    const int last = slots * (share.index + 1) / share.of - 1;
    const QVariantList arguments{now, first, last, (limit + 1) / 2, first, last, limit};
    return session.select(claimSql, arguments, [](const Row &row) {
        ClaimedEvent event{row.integer(0), row.text(1), int(row.integer(2)), row.time(3),
                           row.time(4),    true,        std::nullopt};
        event.wasDelivered = row.text(5) != QLatin1String("recovery");
        if (!row.isNull(6))
            event.payload = row.bytes(6);
        return event;
    });
}

Result<void> lockKeysInOrder(Session &session, const QStringList &keys)
{
    const auto locked = session.selectOne(lockSql, {keys.join(QChar(separator))},
                                          [](const Row &row) { return row.integer(0); });
    return locked ? Result<void>() : fail(locked.error());
}

Result<void> markEvents(Session &session, const std::vector<EventMark> &marks, const QDateTime &now)
{
    using Mark = const EventMark &;
    const auto marked = session.execute(
        markSql,
        {now, column(marks, [](Mark m) { return QString::number(m.rowId); }),
         column(marks, [](Mark m) { return toText(m.status); }),
         column(marks, [](Mark m) { return m.note; }),
         column(marks,
                [](Mark m) { return m.vendorId ? QString::number(*m.vendorId) : QString(); }),
         column(marks, [](Mark m) {
             return m.nextAttempt.isValid() ? QString::number(m.nextAttempt.toMSecsSinceEpoch())
                                            : QString();
         })});
    return marked ? Result<void>() : fail(marked.error());
}

} // namespace Orion
