#pragma once

#include <QPen>

#include <span>
#include <vector>

class QPainter;

namespace Orion
{

// Long lines and outlines on a QPainter. Its rasterizer looks through all that it has of a row of
// pixels for each part that it adds, so that a noisy line of thousands of points takes the square
// of its time; here it gets them in short parts that look like the whole. Other engines, such as
// SVG, get the whole. Keeps its memory for the next.
class ChartStrokes
{
public:
    void line(QPainter &painter, std::span<const QPointF> points, QPen pen);
    // As reduceBand() makes it: there along the upper edge, back along the lower one. With the
    // painter's brush.
    void band(QPainter &painter, std::span<const QPointF> outline);

private:
    void denseLine(QPainter &painter, std::span<const QPointF> points);
    void strip(QPainter &painter, double right);

    std::vector<QPointF> m_points;
    std::vector<QPointF> m_upper; // of the strip that is being made
    std::vector<QPointF> m_lower;
};

} // namespace Orion
