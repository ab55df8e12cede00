#pragma once

#include "models/domain/limits.h"
#include "models/domain/result.h"
#include "services/database/session.h"

namespace Orion
{

// A tier, and how many of its live subscriptions are near one of their limits. A limit of 1 has no
// near: whoever uses it at all is at it.
struct TierPressure
{
    QString code;
    QString name;
    bool isActive = true; // may be sold
    Limit products;       // the tier's own
    Limit orders;
    Limit teamMembers;
    qint64 subscriptions = 0;
    qint64 nearProducts = 0;
    qint64 nearOrders = 0;
    qint64 nearTeamMembers = 0;
    qint64 nearAny = 0; // to any of them

    bool operator==(const TierPressure &) const = default;
};

// All tiers in their order. Near is who uses so many percent of the limit that holds, the vendor's
// exceptions included. Reads every live subscription.
Result<std::vector<TierPressure>> tierPressure(Session &session, int nearPercent,
                                               const QDateTime &now);

} // namespace Orion
