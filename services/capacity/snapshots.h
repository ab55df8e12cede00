#pragma once

#include "models/domain/capacity.h"
#include "models/domain/result.h"
#include "services/database/session.h"

namespace Orion
{

// Measures the platform as it stands and writes it down for the day of `now` (UTC). Whoever does so
// again on that day replaces it. Measured in one statement, which reads every vendor, subscription
// and window of the last weeks.
Result<CapacitySnapshot> captureSnapshot(Session &session, const QDateTime &now);

// Those of the days from `first` to `last`, both included, by day. Days without one are missing.
Result<std::vector<CapacitySnapshot>> listSnapshots(Session &session, const QDate &first,
                                                    const QDate &last);

// Nothing when none has ever been captured.
Result<std::optional<CapacitySnapshot>> latestSnapshot(Session &session);

} // namespace Orion
