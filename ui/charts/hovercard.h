#pragma once

#include "ui/charts/hovertext.h"

class QPainter;

namespace Orion
{

// The crosshair at a day and the card beside it, within the area.
void paintHover(QPainter &painter, const PreparedChart &chart, const ChartLayout &layout,
                const ChartStyle &style, const QRectF &area, qint64 day);

} // namespace Orion
