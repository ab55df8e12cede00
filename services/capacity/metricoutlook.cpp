#include "services/capacity/metricoutlook.h"

#include "models/domain/infrastructure.h"

#include <algorithm>

namespace Orion
{

namespace
{

constexpr double full = 100;  // percent
constexpr int daysAValue = 3; // that can be forecast; see Forecast::daysNeeded()

LimitStanding infrastructureStanding(qint64 clients, int limit)
{
    return {clients, limit, clients, 0};
}

std::optional<LimitStanding> standingOf(const CapacitySnapshot &day,
                                        const std::optional<qint64> &used,
                                        const std::optional<qint64> &limit,
                                        const std::optional<qint64> &unlimited)
{
    if (!used || !limit || *limit <= 0)
        return std::nullopt;
    const qint64 without = unlimited.value_or(0);
    return LimitStanding{*used, *limit, std::max<qint64>(0, day.totalSubscriptions - without),
                         without};
}

// What the limit of an amount is: only clients have one that stays where it is.
std::optional<double> limitOf(std::span<const CapacitySnapshot> snapshots,
                              const MetricQuestion &question)
{
    if (question.measure == Measure::ShareOfLimit)
        return full;
    if (question.metric != PlatformMetric::Subscriptions || snapshots.empty())
        return std::nullopt;
    const auto standing = limitStanding(snapshots.back(), question.metric);
    return standing ? std::optional(double(standing->limit)) : std::nullopt;
}

} // namespace

QString toText(PlatformMetric metric)
{
    switch (metric) {
    case PlatformMetric::Vendors:
        return QStringLiteral("vendors");
    case PlatformMetric::Subscriptions:
        return QStringLiteral("subscriptions");
    case PlatformMetric::Products:
        return QStringLiteral("products");
    case PlatformMetric::Orders:
        return QStringLiteral("orders_monthly");
    case PlatformMetric::TeamMembers:
        return QStringLiteral("team_members");
    case PlatformMetric::DatabaseSize:
        return QStringLiteral("db_size_mb");
    case PlatformMetric::Storage:
        break;
    }
    return QStringLiteral("storage_gb");
}

bool hasVendorLimits(PlatformMetric metric)
{
    return metric == PlatformMetric::Products || metric == PlatformMetric::Orders ||
           metric == PlatformMetric::TeamMembers;
}

std::optional<LimitStanding> limitStanding(const CapacitySnapshot &day, PlatformMetric metric)
{
    switch (metric) {
    case PlatformMetric::Subscriptions: {
        const auto next =
            infrastructureSteps()[infrastructureStepFor(day.totalSubscriptions)].untilClients;
        return next ? std::optional(infrastructureStanding(day.totalSubscriptions, *next))
                    : std::nullopt;
    }
    case PlatformMetric::Products:
        return standingOf(day, day.limitedProducts, day.theoreticalProductsLimit,
                          day.unlimitedProducts);
    case PlatformMetric::Orders:
        return standingOf(day, day.limitedOrders, day.theoreticalOrdersLimit, day.unlimitedOrders);
    case PlatformMetric::TeamMembers:
        return standingOf(day, day.limitedTeamMembers, day.theoreticalTeamLimit,
                          day.unlimitedTeamMembers);
    case PlatformMetric::Vendors:
    case PlatformMetric::DatabaseSize:
    case PlatformMetric::Storage:
        break;
    }
    return std::nullopt;
}

std::optional<double> valueOf(const CapacitySnapshot &day, PlatformMetric metric, Measure measure)
{
    if (measure == Measure::ShareOfLimit) {
        const auto standing =
            hasVendorLimits(metric) ? limitStanding(day, metric) : std::optional<LimitStanding>();
        return standing ? std::optional(standing->percent()) : std::nullopt;
    }
    switch (metric) {
    case PlatformMetric::Vendors:
        return double(day.totalVendors);
    case PlatformMetric::Subscriptions:
        return double(day.totalSubscriptions);
    case PlatformMetric::Products:
        return double(day.totalProducts);
    case PlatformMetric::Orders:
        return double(day.totalOrdersMonth);
    case PlatformMetric::TeamMembers:
        return double(day.totalTeamMembers);
    case PlatformMetric::DatabaseSize:
        return day.dbSizeMb;
    case PlatformMetric::Storage:
        break;
    }
    return day.storageUsedGb;
}

const Forecast::Crossing *MetricOutlook::crossing() const
{
    return forecast.crossings.empty() ? nullptr : &forecast.crossings.front();
}

Result<MetricOutlook> metricOutlook(std::span<const CapacitySnapshot> snapshots,
                                    const MetricQuestion &question)
{
    if (question.horizon < 1 || question.horizon > Forecast::longestHorizon)
        return fail(
            ErrorCode::InvalidArgument,
            QStringLiteral("A forecast reaches from 1 to %1 days.").arg(Forecast::longestHorizon));
    MetricOutlook outlook;
    outlook.question = question;
    for (const CapacitySnapshot &day : snapshots) {
        if (const auto value = valueOf(day, question.metric, question.measure))
            outlook.history.push_back({day.date, *value});
    }
    outlook.limit = limitOf(snapshots, question);

    Forecast::DailyRequest request;
    if (!outlook.history.empty()) {
        const QDate first = outlook.history.back().day.addDays(-forecastHistoryDays);
        const auto begin =
            std::ranges::lower_bound(outlook.history, first, {}, &Forecast::DailyValue::day);
        request.history.assign(begin, outlook.history.end());
    }
    // With few values, as far as they carry.
    const int carried = daysAValue * int(request.history.size());
    request.horizon = std::clamp(carried, 1, question.horizon);
    if (outlook.limit)
        request.limits = {*outlook.limit};
    outlook.moreDaysForHorizon =
        std::max(0, Forecast::daysNeeded(question.horizon) - int(request.history.size()));
    auto forecast = Forecast::forecastDaily(request);
    if (!forecast)
        return fail(forecast.error());
    outlook.forecast = std::move(*forecast);
    outlook.horizon = int(outlook.forecast.points.size());
    return outlook;
}

} // namespace Orion
