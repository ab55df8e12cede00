#include "services/capacity/limitoutlooks.h"

#include "models/domain/infrastructure.h"
#include "services/forecast/dailyforecast.h"

#include <algorithm>

namespace Orion
{

namespace
{

constexpr double full = 100;  // percent
constexpr int daysAValue = 3; // that can be forecast; see Forecast::daysNeeded()

struct LimitedSeries
{
    CapacityMetric metric;
    std::optional<qint64> CapacitySnapshot::*use;
    std::optional<qint64> CapacitySnapshot::*limit;
};

constexpr std::array limitedSeries{
    LimitedSeries{CapacityMetric::Products, &CapacitySnapshot::limitedProducts,
                  &CapacitySnapshot::theoreticalProductsLimit},
    LimitedSeries{CapacityMetric::Orders, &CapacitySnapshot::limitedOrders,
                  &CapacitySnapshot::theoreticalOrdersLimit},
    LimitedSeries{CapacityMetric::TeamMembers, &CapacitySnapshot::limitedTeamMembers,
                  &CapacitySnapshot::theoreticalTeamLimit}};

// Percent of the limits in use, on the days that tell both.
std::vector<Forecast::DailyValue> percentages(std::span<const CapacitySnapshot> snapshots,
                                              const LimitedSeries &series)
{
    std::vector<Forecast::DailyValue> values;
    for (const CapacitySnapshot &day : snapshots) {
        const auto use = day.*series.use;
        const auto limit = day.*series.limit;
        if (use && limit && *limit > 0)
            values.push_back({day.date, full * double(*use) / double(*limit)});
    }
    return values;
}

// When the values reach the limit, if that is known and still to come.
Result<std::optional<LimitOutlook>> outlookOf(std::vector<Forecast::DailyValue> values,
                                              double limit, int days)
{
    if (values.empty())
        return std::nullopt;
    // With few values, as far as they carry.
    const int horizon = std::min(days, daysAValue * int(values.size()));
    const auto forecast = Forecast::forecastDaily({std::move(values), horizon, {limit}});
    if (!forecast)
        return fail(forecast.error());
    if (!forecast->isKnown() || forecast->crossings.empty() || forecast->crossings.front().isOver)
        return std::nullopt;
    const Forecast::Crossing &crossing = forecast->crossings.front();
    return LimitOutlook{{}, 0, crossing.earliest, crossing.likely, crossing.latest};
}

} // namespace

Result<std::vector<LimitOutlook>> limitOutlooks(std::span<const CapacitySnapshot> snapshots,
                                                int days)
{
    std::vector<LimitOutlook> outlooks;
    if (snapshots.empty())
        return outlooks;
    for (const LimitedSeries &series : limitedSeries) {
        auto outlook = outlookOf(percentages(snapshots, series), full, days);
        if (!outlook)
            return fail(outlook.error());
        if (!*outlook)
            continue;
        (*outlook)->metric = series.metric;
        (*outlook)->limit = double((snapshots.back().*series.limit).value_or(0));
        outlooks.push_back(**outlook);
    }
    const qint64 clients = snapshots.back().totalSubscriptions;
    const auto next = infrastructureSteps()[infrastructureStepFor(clients)].untilClients;
    if (!next)
        return outlooks;
    std::vector<Forecast::DailyValue> values;
    for (const CapacitySnapshot &day : snapshots)
        values.push_back({day.date, double(day.totalSubscriptions)});
    auto outlook = outlookOf(std::move(values), *next, days);
    if (!outlook)
        return fail(outlook.error());
    if (*outlook) {
        (*outlook)->limit = *next;
        outlooks.push_back(**outlook);
    }
    return outlooks;
}

} // namespace Orion
