#include "app/sandbox/state/eventlog.h"

#include "app/sandbox/state/oldshapes.h"
#include "app/sandbox/state/state.h"
#include "app/sandbox/state/view.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

// Stripe keeps events for 30 days; this many are what the sandbox has memory for.
constexpr std::size_t mostEvents = 20'000;

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

} // namespace

bool endpointWants(const QJsonObject &endpoint, const QString &eventType)
{
    if (endpoint.value("status"_L1).toString() != "enabled"_L1)
        return false;
    const QJsonArray types = endpoint.value("enabled_events"_L1).toArray();
    return types.contains(u"*"_s) || types.contains(eventType);
}

EventLog::EventLog(Store &store, Identifiers &identifiers)
    : m_store(store)
    , m_identifiers(identifiers)
{}

void EventLog::setCause(const QString &requestId, const QString &idempotencyKey)
{
    m_requestId = requestId;
    m_idempotencyKey = idempotencyKey;
}

void EventLog::record(const QString &type, const QJsonObject &object, qint64 now,
                      const QJsonObject &previous)
{
    if (m_muted || type.isEmpty())
        return;
    const auto endpoints = m_store.select(Kind::WebhookEndpoint, [&](const QJsonObject &endpoint) {
        return endpointWants(endpoint, type);
    });
    QJsonObject data{{"object"_L1, publicView(object)}};
    if (!previous.isEmpty())
        data.insert("previous_attributes"_L1, previous);
    const QJsonObject event{
        {"id"_L1, m_identifiers.next(u"evt"_s)},
        {"object"_L1, u"event"_s},
        {"api_version"_L1, apiVersion},
        {"created"_L1, now},
        {"data"_L1, data},
        {"livemode"_L1, false},
        {"pending_webhooks"_L1, static_cast<int>(endpoints.size())},
        {"request"_L1, QJsonObject{{"id"_L1, textOrNull(m_requestId)},
                                   {"idempotency_key"_L1, textOrNull(m_idempotencyKey)}}},
        {"type"_L1, type},
    };
    m_store.put(Kind::Event, event);
    m_store.keepNewest(Kind::Event, mostEvents);
    if (!m_sink || endpoints.empty())
        return;
    const QByteArray body = QJsonDocument(event).toJson(QJsonDocument::Indented);
    for (const QJsonObject &endpoint : endpoints) {
        const QString version = endpoint.value("api_version"_L1).toString();
        m_sink({event.value("id"_L1).toString(), endpoint.value("id"_L1).toString(),
                endpoint.value("url"_L1).toString(),
                endpoint.value("_secret"_L1).toString().toUtf8(),
                version.isEmpty() || version == apiVersion ? body : rendered(event, version)});
    }
}

// The event as an endpoint of another version gets it.
QByteArray EventLog::rendered(QJsonObject event, const QString &version) const
{
    event.insert("api_version"_L1, version);
    if (hasOldShapes(version)) {
        QJsonObject data = event.value("data"_L1).toObject();
        data.insert("object"_L1, inOldShape(m_store, data.value("object"_L1).toObject()));
        event.insert("data"_L1, data);
    }
    return QJsonDocument(event).toJson(QJsonDocument::Indented);
}

void EventLog::setSink(std::function<void(const Delivery &)> sink)
{
    m_sink = std::move(sink);
}

void EventLog::settle(const QString &eventId, bool delivered)
{
    auto event = m_store.find(Kind::Event, eventId);
    if (!event)
        return;
    const int pending = event->value("pending_webhooks"_L1).toInt();
    event->insert("pending_webhooks"_L1, qMax(0, pending - 1));
    m_store.put(Kind::Event, *event);
    if (!delivered)
        m_failed.insert(eventId);
}

bool EventLog::isDelivered(const QJsonObject &event) const
{
    return event.value("pending_webhooks"_L1).toInt() == 0 &&
           !m_failed.contains(event.value("id"_L1).toString());
}

} // namespace Orion::Sandbox
