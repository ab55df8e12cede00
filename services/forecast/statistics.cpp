#include "services/forecast/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace Orion::Forecast
{

double mean(std::span<const double> values)
{
    double sum = 0;
    for (const double value : values)
        sum += value;
    return values.empty() ? 0 : sum / double(values.size());
}

double median(std::vector<double> values)
{
    return quantile(std::move(values), 0.5);
}

double quantile(std::vector<double> values, double share)
{
    std::ranges::sort(values);
    return sortedQuantile(values, share);
}

double sortedQuantile(std::span<const double> values, double share)
{
    if (values.empty())
        return 0;
    const double place = std::clamp(share, 0.0, 1.0) * double(values.size() - 1);
    const auto below = std::size_t(place);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return values[below] + (place - double(below)) * (values[above] - values[below]);
}

double robustDeviation(std::span<const double> values)
{
    const double middle = median({values.begin(), values.end()});
    std::vector<double> deviations;
    deviations.reserve(values.size());
    for (const double value : values)
        deviations.push_back(std::abs(value - middle));
    return 1.4826 * median(std::move(deviations));
}

std::vector<double> steps(std::span<const double> values)
{
    std::vector<double> result;
    for (std::size_t i = 1; i < values.size(); ++i)
        result.push_back(values[i] - values[i - 1]);
    return result;
}

std::vector<double> centredMeans(std::span<const double> values, int length)
{
    std::vector<double> sums(values.size() + 1, 0);
    for (std::size_t i = 0; i < values.size(); ++i)
        sums[i + 1] = sums[i] + values[i];
    const std::size_t half = std::size_t(length) / 2;
    std::vector<double> means(values.size(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = half; i + half < values.size(); ++i) {
        double sum = sums[i + half + 1] - sums[i - half];
        if (length % 2 == 0)
            sum -= (values[i - half] + values[i + half]) / 2;
        means[i] = sum / length;
    }
    return means;
}

} // namespace Orion::Forecast
