#pragma once

#include "models/domain/capacity.h"

#include <span>

namespace Orion
{

// How one metric moved over a period, from its first value in it to its last.
struct GrowthTrend
{
    QString metric;      // as the API names it: "vendors", "products" …
    bool isCount = true; // of whole things; else measured
    double startValue = 0;
    double currentValue = 0;
    double change = 0;
    // Of the start value; nothing when that is 0, for then there is no rate.
    std::optional<double> growthRatePercent;
    std::optional<double> dailyGrowthRate;   // percent a day
    std::optional<double> monthlyProjection; // in 30 days, along a straight line
    int coveredDays = 0;                     // that its values stand for
};

// Growth over a period of days (UTC). Each snapshot stands for its day, so 30 in a row cover 30
// days; where they begin later, the rates are of the days that they cover.
struct GrowthTrends
{
    QDate first; // of the period
    QDate last;
    int snapshots = 0;
    QDate firstSnapshot; // invalid: none
    QDate lastSnapshot;
    std::vector<GrowthTrend> trends; // of each metric with two values at least

    int periodDays() const { return int(first.daysTo(last)) + 1; }
};

// The snapshots are in the order of their days; those outside of the period do not count.
GrowthTrends growthTrends(std::span<const CapacitySnapshot> snapshots, const QDate &first,
                          const QDate &last);

// The metrics of a snapshot that can grow, by the API's name, and their value on that day: nothing
// where it was not measured.
struct SnapshotMetric
{
    const char *name;
    std::optional<double> (*value)(const CapacitySnapshot &day);
    bool isCount = true; // of whole things; else measured
};
std::span<const SnapshotMetric> snapshotMetrics();

} // namespace Orion
