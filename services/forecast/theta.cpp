#include "services/forecast/theta.h"

#include <cmath>

namespace Orion::Forecast
{

std::vector<double> thetaForecast(const Smoothing &smoothing, double slope, std::size_t count,
                                  int horizon)
{
    const double alpha = smoothing.parameters.alpha;
    // By how many steps the smoothed level lags behind the line.
    const double lag = (1 - std::pow(1 - alpha, double(count))) / alpha;
    std::vector<double> path;
    path.reserve(std::size_t(horizon));
    for (int step = 0; step < horizon; ++step)
        path.push_back(smoothing.end.level + slope / 2 * (step + lag));
    return path;
}

} // namespace Orion::Forecast
