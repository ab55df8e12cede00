#pragma once

#include "models/domain/enums.h"
#include "models/domain/result.h"
#include "services/database/session.h"

#include <QDateTime>
#include <QStringList>

#include <optional>
#include <vector>

namespace Orion
{

// The inbox as a queue: taking events out and marking what became of them. Used by the processor,
// inside its transaction.
struct ClaimedEvent
{
    qint64 rowId = 0;
    QString eventId;
    int attempts = 0;                  // made before this one
    QDateTime createdAt;               // at Stripe, UTC
    QDateTime receivedAt;              // UTC
    bool wasDelivered = true;          // not recovered from Stripe's list
    std::optional<QByteArray> payload; // nothing: dropped with its month
};

// Which events somebody takes, when several work side by side: those whose object falls to it. Two
// batches about different objects rarely wait for one another.
struct QueueShare
{
    int index = 0; // below of
    int of = 1;
};

// Events of the share that are due, in the order of arrival: those that came anew and, as up to
// half of them, those whose next attempt is due. Nobody else gets them until the transaction ends.
Result<std::vector<ClaimedEvent>> claimEvents(Session &session, int limit, const QDateTime &now,
                                              QueueShare share = {});

// Waits until no other transaction holds any of the keys, and holds them to the end of this one.
// All at once and in one order, so that two batches never wait for one another in a circle.
Result<void> lockKeysInOrder(Session &session, const QStringList &keys);

struct EventMark
{
    qint64 rowId = 0;
    WebhookStatus status = WebhookStatus::Received;
    QString note; // last_error
    std::optional<qint64> vendorId;
    QDateTime nextAttempt; // of one that stays received
};

// Writes the marks; each counts as one attempt.
Result<void> markEvents(Session &session, const std::vector<EventMark> &marks,
                        const QDateTime &now);

} // namespace Orion
