#include "services/forecast/crossing.h"

#include <algorithm>

namespace Orion::Forecast
{

namespace
{

std::optional<std::size_t> firstAtOrAbove(std::span<const Point> points, double Point::*value,
                                          double limit)
{
    const auto found =
        std::ranges::find_if(points, [&](const Point &point) { return point.*value >= limit; });
    if (found == points.end())
        return std::nullopt;
    return std::size_t(found - points.begin());
}

} // namespace

CrossingSteps findCrossing(std::span<const Point> points, double limit)
{
    return {.earliest = firstAtOrAbove(points, &Point::upper80, limit),
            .likely = firstAtOrAbove(points, &Point::point, limit),
            .latest = firstAtOrAbove(points, &Point::lower80, limit)};
}

} // namespace Orion::Forecast
