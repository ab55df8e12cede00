#include "services/forecast/seasonalmovement.h"

namespace Orion::Forecast
{

namespace
{

constexpr int mostSeasons = 3;
constexpr double share = 0.8;

} // namespace

std::vector<double> seasonalMovement(std::span<const double> values, int period, int horizon)
{
    const int last = int(values.size()) - 1;
    std::vector<double> movement(std::size_t(period), 0); // after 1, 2, … steps of a season
    int seasons = 0;
    for (; seasons < mostSeasons && last - (seasons + 1) * period >= 0; ++seasons) {
        const int then = last - (seasons + 1) * period;
        for (int step = 1; step <= period; ++step)
            movement[std::size_t(step - 1)] +=
                values[std::size_t(then + step)] - values[std::size_t(then)];
    }
    std::vector<double> path(std::size_t(horizon), values.back());
    if (seasons == 0)
        return path;
    for (int step = 0; step < horizon; ++step)
        path[std::size_t(step)] +=
            share / seasons *
            (movement[std::size_t(step % period)] + (step / period) * movement.back());
    return path;
}

} // namespace Orion::Forecast
