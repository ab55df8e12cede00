#pragma once

#include "ui/charts/axisticks.h"
#include "ui/charts/chartreduction.h"
#include "ui/charts/chartstyle.h"

namespace Orion
{

// How a line or band is shown beside its name.
struct SeriesSample
{
    enum class Shape
    {
        None,
        Line,
        DashedLine,
        Area,
    };
    Shape shape = Shape::None;
    int color = 0;
    double opacity = 1;
};

struct LegendEntry
{
    QString name;
    SeriesSample sample;
    QPointF place; // of its left end, in the middle of its row
};

// Where everything of a chart lies on an area for the days in view. Plain value, made anew for each
// change.
struct ChartLayout
{
    ChartLayout() = default;
    ChartLayout(const PreparedChart &chart, const ChartStyle &style, const QRectF &area,
                const DaySpan &days);

    PlotScale scale;
    ValueAxis values;
    std::vector<QString> valueLabels; // for each of its ticks
    std::vector<DayTick> days;
    std::vector<LegendEntry> legend;
    QRectF gutter; // right of the plot, for the names of lines; may be empty
};

inline constexpr double sampleWidth = 16; // px, of a sample in the legend and elsewhere

SeriesSample sampleOf(const PreparedLine &line, bool isStacked);
SeriesSample sampleOf(const PreparedBand &band);
// centreLeft: the middle of its left end.
void drawSample(QPainter &painter, const QPointF &centreLeft, const SeriesSample &sample,
                const ChartStyle &style);

} // namespace Orion
