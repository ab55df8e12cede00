#include "services/forecast/seasonality.h"

#include "services/forecast/harmonics.h"
#include "services/forecast/statistics.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace Orion::Forecast
{

namespace
{

constexpr double weeksOfYear = 365.2425 / 7;
constexpr double daysOfYear = 365.2425;
constexpr double leastSecondStrength = 0.1;
constexpr double roundingShare = 1e-9;

// The values less their mean of one cycle, where that is known.
std::vector<double> detrended(std::span<const double> values, int period)
{
    const std::vector<double> means = centredMeans(values, period);
    std::vector<double> result;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isnan(means[i]))
            result.push_back(values[i] - means[i]);
    }
    return result;
}

double largest(std::span<const double> values)
{
    double most = 0;
    for (const double value : values)
        most = std::max(most, std::abs(value));
    return most;
}

double autocorrelation(std::span<const double> values, std::size_t lag)
{
    const double middle = mean(values);
    double products = 0;
    double squares = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        squares += (values[i] - middle) * (values[i] - middle);
        if (i >= lag)
            products += (values[i] - middle) * (values[i - lag] - middle);
    }
    // Fewer products than squares: made as if there were as many.
    return squares > 0 ? products / squares * double(values.size()) / double(values.size() - lag)
                       : 0;
}

// Bartlett's bound on what chance makes of an autocorrelation, at a level of 5 % on one side, with
// those at the shorter lags being what they are.
double chanceBound(std::span<const double> values, int period)
{
    double sum = 1;
    for (int lag = 1; lag < period; ++lag) {
        const double one = autocorrelation(values, std::size_t(lag));
        sum += 2 * one * one;
    }
    return 1.645 * std::sqrt(sum / double(values.size()));
}

bool hasThreeCycles(std::span<const double> values, int period)
{
    return period > 1 && values.size() >= 3 * std::size_t(period);
}

bool isBeyondChance(std::span<const double> values, int period)
{
    if (!hasThreeCycles(values, period))
        return false;
    const std::vector<double> rest = detrended(values, period);
    if (largest(rest) <= roundingShare * largest(values))
        return false; // what is left of a constant or a straight line
    return autocorrelation(rest, std::size_t(period)) > chanceBound(rest, period);
}

Season strongest(std::span<const double> values, std::span<const int> periods)
{
    Season found;
    for (const int period : periods) {
        if (!isBeyondChance(values, period))
            continue;
        const double strength = seasonalStrength(values, period);
        if (strength > found.strength)
            found = {period, strength};
    }
    return found;
}

std::vector<double> withoutSeason(std::span<const double> values, int period)
{
    const SeasonalPattern pattern = Harmonics(values, {cycleLength(period)}, 0).at(values.size());
    std::vector<double> rest(values.begin(), values.end());
    for (std::size_t i = 0; i < rest.size(); ++i)
        rest[i] -= pattern.past[i];
    return rest;
}

// Whether two seasons can be told from each other, like days of the week and of the year.
bool areApart(int one, int other)
{
    const int shorter = std::min(one, other);
    const int longer = std::max(one, other);
    return longer >= 4 * shorter && longer % shorter != 0;
}

} // namespace

Seasons::Seasons(std::vector<Season> seasons)
    : m_seasons(std::move(seasons))
{
    std::erase_if(m_seasons, [](const Season &one) { return one.period < 2; });
    std::ranges::sort(m_seasons, {}, &Season::period);
    for (const Season &one : m_seasons) {
        if (m_main.period < 2 || one.period <= longestRegressed || m_main.period > longestRegressed)
            m_main = one;
    }
}

std::vector<double> Seasons::cycles() const
{
    std::vector<double> lengths;
    for (const Season &one : m_seasons)
        lengths.push_back(cycleLength(one.period));
    return lengths;
}

double cycleLength(int period)
{
    if (period == 52)
        return weeksOfYear;
    return period == 365 ? daysOfYear : period;
}

double seasonalStrength(std::span<const double> values, int period)
{
    if (values.size() < 2 * std::size_t(period))
        return 0;
    const Harmonics waves(values, {cycleLength(period)}, 0);
    return std::clamp(waves.at(values.size()).explained, 0.0, 1.0);
}

Seasons findSeasons(std::span<const double> values, std::span<const int> periods)
{
    const Season first = strongest(values, periods);
    if (first.period < 2)
        return {};
    std::vector<Season> seasons{first};
    int longest = first.period;
    for (const int period : periods) {
        if (period % first.period == 0 && hasThreeCycles(values, period))
            longest = std::max(longest, period);
    }
    if (longest > first.period)
        seasons.push_back({longest, std::max(first.strength, seasonalStrength(values, longest))});

    std::vector<int> others;
    std::ranges::copy_if(periods, std::back_inserter(others),
                         [&](int period) { return areApart(period, first.period); });
    const Season second = strongest(withoutSeason(values, first.period), others);
    if (second.strength > leastSecondStrength)
        seasons.push_back(second);
    return Seasons(std::move(seasons));
}

} // namespace Orion::Forecast
