#pragma once

#include "models/domain/capacity.h"
#include "models/domain/result.h"
#include "services/forecast/dailyforecast.h"

#include <array>
#include <span>

namespace Orion
{

// What of the platform grows, and is looked at over time.
enum class PlatformMetric
{
    Vendors,
    Subscriptions, // live ones: the clients of the scaling table
    Products,
    Orders, // of 30 days
    TeamMembers,
    DatabaseSize, // MB
    Storage,      // GB
};
inline constexpr std::array allPlatformMetrics{
    PlatformMetric::Vendors, PlatformMetric::Subscriptions, PlatformMetric::Products,
    PlatformMetric::Orders,  PlatformMetric::TeamMembers,   PlatformMetric::DatabaseSize,
    PlatformMetric::Storage};
// As growthTrends() names it: "vendors", "orders_monthly" …
QString toText(PlatformMetric metric);

// How a metric is looked at.
enum class Measure
{
    Amount,
    // Percent of the sum of the limits that is in use, where there are limits. These grow with the
    // vendors, so an amount cannot be held against today's sum for long.
    ShareOfLimit,
};

// What is in use of what is allowed, on one day.
struct LimitStanding
{
    qint64 used = 0;  // where there is a limit
    qint64 limit = 0; // the sum, or where the next infrastructure step begins
    qint64 limited = 0;
    qint64 unlimited = 0; // subscriptions that have none, and count in neither

    double percent() const { return limit > 0 ? 100.0 * double(used) / double(limit) : 100.0; }
    bool operator==(const LimitStanding &) const = default;
};

// Nothing where nothing has a limit, or where the day does not tell.
std::optional<LimitStanding> limitStanding(const CapacitySnapshot &day, PlatformMetric metric);

// Whether the vendors' limits hold for it, so that there is a share of them.
bool hasVendorLimits(PlatformMetric metric);

// Nothing where it was not measured.
std::optional<double> valueOf(const CapacitySnapshot &day, PlatformMetric metric, Measure measure);

struct MetricQuestion
{
    PlatformMetric metric = PlatformMetric::Vendors;
    Measure measure = Measure::Amount;
    int horizon = 90; // days after the last snapshot, up to Forecast::longestHorizon

    bool operator==(const MetricQuestion &) const = default;
};

// How a metric came to where it is, and how it goes on.
struct MetricOutlook
{
    MetricQuestion question;
    std::vector<Forecast::DailyValue> history; // by day, of all snapshots that tell
    std::optional<double> limit;               // in the unit of the values
    int horizon = 0; // days that are forecast: fewer than asked for where few snapshots carry less
    int moreDaysForHorizon = 0; // snapshots that are missing to what was asked for
    Forecast::DailyForecast forecast;

    const Forecast::Crossing *crossing() const; // of the limit; null: none asked for, or not known
};

inline constexpr int forecastHistoryDays = 1200; // more than three years, for a season of the year

// Pure; takes some tens of milliseconds, so not on the GUI thread. The snapshots are in the order
// of their days. Errors: InvalidArgument for a horizon out of range.
Result<MetricOutlook> metricOutlook(std::span<const CapacitySnapshot> snapshots,
                                    const MetricQuestion &question);

} // namespace Orion
