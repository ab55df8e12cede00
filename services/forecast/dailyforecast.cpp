#include "services/forecast/dailyforecast.h"

#include "services/forecast/crossing.h"
#include "services/forecast/forecaster.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace Orion::Forecast
{

namespace
{

constexpr int twoWeeks = 14;
constexpr int week = 7;
constexpr int year = 365;

using Days = std::map<QDate, double>;

Result<Days> sorted(const std::vector<DailyValue> &history)
{
    Days days;
    for (const DailyValue &one : history) {
        if (!one.day.isValid() || !std::isfinite(one.value))
            return fail(ErrorCode::InvalidArgument,
                        QStringLiteral("A day of the history has no date or no finite value."));
        if (!days.emplace(one.day, one.value).second)
            return fail(
                ErrorCode::InvalidArgument,
                QStringLiteral("The history has %1 twice.").arg(one.day.toString(Qt::ISODate)));
    }
    return days;
}

Result<void> check(const DailyRequest &request)
{
    if (request.horizon < 1 || request.horizon > longestHorizon)
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("A forecast reaches from 1 to %1 days.").arg(longestHorizon));
    if (!std::ranges::all_of(request.limits, [](double limit) { return std::isfinite(limit); }))
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("A limit to be crossed has to be a finite number."));
    return {};
}

// One value a day, NaN for the missing ones.
std::vector<double> spaced(const Days &days)
{
    const QDate first = days.begin()->first;
    const auto count = std::size_t(first.daysTo(days.rbegin()->first)) + 1;
    std::vector<double> values(count, std::numeric_limits<double>::quiet_NaN());
    for (const auto &[day, value] : days)
        values[std::size_t(first.daysTo(day))] = value;
    return values;
}

Crossing crossingOf(double limit, std::span<const Point> points, const QDate &last, double present)
{
    Crossing crossing;
    crossing.limit = limit;
    if (present >= limit) {
        crossing.isOver = true;
        crossing.earliest = crossing.likely = crossing.latest = last;
        return crossing;
    }
    const auto dayOf = [&](std::optional<std::size_t> step) -> std::optional<QDate> {
        if (!step)
            return std::nullopt;
        return last.addDays(qint64(*step) + 1);
    };
    const CrossingSteps steps = findCrossing(points, limit);
    crossing.earliest = dayOf(steps.earliest);
    crossing.likely = dayOf(steps.likely);
    crossing.latest = dayOf(steps.latest);
    return crossing;
}

} // namespace

int daysNeeded(int horizon)
{
    return std::max(twoWeeks, (horizon + 2) / 3);
}

Result<DailyForecast> forecastDaily(const DailyRequest &request)
{
    if (const auto checked = check(request); !checked)
        return fail(checked.error());
    const auto days = sorted(request.history);
    if (!days)
        return fail(days.error());

    DailyForecast forecast;
    forecast.moreDaysNeeded = std::max(0, daysNeeded(request.horizon) - int(days->size()));
    if (!forecast.isKnown())
        return forecast;

    const Outlook outlook = foresee(
        spaced(*days), {.horizon = request.horizon, .candidates = {week, year}, .given = {}});
    const QDate last = days->rbegin()->first;
    std::vector<Point> points;
    for (std::size_t step = 0; step < std::size_t(request.horizon); ++step) {
        points.push_back(outlook.at(step));
        forecast.points.push_back({last.addDays(qint64(step) + 1), points.back()});
    }
    for (const double limit : request.limits)
        forecast.crossings.push_back(crossingOf(limit, points, last, days->rbegin()->second));
    forecast.summary = outlook.summary();
    return forecast;
}

} // namespace Orion::Forecast
