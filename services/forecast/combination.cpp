#include "services/forecast/combination.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace Orion::Forecast
{

namespace
{

constexpr double power = 8;
constexpr double remembered = 0.95; // from one backtest to the one before
constexpr double equalTests = 2;    // backtests in which all were alike, added to those there are
constexpr double leastWeight = 0.01;

double meanAbsoluteError(const Path &path, const Backtest &test, int steps,
                         std::span<const double> values, const ErrorMeasure &measure)
{
    double sum = 0;
    for (std::size_t step = 0; step < std::size_t(steps); ++step)
        sum += std::abs(measure.error(values[test.length + step], path[step]));
    return sum / steps;
}

void normalise(std::vector<double> &weights)
{
    const double sum = std::reduce(weights.begin(), weights.end());
    for (double &weight : weights)
        weight /= sum;
}

} // namespace

std::vector<double> combinationWeights(const std::vector<Backtest> &backtests, int steps,
                                       std::span<const double> values, const ErrorMeasure &measure,
                                       std::size_t candidates)
{
    std::vector<double> errors(candidates, 0);
    double tests = 0;
    double counts = 1;
    for (auto test = backtests.rbegin(); test != backtests.rend(); ++test, counts *= remembered) {
        for (std::size_t i = 0; i < candidates; ++i)
            errors[i] += counts * meanAbsoluteError(test->paths[i], *test, steps, values, measure);
        tests += counts;
    }
    const double all = std::reduce(errors.begin(), errors.end()) / double(candidates);
    if (tests == 0 || all <= 0)
        return std::vector<double>(candidates, 1 / double(candidates));

    std::vector<double> weights;
    for (const double error : errors)
        weights.push_back(std::pow((error + equalTests * all / tests) / all, -power));
    normalise(weights);
    for (double &weight : weights)
        weight = weight < leastWeight ? 0 : weight;
    normalise(weights);
    return weights;
}

Path combined(const std::vector<Path> &paths, std::span<const double> weights)
{
    Path result(paths.front().size(), 0);
    for (std::size_t i = 0; i < paths.size(); ++i) {
        if (weights[i] <= 0)
            continue;
        for (std::size_t step = 0; step < result.size(); ++step)
            result[step] += weights[i] * paths[i][step];
    }
    return result;
}

} // namespace Orion::Forecast
