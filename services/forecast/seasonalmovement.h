#pragma once

#include <span>
#include <vector>

namespace Orion::Forecast
{

// The last value, moved as the same stretch of the last seasons moved on average (a seasonal naive
// forecast of the movements instead of the values). Only a share of the movement is taken, for some
// of it was noise. Beyond a season the movement of whole seasons is added. Fewer than a season and
// a step: the last value.
std::vector<double> seasonalMovement(std::span<const double> values, int period, int horizon);

} // namespace Orion::Forecast
