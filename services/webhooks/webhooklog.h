#pragma once

#include "models/domain/page.h"
#include "models/domain/result.h"
#include "models/domain/webhookevent.h"
#include "services/database/session.h"

#include <QStringList>

#include <map>
#include <optional>

namespace Orion
{

// What the log of webhook events is narrowed to; empty fields do not narrow.
struct WebhookFilter
{
    std::optional<WebhookStatus> status;
    QString typePrefix; // "invoice." or a whole type
    QString vendorCode;
    QString search;          // part of an event's or an object's id, or of a vendor's code or name
    QDateTime receivedFrom;  // inclusive
    QDateTime receivedUntil; // exclusive
};

// The newest first, by arrival. Errors: InvalidArgument for a cursor that is not ours.
Result<Page<WebhookEvent>> listEvents(Session &session, const WebhookFilter &filter,
                                      const PageRequest &request);

// Errors: NotFound.
Result<WebhookEvent> getEvent(Session &session, const QString &eventId);

// The bytes as Stripe sent them. Errors: NotFound when there is no such event or its payload was
// dropped with its month; Forbidden for roles that may not see payloads.
Result<QByteArray> eventPayload(Session &session, const QString &eventId);

// Puts events back into the queue as if they had just arrived, whatever became of them, and writes
// the audit log. Harmless for events that were applied: they change nothing again. Returns how many
// were found; unknown ids are skipped, and NotFound when none is known. The companion applies them
// when it is told (notifyChanges with Topic::Webhooks) or at its next look.
Result<int> replayEvents(Session &session, const QStringList &eventIds, const QString &actor);

// How many events there are of each status; statuses without any count 0.
Result<std::map<WebhookStatus, qint64>> countByStatus(Session &session);

} // namespace Orion
