#include "services/webhooks/inbox.h"

#include "services/stripe/readers/event.h"

#include <QSet>

namespace Orion
{

namespace
{

// Columns travel as one text each, cut at a character that no valid event can hold. That costs no
// quoting of the payloads, which an array or JSON argument would need, and keeps their bytes.
constexpr char separator = 0x1f;

// Rows go in by event id, so that two companions storing the same events in one go each never wait
// for one another in a circle. Of several with one id the first given is kept.
const QString storeSql = QStringLiteral(R"(
with given as (
    select * from unnest(
        string_to_array(?, chr(31)), string_to_array(?, chr(31)), string_to_array(?, chr(31), ''),
        string_to_array(?, chr(31), ''), string_to_array(?, chr(31), ''),
        string_to_array(?, chr(31))::boolean[], string_to_array(?, chr(31))::bigint[],
        string_to_array(?, chr(31)), string_to_array(?, chr(31))) with ordinality
        as g (event_id, event_type, api_version, account, object_id, livemode, created, source,
              payload, position)
), wanted as (
    select distinct on (event_id) * from given order by event_id, position
), stored as (
    insert into billing.stripe_webhook_events
        (event_id, event_type, api_version, account, object_id, livemode, created_at, source)
    select event_id, event_type, api_version, account, object_id, livemode,
           to_timestamp(created), source
    from wanted order by event_id
    on conflict (event_id) do nothing
    returning id, event_id, received_at
), bodies as (
    insert into billing.stripe_webhook_payloads (event_row_id, received_at, payload)
    select stored.id, stored.received_at, wanted.payload
    from stored join wanted using (event_id)
)
select event_id from stored)");

template <typename Field>
QByteArray column(std::span<const ReceivedEvent> events, Field &&field)
{
    QByteArray joined(""); // never NULL
    for (const ReceivedEvent &event : events) {
        if (&event != &events.front())
            joined += separator;
        joined += field(event);
    }
    return joined;
}

QVariantList columns(std::span<const ReceivedEvent> events)
{
    using Event = const ReceivedEvent &;
    return {
        column(events, [](Event e) { return e.eventId.toUtf8(); }),
        column(events, [](Event e) { return e.eventType.toUtf8(); }),
        column(events, [](Event e) { return e.apiVersion.toUtf8(); }),
        column(events, [](Event e) { return e.account.toUtf8(); }),
        column(events, [](Event e) { return e.objectId.toUtf8(); }),
        column(events, [](Event e) { return e.livemode ? 't' : 'f'; }),
        column(events, [](Event e) { return QByteArray::number(e.createdAt.toSecsSinceEpoch()); }),
        column(events, [](Event e) { return e.source.toUtf8(); }),
        column(events, [](Event e) { return e.payload; })};
}

} // namespace

Result<ReceivedEvent> parseEvent(const QByteArray &body)
{
    const auto event = readEvent(body);
    if (!event)
        return fail(event.error());
    ReceivedEvent received;
    received.eventId = event->id;
    received.eventType = event->type;
    received.apiVersion = event->apiVersion;
    received.account = event->account;
    received.objectId = event->objectId;
    received.livemode = event->livemode;
    received.createdAt = event->created;
    received.payload = body;
    return received;
}

Result<std::vector<bool>> storeEvents(Session &session, std::span<const ReceivedEvent> events)
{
    if (events.empty())
        return std::vector<bool>();
    const auto stored =
        session.select(storeSql, columns(events), [](const Row &row) { return row.text(0); });
    if (!stored)
        return fail(stored.error());
    QSet<QString> fresh(stored->begin(), stored->end());
    std::vector<bool> isNew;
    for (const ReceivedEvent &event : events)
        isNew.push_back(fresh.remove(event.eventId));
    return isNew;
}

} // namespace Orion
