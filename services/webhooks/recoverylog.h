#pragma once

#include "services/webhooks/recovery.h"

#include <vector>

namespace Orion
{

// A run of recoverEvents() as billing.webhook_recoveries has it.
struct RecoveryRun
{
    qint64 id = 0;
    QString cause; // start, outage, command, job
    QString actor;
    QDateTime since;
    QDateTime reached; // invalid: nowhere yet
    QString state;     // running, succeeded, failed, interrupted
    qint64 listed = 0;
    qint64 recovered = 0;
    qint64 unreadable = 0;
    QString message; // why it failed
    QDateTime startedAt;
    QDateTime finishedAt; // invalid: still running
};

// The newest first.
Result<std::vector<RecoveryRun>> listRecoveries(Session &session, int limit);

// For the one that holds the lock of recoveries: whoever still stands there as running is not.
Result<qint64> beginRecovery(Session &session, const RecoveryOptions &options,
                             const RecoveryProgress &progress, const QDateTime &now);
Result<void> noteRecovery(Session &session, qint64 run, const RecoveryProgress &progress,
                          const QDateTime &reached);
Result<void> endRecovery(Session &session, qint64 run, const RecoveryProgress &progress,
                         const Result<void> &outcome, const QDateTime &now);

} // namespace Orion
