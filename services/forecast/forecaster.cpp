#include "services/forecast/forecaster.h"

#include "services/forecast/cleaning.h"
#include "services/forecast/combination.h"
#include "services/forecast/statistics.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace Orion::Forecast
{

namespace
{

constexpr double level80 = 0.80;
constexpr double level95 = 0.95;

std::vector<double> scaled(std::span<const double> values, const ErrorMeasure &measure)
{
    std::vector<double> result(values.begin(), values.end());
    if (measure.isRelative()) {
        for (double &value : result)
            value = std::log(value);
    }
    return result;
}

Seasons seasonsOf(std::span<const double> values, const Question &question)
{
    if (question.given.empty())
        return findSeasons(values, question.candidates);
    std::vector<Season> seasons;
    for (const int period : question.given)
        seasons.push_back({period, seasonalStrength(values, period)});
    return Seasons(std::move(seasons));
}

// One row of errors for each backtest, as the combination would have made them.
std::vector<std::vector<double>> errorsOf(const std::vector<Backtest> &backtests, int steps,
                                          std::span<const double> values,
                                          std::span<const double> weights,
                                          const ErrorMeasure &measure)
{
    std::vector<std::vector<double>> errors;
    for (const Backtest &test : backtests) {
        const Path path = combined(test.paths, weights);
        std::vector<double> row;
        for (std::size_t step = 0; step < std::size_t(steps); ++step)
            row.push_back(measure.error(values[test.length + step], path[step]));
        errors.push_back(std::move(row));
    }
    return errors;
}

// The mean of |error| / |value|; negative where there is nothing to compare.
double meanPercentage(const std::vector<Backtest> &backtests, int steps,
                      std::span<const double> values, std::span<const double> weights)
{
    double sum = 0;
    int count = 0;
    for (const Backtest &test : backtests) {
        const Path path = combined(test.paths, weights);
        for (std::size_t step = 0; step < std::size_t(steps); ++step) {
            const double actual = values[test.length + step];
            if (actual == 0)
                continue;
            sum += std::abs((path[step] - actual) / actual);
            ++count;
        }
    }
    return count > 0 ? sum / count : -1;
}

// The weights of candidates of one method taken together, the heaviest first.
std::vector<MethodShare> sharesOf(const std::vector<Candidate> &candidates,
                                  std::span<const double> weights)
{
    std::map<Method, double> sums;
    for (std::size_t i = 0; i < candidates.size(); ++i)
        sums[candidates[i].method] += weights[i];
    std::vector<MethodShare> shares;
    for (const auto &[method, weight] : sums) {
        if (weight > 0)
            shares.push_back({method, weight});
    }
    std::ranges::stable_sort(shares, std::greater{}, &MethodShare::weight);
    return shares;
}

bool isMostlyOnLogarithms(const std::vector<Candidate> &candidates, std::span<const double> weights)
{
    double share = 0;
    for (std::size_t i = 0; i < candidates.size(); ++i)
        share += candidates[i].onLogarithms ? weights[i] : 0;
    return share > 0.5;
}

} // namespace

Outlook::Outlook(std::vector<double> points, Intervals intervals, ErrorMeasure measure,
                 Summary summary, bool isNeverNegative)
    : m_points(std::move(points))
    , m_intervals(std::move(intervals))
    , m_measure(measure)
    , m_summary(std::move(summary))
    , m_isNeverNegative(isNeverNegative)
{
    if (m_isNeverNegative) {
        for (double &point : m_points)
            point = std::max(point, 0.0);
    }
}

Outlook::Bounds Outlook::bounds(std::size_t step, double level) const
{
    const double reach = m_intervals.reach(int(step + 1), level);
    Bounds bounds{m_measure.moved(m_points[step], -reach), m_measure.moved(m_points[step], reach)};
    if (m_isNeverNegative)
        bounds.lower = std::max(bounds.lower, 0.0);
    return bounds;
}

Point Outlook::at(std::size_t step) const
{
    const Bounds narrow = bounds(step, level80);
    const Bounds wide = bounds(step, level95);
    return {m_points[step], narrow.lower, narrow.upper, wide.lower, wide.upper};
}

Outlook foresee(std::span<const double> values, const Question &question)
{
    // The seasons first, for a value that is far out every year is no outlier.
    const std::vector<double> whole = filled(values, 1);
    const bool isNeverNegative = std::ranges::min(whole) >= 0;
    Seasons seasons = seasonsOf(scaled(whole, ErrorMeasure(whole)), question);
    const History history = mendedHistory(values, seasons.period());
    const std::vector<double> &known = history.values;
    const ErrorMeasure measure(known);

    CandidateSet set(known, seasons, question.horizon);
    const BacktestPlan plan = BacktestPlan::make(known.size(), question.horizon, seasons.period());
    const std::vector<Backtest> backtests = runBacktests(set, plan);
    const std::vector<double> weights =
        combinationWeights(backtests, plan.steps, known, measure, set.candidates().size());

    Summary summary;
    summary.methods = sharesOf(set.candidates(), weights);
    summary.onLogarithms = isMostlyOnLogarithms(set.candidates(), weights);
    summary.period = seasons.period();
    summary.seasonalStrength = seasons.strength();
    summary.missing = history.missing;
    summary.outliers = history.outliers;
    summary.levelShiftAt = history.lastShift;
    summary.backtests = int(backtests.size());
    summary.backtestError = meanPercentage(backtests, plan.steps, known, weights);

    Path points = combined(set.forecastsAt(known.size()), weights);
    Intervals intervals =
        backtests.empty()
            ? Intervals::fromSteps(steps(scaled(known, measure)))
            : Intervals::learn(errorsOf(backtests, plan.steps, known, weights, measure));
    return {std::move(points), std::move(intervals), measure, std::move(summary), isNeverNegative};
}

} // namespace Orion::Forecast
