#pragma once

#include "ui/charts/chartlayout.h"
#include "ui/charts/columncanvas.h"

class QPainter;

namespace Orion
{

// Draws a chart on whatever a QPainter draws on: the screen, an image, an SVG. Nothing is cut by
// clipping, which SVG does not have: what is drawn ends at the edges by itself. Keeps the memory of
// one picture for the next. Chart and style have to outlive it.
class ChartPicture
{
public:
    ChartPicture(const PreparedChart &chart, const ChartStyle &style);

    void arrange(const QRectF &area, const DaySpan &days);
    const ChartLayout &layout() const { return m_layout; }

    void paint(QPainter &painter);

private:
    void paintValueAxis(QPainter &painter) const;
    void paintDayAxis(QPainter &painter) const;
    void paintLegend(QPainter &painter) const;
    void paintSeries(QPainter &painter);
    void paintBand(QPainter &painter, ColumnCanvas *canvas, const PreparedBand &band);
    bool paintDenseLine(QPainter &painter, const PreparedLine &line); // false: it is not dense
    void paintLine(QPainter &painter, const PreparedLine &line);
    void paintDot(QPainter &painter, const QPointF &point, int color) const;

    const PreparedChart &m_chart;
    const ChartStyle &m_style;
    ChartLayout m_layout;
    LinePieces m_pieces;
    ColumnCanvas m_canvas;
};

} // namespace Orion
