#pragma once

#include "models/domain/page.h"
#include "models/domain/result.h"
#include "models/domain/webhookevent.h"
#include "services/database/session.h"
#include "services/webhooks/webhookfilter.h"

#include <map>

namespace Orion
{

// The newest first, by arrival. Errors: InvalidArgument for a cursor that is not ours.
Result<Page<WebhookEvent>> listEvents(Session &session, const WebhookFilter &filter,
                                      const PageRequest &request);

// Errors: NotFound.
Result<WebhookEvent> getEvent(Session &session, const QString &eventId);

// The bytes as Stripe sent them. Errors: NotFound when there is no such event or its payload was
// dropped with its month; Forbidden for roles that may not see payloads.
Result<QByteArray> eventPayload(Session &session, const QString &eventId);

// How many events match.
Result<qint64> countEvents(Session &session, const WebhookFilter &filter);

// How many events there are of each status; statuses without any count 0.
Result<std::map<WebhookStatus, qint64>> countByStatus(Session &session);

} // namespace Orion
