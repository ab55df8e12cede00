#pragma once

#include "services/forecast/outlook.h"

#include <optional>
#include <span>

namespace Orion::Forecast
{

// The first steps, 0 being the first, whose value is at or above a limit. Nothing: not within the
// forecast.
struct CrossingSteps
{
    std::optional<std::size_t> earliest; // of the upper end of the 80 % interval
    std::optional<std::size_t> likely;   // of the point
    std::optional<std::size_t> latest;   // of the lower end of the 80 % interval
};

CrossingSteps findCrossing(std::span<const Point> points, double limit);

} // namespace Orion::Forecast
