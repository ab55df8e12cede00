#include "models/domain/growth.h"

#include <algorithm>

namespace Orion
{

namespace
{

constexpr int projectedDays = 30;

template <auto member>
std::optional<double> valueOf(const CapacitySnapshot &day)
{
    const auto value = day.*member;
    if constexpr (requires { value.has_value(); })
        return value ? std::optional(double(*value)) : std::nullopt;
    else
        return double(value);
}

// From the first to the last value of the period; nothing when they are not of two days.
std::optional<GrowthTrend> trendOf(std::span<const CapacitySnapshot> days,
                                   const SnapshotMetric &metric)
{
    const CapacitySnapshot *first = nullptr;
    const CapacitySnapshot *last = nullptr;
    for (const CapacitySnapshot &day : days) {
        if (!metric.value(day))
            continue;
        if (!first)
            first = &day;
        last = &day;
    }
    if (first == last)
        return std::nullopt;
    GrowthTrend trend;
    trend.metric = QLatin1String(metric.name);
    trend.isCount = metric.isCount;
    trend.startValue = *metric.value(*first);
    trend.currentValue = *metric.value(*last);
    trend.change = trend.currentValue - trend.startValue;
    trend.coveredDays = int(first->date.daysTo(last->date)) + 1;
    if (trend.startValue > 0) {
        const double rate = 100 * trend.change / trend.startValue;
        trend.growthRatePercent = rate;
        trend.dailyGrowthRate = rate / trend.coveredDays;
        trend.monthlyProjection =
            std::max(0.0, trend.currentValue * (1 + *trend.dailyGrowthRate * projectedDays / 100));
    }
    return trend;
}

} // namespace

std::span<const SnapshotMetric> snapshotMetrics()
{
    using Day = CapacitySnapshot;
    static constexpr std::array metrics{
        SnapshotMetric{"vendors", &valueOf<&Day::totalVendors>},
        SnapshotMetric{"active_vendors", &valueOf<&Day::activeVendors>},
        SnapshotMetric{"trial_vendors", &valueOf<&Day::trialVendors>},
        SnapshotMetric{"subscriptions", &valueOf<&Day::totalSubscriptions>},
        SnapshotMetric{"active_subscriptions", &valueOf<&Day::activeSubscriptions>},
        SnapshotMetric{"products", &valueOf<&Day::totalProducts>},
        SnapshotMetric{"orders_monthly", &valueOf<&Day::totalOrdersMonth>},
        SnapshotMetric{"team_members", &valueOf<&Day::totalTeamMembers>},
        SnapshotMetric{"storage_gb", &valueOf<&Day::storageUsedGb>, false},
        SnapshotMetric{"db_size_mb", &valueOf<&Day::dbSizeMb>, false}};
    return metrics;
}

GrowthTrends growthTrends(std::span<const CapacitySnapshot> snapshots, const QDate &first,
                          const QDate &last)
{
    const auto begin = std::ranges::lower_bound(snapshots, first, {}, &CapacitySnapshot::date);
    const auto end = std::ranges::upper_bound(snapshots, last, {}, &CapacitySnapshot::date);
    const std::span<const CapacitySnapshot> days(begin, end);
    GrowthTrends growth{first, last, int(days.size()), {}, {}, {}};
    if (days.empty())
        return growth;
    growth.firstSnapshot = days.front().date;
    growth.lastSnapshot = days.back().date;
    for (const SnapshotMetric &metric : snapshotMetrics()) {
        if (const auto trend = trendOf(days, metric))
            growth.trends.push_back(*trend);
    }
    return growth;
}

} // namespace Orion
