#pragma once

#include "ui/charts/preparedchart.h"

#include <QPointF>
#include <QRectF>

#include <vector>

namespace Orion
{

// Where days and values lie on the picture, px.
struct PlotScale
{
    QRectF plot;
    DaySpan days;
    double bottom = 0; // value at the lower edge
    double top = 1;    // and at the upper edge

    double xOf(double day) const
    {
        return plot.left() + (day - days.first) / days.length() * plot.width();
    }
    double yOf(double value) const
    {
        return plot.bottom() - (value - bottom) / (top - bottom) * plot.height();
    }
    double dayAt(double x) const
    {
        return days.first + (x - plot.left()) / plot.width() * days.length();
    }
};

// A piece of a line without gaps: points [from, to) of LinePieces::points.
struct LinePiece
{
    std::size_t from = 0;
    std::size_t to = 0;
};

// The memory is used again from picture to picture.
struct LinePieces
{
    std::vector<QPointF> points;
    std::vector<LinePiece> pieces;
    std::vector<QPointF> wayBack; // of a band, while it is made

    std::span<const QPointF> pointsOf(const LinePiece &piece) const
    {
        return std::span(points).subspan(piece.from, piece.to - piece.from);
    }

    void clear()
    {
        points.clear();
        pieces.clear();
        wayBack.clear();
    }
};

// What of a line is drawn: the days in view, cut at both edges, and of each column of pixels the
// first, lowest, highest and last value, which gives the same pixels as all of them: U. Jugel,
// Z. Jerzak, G. Hackenbroich, V. Markl, "M4: A Visualization-Oriented Time Series Data
// Aggregation", Proceedings of the VLDB Endowment 7 (10), 2014. columnWidth: of a pixel, in px of
// the picture.
void reduceLine(std::span<const DayPoint> points, const PlotScale &scale, double columnWidth,
                LinePieces &pieces);

// The outline of a band in the same way, each piece closed: along the upper ends and back along the
// lower ones. Of each column the highest upper and the lowest lower end stay.
void reduceBand(std::span<const DayInterval> intervals, const PlotScale &scale, double columnWidth,
                LinePieces &pieces);

} // namespace Orion
