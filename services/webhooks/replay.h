#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"
#include "services/webhooks/webhookfilter.h"

#include <QStringList>

#include <functional>

namespace Orion
{

// Puts events back into the queue as if they had just arrived, whatever became of them, and writes
// the audit log. Harmless for events that were applied: they change nothing again. Returns how many
// were; unknown ids are skipped, and applied events whose payload is no longer kept, which could
// only fail. NotFound when none is left. The companion applies them when it is told (notifyChanges
// with Topic::Webhooks) or at its next look.
Result<int> replayEvents(Session &session, const QStringList &eventIds, const QString &actor);

// How many events have been put back so far; false ends the replay after these.
using ReplayProgress = std::function<bool(qint64 replayed)>;

// The same for every event that matches and was there when it began, the oldest first, a thousand a
// transaction: what was put back before an error or an end stays so. Returns how many; none is no
// error.
Result<qint64> replayMatching(Session &session, const WebhookFilter &filter, const QString &actor,
                              const ReplayProgress &progress = {});

} // namespace Orion
