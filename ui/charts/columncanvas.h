#pragma once

#include <QColor>
#include <QImage>
#include <QRectF>

#include <span>
#include <vector>

class QPainter;

namespace Orion
{

// Paints noisy lines and intervals of thousands of points by columns of pixels into an image.
// QPainter's rasterizer looks through all that it has of a row of pixels for each part that it
// adds, so that such a line takes the square of its length: 0.4 s for ten years of days. Points
// come as from reduceLine() and reduceBand(), in px of the picture, ascending. Keeps its memory.
class ColumnCanvas
{
public:
    void begin(const QRectF &area, double pixelRatio); // the area lies on whole px
    void line(std::span<const QPointF> points, const QColor &color, double width);
    void band(std::span<const QPointF> outline, const QColor &color);
    void end(QPainter &painter);

private:
    // From where to where an edge goes within each column, px from the top.
    struct Edge
    {
        std::vector<double> highest;
        std::vector<double> lowest;
        int from = 0; // columns [from, to)
        int to = 0;
    };
    void follow(Edge &edge, std::span<const QPointF> points) const;
    void followSegment(Edge &edge, const QPointF &from, const QPointF &to) const;
    void fill(int column, double upperFrom, double upperTo, double lowerFrom, double lowerTo,
              quint32 color);

    QImage m_image;
    QRectF m_area;
    double m_ratio = 1;
    Edge m_upper;
    Edge m_lower;
    std::vector<QPointF> m_turned; // a lower edge from left to right
};

} // namespace Orion
