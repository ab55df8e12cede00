#pragma once

#include "services/capacity/metricoutlook.h"
#include "services/database/session.h"

namespace Orion
{

struct TierName
{
    QString code;
    QString name;

    bool operator==(const TierName &) const = default;
};

// What the console's Capacity page shows of the snapshots.
struct CapacityOverview
{
    std::vector<CapacitySnapshot> snapshots; // all there are, by day
    std::vector<TierName> tiers;             // in their order, the smallest first
    MetricOutlook outlook;                   // of the metric that was asked for
};

// Reads every snapshot up to today (a few thousand rows after ten years) and forecasts one metric:
// a tenth of a second. Says nothing about the present use, which takes reading every subscription;
// see CapacityService.
Result<CapacityOverview> capacityOverview(Session &session, const MetricQuestion &question,
                                          const QDate &today);

} // namespace Orion
