#pragma once

#include "services/stripe/operations/stripeoperations.h"

namespace Orion
{

// A row of billing.stripe_operations as the one who runs it needs it.
struct OperationRecord
{
    StripeOperation operation;
    QByteArray idempotencyKey;
    QByteArray method;
    QString path;
    QByteArray body;  // the encoded form, byte for byte what is sent each time
    int attempts = 1; // this one included

    StripeCall call(StripePriority priority) const;
};

// The reads and writes of billing.stripe_operations. Each commits by itself.
namespace OperationRecords
{

// The plan as a record, with an id and an idempotency key of its own. Not stored yet.
OperationRecord make(const OperationPlan &plan, const QDateTime &now);

// Stores it as pending and takes its lock: nobody sees the one without the other.
Result<AdvisoryLock> store(Session &session, OperationRecord &record);

// The lock of one that is stored; nothing when somebody runs it.
Result<std::optional<AdvisoryLock>> tryLock(Session &session, qint64 id);

// Counts another attempt and answers the record; nothing when it is not pending any more. Hold its
// lock. From attempt to attempt it becomes due later: from ten seconds to a quarter of an hour.
Result<std::optional<OperationRecord>> beginAttempt(Session &session, qint64 id,
                                                    const QDateTime &now);

// Done: records the outcome together with the effect. Where somebody else was faster, nothing is
// changed.
Result<void> succeed(Session &session, const OperationRecord &record, const StripeAnswer &answer,
                     const OperationEffect *effect, const QDateTime &now);

// Refused for good, or given up: state is "failed" or "abandoned".
Result<void> end(Session &session, const OperationRecord &record, const QString &state,
                 const StripeError &error, const QDateTime &now);

// Not known whether it was done: it stays pending.
Result<void> keepPending(Session &session, const OperationRecord &record, const StripeError &error,
                         const QDateTime &now);

struct Pending
{
    qint64 id = 0;
    std::optional<qint64> vendorId;
};

// Those whose time has come, the oldest first.
Result<std::vector<Pending>> due(Session &session, const QDateTime &now, int limit);

// The vendor's pending ones, the oldest first.
Result<std::vector<qint64>> pendingOfVendor(Session &session, qint64 vendorId);

} // namespace OperationRecords

} // namespace Orion
