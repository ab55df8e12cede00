#include "services/forecast/smoothing.h"

#include "services/forecast/line.h"
#include "services/forecast/minimum.h"

#include <algorithm>
#include <cmath>

namespace Orion::Forecast
{

namespace
{

constexpr double leastDamping = 0.8; // the range that Hyndman and others give
constexpr double mostDamping = 0.98;

// From anywhere into 0 … 1, so that the search needs no bounds.
double squeezed(double x)
{
    return 1 / (1 + std::exp(-x));
}

template <std::size_t Dimensions>
SmoothingParameters parametersAt(const std::array<double, Dimensions> &place)
{
    SmoothingParameters parameters;
    parameters.alpha = 0.001 + 0.998 * squeezed(place[0]);
    if constexpr (Dimensions > 1)
        parameters.beta = parameters.alpha * 0.998 * squeezed(place[1]);
    if constexpr (Dimensions > 2)
        parameters.phi = leastDamping + (mostDamping - leastDamping) * squeezed(place[2]);
    return parameters;
}

// The line through the first values, one step before them.
SmoothingState beginning(std::span<const double> values, TrendKind kind)
{
    if (kind == TrendKind::None || values.size() < 2)
        return {.level = values.front()};
    const Line line = fitLine(values.first(std::min<std::size_t>(values.size(), 10)));
    return {.level = line.at(-1), .trend = line.slope};
}

// The other way round; the ends stay reachable.
double spread(double share)
{
    constexpr double margin = 1e-4;
    const double inside = std::clamp(share, margin, 1 - margin);
    return std::log(inside / (1 - inside));
}

template <std::size_t Dimensions>
std::array<double, Dimensions> placeOf(const SmoothingParameters &parameters)
{
    const std::array<double, 3> all{
        spread((parameters.alpha - 0.001) / 0.998),
        spread(parameters.beta / parameters.alpha / 0.998),
        spread((parameters.phi - leastDamping) / (mostDamping - leastDamping))};
    std::array<double, Dimensions> place{};
    std::copy_n(all.begin(), Dimensions, place.begin());
    return place;
}

// The best of a coarse grid: the error may have several valleys.
template <std::size_t Dimensions, typename Function>
std::array<double, Dimensions> bestOfGrid(const Function &error)
{
    std::array<double, Dimensions> best{};
    double least = -1;
    for (const double level : {-2.0, 0.0, 2.5}) {
        for (const double trend : {-5.0, -2.0}) {
            std::array<double, Dimensions> place{};
            place[0] = level;
            if constexpr (Dimensions > 1)
                place[1] = trend;
            if constexpr (Dimensions > 2)
                place[2] = 1;
            const double found = error(place);
            if (least < 0 || found < least) {
                least = found;
                best = place;
            }
            if (Dimensions == 1)
                break;
        }
    }
    return best;
}

template <std::size_t Dimensions>
SmoothingParameters fittedParameters(std::span<const double> values, const SmoothingState &start,
                                     const std::optional<SmoothingParameters> &near)
{
    constexpr int dimensions = int(Dimensions);
    constexpr double tolerance = 1e-5;
    const auto error = [&](const std::array<double, Dimensions> &place) {
        return smooth(values, parametersAt(place), start).squaredErrors;
    };
    if (near) {
        Simplex<Dimensions> search(placeOf<Dimensions>(*near), 0.3);
        return parametersAt(search.minimise(error, 5 * dimensions, tolerance));
    }
    Simplex<Dimensions> search(bestOfGrid<Dimensions>(error), 1);
    return parametersAt(search.minimise(error, 15 * dimensions, tolerance));
}

} // namespace

SmoothingState smooth(std::span<const double> values, const SmoothingParameters &parameters,
                      SmoothingState state)
{
    for (const double value : values) {
        const double trend = parameters.phi * state.trend;
        const double expected = state.level + trend;
        const double error = value - expected;
        state.squaredErrors += error * error;
        state.level = expected + parameters.alpha * error;
        state.trend = trend + parameters.beta * error;
    }
    return state;
}

Smoothing fitSmoothing(std::span<const double> values, TrendKind kind,
                       const std::optional<SmoothingParameters> &near)
{
    values = values.last(std::min(values.size(), longestMemory));
    Smoothing result;
    result.start = beginning(values, kind);
    switch (kind) {
    case TrendKind::None:
        result.parameters = fittedParameters<1>(values, result.start, near);
        break;
    case TrendKind::Linear:
        result.parameters = fittedParameters<2>(values, result.start, near);
        break;
    case TrendKind::Damped:
        result.parameters = fittedParameters<3>(values, result.start, near);
        break;
    }
    result.end = smooth(values, result.parameters, result.start);
    return result;
}

Smoothing smoothWith(std::span<const double> values, TrendKind kind,
                     const SmoothingParameters &parameters)
{
    values = values.last(std::min(values.size(), longestMemory));
    Smoothing result;
    result.parameters = parameters;
    result.start = beginning(values, kind);
    result.end = smooth(values, parameters, result.start);
    return result;
}

std::vector<double> Smoothing::forecast(int horizon) const
{
    std::vector<double> path;
    path.reserve(std::size_t(horizon));
    double trends = 0; // how many of the last trend have been added up
    double left = 1;
    for (int step = 0; step < horizon; ++step) {
        left *= parameters.phi;
        trends += left;
        path.push_back(end.level + trends * end.trend);
    }
    return path;
}

} // namespace Orion::Forecast
