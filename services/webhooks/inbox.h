#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <span>
#include <vector>

namespace Orion
{

// A webhook event as it is written into the inbox: what the envelope says, and the signed bytes.
struct ReceivedEvent
{
    QString eventId;
    QString eventType;
    QString apiVersion; // empty: the envelope names none
    QString account;    // empty: the account's own event
    QString objectId;   // what it is about: sub_…, in_…; empty when the object has no id
    bool livemode = false;
    QDateTime createdAt;                        // at Stripe, UTC, whole seconds
    QByteArray payload;                         // byte for byte as received, valid UTF-8
    QString source = QStringLiteral("webhook"); // or recovery, demo
};

// Reads the envelope of an event. Errors: InvalidArgument with a sentence about what is missing or
// wrong. Does not limit the size; the HTTP server does. Any thread.
Result<ReceivedEvent> parseEvent(const QByteArray &body);

// Stores events and their payloads, all in one statement and so all or none; durable when it
// returns outside a transaction. The answer tells for each, in the order given, whether it was
// new (true) or seen before (false), in the database or earlier in the same batch.
Result<std::vector<bool>> storeEvents(Session &session, std::span<const ReceivedEvent> events);

} // namespace Orion
