#pragma once

#include "services/capacity/capacityoverview.h"
#include "ui/charts/timechartdata.h"

namespace Orion
{

// The past of the metric, its forecast with both intervals, its limit and when that is reached.
// Pure.
TimeChartData historyChart(const MetricOutlook &outlook, const CapacitySnapshot &latest);

// The live subscriptions by tier, stacked, the smallest tier at the bottom: how many, or what part
// of all in percent. Pure.
TimeChartData tierChart(const std::vector<CapacitySnapshot> &snapshots,
                        const std::vector<TierName> &tiers, bool isPercent);

} // namespace Orion
