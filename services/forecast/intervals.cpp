#include "services/forecast/intervals.h"

#include "services/forecast/statistics.h"

#include <algorithm>
#include <cmath>

namespace Orion::Forecast
{

namespace
{

constexpr double inSample = 1.03;  // the weights were chosen on the same backtests
constexpr double randomWalk = 0.5; // its errors grow with the root of the step
constexpr double fastestGrowth = 1;

struct PowerLaw
{
    double first = 0;
    double growth = 0;
    double at(int step) const { return first * std::pow(double(step), growth); }
};

// The power of the step that follows the usual errors, on logarithms.
PowerLaw fitGrowth(const std::vector<double> &usual)
{
    std::vector<double> x;
    std::vector<double> y;
    for (std::size_t i = 0; i < usual.size(); ++i) {
        if (usual[i] <= 0)
            continue;
        x.push_back(std::log(double(i + 1)));
        y.push_back(std::log(usual[i]));
    }
    if (x.empty())
        return {};
    const double xMean = mean(x);
    const double yMean = mean(y);
    double products = 0;
    double squares = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        products += (x[i] - xMean) * (y[i] - yMean);
        squares += (x[i] - xMean) * (x[i] - xMean);
    }
    const double slope = squares > 0 ? products / squares : randomWalk;
    const double growth = std::clamp(slope, 0.0, fastestGrowth);
    return {std::exp(yMean - growth * xMean), growth};
}

} // namespace

Intervals Intervals::learn(const std::vector<std::vector<double>> &errors)
{
    Intervals result;
    const std::size_t steps = errors.front().size();
    std::vector<double> usual(steps, 0);
    for (const std::vector<double> &row : errors) {
        for (std::size_t i = 0; i < steps; ++i)
            usual[i] += std::abs(row[i]) / double(errors.size());
    }
    const PowerLaw law = fitGrowth(usual);
    result.m_first = law.first;
    result.m_growth = law.growth;
    if (law.first <= 0)
        return result;
    for (const std::vector<double> &row : errors) {
        for (std::size_t i = 0; i < steps; ++i)
            result.m_multiples.push_back(std::abs(row[i]) / law.at(int(i + 1)));
    }
    std::ranges::sort(result.m_multiples);
    result.m_widening = inSample * (1 + 1 / double(errors.size()));
    return result;
}

Intervals Intervals::fromSteps(std::span<const double> steps)
{
    Intervals result;
    for (const double step : steps)
        result.m_multiples.push_back(std::abs(step));
    result.m_first = mean(result.m_multiples);
    result.m_growth = randomWalk;
    if (result.m_first <= 0)
        return result;
    for (double &multiple : result.m_multiples)
        multiple /= result.m_first;
    std::ranges::sort(result.m_multiples);
    result.m_widening = 1 + 2 / double(steps.size());
    return result;
}

double Intervals::reach(int step, double level) const
{
    if (m_first <= 0)
        return 0;
    return m_widening * sortedQuantile(m_multiples, level) * PowerLaw{m_first, m_growth}.at(step);
}

} // namespace Orion::Forecast
