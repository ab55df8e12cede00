#pragma once

#include "ui/charts/chartlayout.h"

class QPainter;

namespace Orion
{

// The names of the lines or areas that reach the right edge, in the gutter beside them, pushed
// apart where they are near each other.
void paintEnds(QPainter &painter, const PreparedChart &chart, const ChartLayout &layout,
               const ChartStyle &style);

// Moves places that ascend apart, to at least this distance, as little as possible within the
// bounds. Too many for the bounds: closer than that, still in order.
void spread(std::vector<double> &places, double distance, double lowest, double highest);

} // namespace Orion
