#pragma once

#include "services/jobs/batches.h"

namespace Orion
{

// When subscriptions of a status become expired. Expressions on their row, which an index has:
// migration 0012.
struct Expiry
{
    QString status;
    QString condition; // that they meet besides
    QString over;      // the time at which it is over; their end from then on
    QString told;      // what the audit calls that time
};

// Lets the first so many of them expire whose time is over by then, each with its change and its
// entry in the audit log.
Result<Batch> expireSubscriptions(JobContext &context, const Expiry &expiry, const QDateTime &until,
                                  qint64 mostRows);

} // namespace Orion
