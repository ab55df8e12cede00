#pragma once

#include <span>

namespace Orion::Forecast
{

// A straight line over the indexes of values.
struct Line
{
    double intercept = 0; // at the first value
    double slope = 0;     // a step

    double at(double index) const { return intercept + slope * index; }
};

// The line with the least squares. One value makes a level one; takes at least that.
Line fitLine(std::span<const double> values);

} // namespace Orion::Forecast
