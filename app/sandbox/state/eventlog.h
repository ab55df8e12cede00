#pragma once

#include "app/sandbox/state/identifiers.h"
#include "app/sandbox/state/store.h"

#include <QSet>

#include <functional>

namespace Orion::Sandbox
{

// Whether the endpoint wants the type of event: it is enabled and lists the type or "*".
bool endpointWants(const QJsonObject &endpoint, const QString &eventType);

// Where an event is to be sent, and what signs it.
struct Delivery
{
    QString eventId;
    QString endpointId;
    QString url;
    QByteArray secret;
    QByteArray body; // the event as JSON, the same bytes at every attempt
};

// Writes events into the store and hands each to whoever delivers it, once per endpoint that wants
// it. Part of State, under the same lock.
class EventLog
{
public:
    EventLog(Store &store, Identifiers &identifiers);

    // The request that causes what is recorded until the next call; none for what happens by
    // itself.
    void setCause(const QString &requestId, const QString &idempotencyKey);

    // While muted nothing is recorded: what is loaded has happened before.
    void setMuted(bool muted) { m_muted = muted; }

    // Does nothing for an empty type.
    void record(const QString &type, const QJsonObject &object, qint64 now,
                const QJsonObject &previous = {});

    // Called with each delivery, under the lock: it must only take it over.
    void setSink(std::function<void(const Delivery &)> sink);

    // What became of a delivery: done for good, either way.
    void settle(const QString &eventId, bool delivered);

    // Whether the event reached every endpoint that wanted it.
    bool isDelivered(const QJsonObject &event) const;

private:
    QByteArray rendered(QJsonObject event, const QString &version) const;

    Store &m_store;
    Identifiers &m_identifiers;
    std::function<void(const Delivery &)> m_sink;
    bool m_muted = false;
    QString m_requestId;
    QString m_idempotencyKey;
    QSet<QString> m_failed; // ids of events that an endpoint never took
};

} // namespace Orion::Sandbox
