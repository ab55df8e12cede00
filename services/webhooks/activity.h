#pragma once

#include "models/domain/result.h"
#include "models/domain/webhookactivity.h"
#include "services/database/session.h"

namespace Orion
{

// How many events wait or failed, of each up to 100,000. Cheap enough for every few seconds,
// whatever the log's size.
Result<WebhookQueue> webhookQueue(Session &session, const QDateTime &now);

// The last minutes up to now, the present one included. Reads each event that arrived in them.
Result<WebhookActivity> webhookActivity(Session &session, const QDateTime &now, int minutes);

} // namespace Orion
