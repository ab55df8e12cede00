#include "services/forecast/backtest.h"

#include <algorithm>
#include <cmath>

namespace Orion::Forecast
{

namespace
{

constexpr std::size_t mostBacktests = 40;
constexpr std::size_t leastLearning = 6;

} // namespace

ErrorMeasure::ErrorMeasure(std::span<const double> values)
    : m_isRelative(std::ranges::all_of(values, [](double value) { return value > 0; }))
{}

double ErrorMeasure::error(double actual, double forecast) const
{
    return m_isRelative ? std::log(actual / forecast) : actual - forecast;
}

double ErrorMeasure::moved(double forecast, double error) const
{
    return m_isRelative ? forecast * std::exp(error) : forecast + error;
}

BacktestPlan BacktestPlan::make(std::size_t count, int horizon, int period)
{
    BacktestPlan plan;
    plan.steps = int(std::clamp<std::size_t>(count / 4, 1, std::size_t(horizon)));
    // Half of the history, or what every method needs to show what it can.
    const std::size_t learning =
        std::max(leastLearning, std::min(count / 2, std::size_t(4 * period + 2 * horizon)));
    const std::size_t steps = std::size_t(plan.steps);
    if (count < learning + steps)
        return plan;
    const std::size_t room = count - steps - learning;
    const std::size_t distance = std::clamp<std::size_t>(room / (mostBacktests - 1), 1,
                                                         std::max<std::size_t>(1, (steps + 1) / 3));
    for (std::size_t back = 0; back <= room && plan.lengths.size() < mostBacktests;
         back += distance)
        plan.lengths.push_back(count - steps - back);
    std::ranges::reverse(plan.lengths);
    return plan;
}

std::vector<Backtest> runBacktests(CandidateSet &set, const BacktestPlan &plan)
{
    std::vector<Backtest> tests;
    tests.reserve(plan.lengths.size());
    for (const std::size_t length : plan.lengths)
        tests.push_back({length, set.forecastsAt(length)});
    return tests;
}

} // namespace Orion::Forecast
