#include "services/capacity/limitoutlooks.h"

#include "services/capacity/metricoutlook.h"

namespace Orion
{

namespace
{

struct LimitedMetric
{
    std::optional<CapacityMetric> metric; // nothing: clients, and the infrastructure step
    PlatformMetric measured;
};

constexpr std::array limitedMetrics{
    LimitedMetric{CapacityMetric::Products, PlatformMetric::Products},
    LimitedMetric{CapacityMetric::Orders, PlatformMetric::Orders},
    LimitedMetric{CapacityMetric::TeamMembers, PlatformMetric::TeamMembers},
    LimitedMetric{std::nullopt, PlatformMetric::Subscriptions}};

// When the metric reaches its limit, if that is known and still to come.
Result<std::optional<LimitOutlook>> outlookOf(std::span<const CapacitySnapshot> snapshots,
                                              const LimitedMetric &limited, int days)
{
    const Measure measure = limited.metric ? Measure::ShareOfLimit : Measure::Amount;
    const auto outlook = metricOutlook(snapshots, {limited.measured, measure, days});
    if (!outlook)
        return fail(outlook.error());
    const Forecast::Crossing *crossing = outlook->crossing();
    if (!crossing || crossing->isOver)
        return std::nullopt;
    const auto standing = limitStanding(snapshots.back(), limited.measured);
    return LimitOutlook{limited.metric, standing ? double(standing->limit) : 0, crossing->earliest,
                        crossing->likely, crossing->latest};
}

} // namespace

Result<std::vector<LimitOutlook>> limitOutlooks(std::span<const CapacitySnapshot> snapshots,
                                                int days)
{
    std::vector<LimitOutlook> outlooks;
    for (const LimitedMetric &limited : limitedMetrics) {
        auto outlook = outlookOf(snapshots, limited, days);
        if (!outlook)
            return fail(outlook.error());
        if (*outlook)
            outlooks.push_back(std::move(**outlook));
    }
    return outlooks;
}

} // namespace Orion
