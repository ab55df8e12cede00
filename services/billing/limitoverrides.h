#pragma once

#include "models/domain/enums.h"
#include "models/domain/limits.h"
#include "models/domain/result.h"

namespace Orion
{

class Session;

// Lets a vendor have another limit on a metric than its tier, nothing for unlimited, until it
// expires; replaces an earlier exception. Needs the role orion_admin. Leaves an audit row.
// Errors: NotFound for the vendor, InvalidArgument without a reason, for a limit that cannot be one
// or an expiry that has passed.
Result<void> setLimitOverride(Session &session, const QString &vendorCode, UsageMetric metric,
                              const LimitOverride &custom, const QString &reason,
                              const QString &actor, const QDateTime &now);

// Back to the tier's limit. Fine when there is no exception.
Result<void> clearLimitOverride(Session &session, const QString &vendorCode, UsageMetric metric,
                                const QString &reason, const QString &actor, const QDateTime &now);

} // namespace Orion
