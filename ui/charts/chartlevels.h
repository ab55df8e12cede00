#pragma once

#include "ui/charts/chartlayout.h"

class QPainter;

namespace Orion
{

// What stands for values and days of its own rather than for a series: where history ends, limits,
// and the days on which they are crossed. Labels give way to each other.
void paintLevels(QPainter &painter, const PreparedChart &chart, const ChartLayout &layout,
                 const ChartStyle &style);

} // namespace Orion
