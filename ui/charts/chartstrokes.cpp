#include "ui/charts/chartstrokes.h"

#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace Orion
{

namespace
{

constexpr std::size_t partLength = 16; // points
constexpr double stripWidth = 32;      // px

bool isRaster(const QPainter &painter)
{
    return painter.paintEngine()->type() == QPaintEngine::Raster;
}

double lengthOf(std::span<const QPointF> points)
{
    double length = 0;
    for (std::size_t i = 1; i < points.size(); ++i)
        length += std::hypot(points[i].x() - points[i - 1].x(), points[i].y() - points[i - 1].y());
    return length;
}

QPointF atX(const QPointF &one, const QPointF &other, double x)
{
    const double share = (x - one.x()) / (other.x() - one.x());
    return {x, one.y() + (other.y() - one.y()) * share};
}

} // namespace

void ChartStrokes::line(QPainter &painter, std::span<const QPointF> points, QPen pen)
{
    painter.setBrush(Qt::NoBrush);
    if (!isRaster(painter)) {
        painter.setPen(pen);
        painter.drawPolyline(points.data(), int(points.size()));
        return;
    }
    const bool isDense = double(points.size()) > std::abs(points.back().x() - points.front().x()) / 2;
    if (isDense && pen.style() == Qt::SolidLine) {
        pen.setCapStyle(Qt::SquareCap); // fills the corners
        painter.setPen(pen);
        denseLine(painter, points);
        return;
    }
    double offset = 0; // dashes go on from part to part
    for (std::size_t from = 0; from + 1 < points.size(); from += partLength) {
        const auto part = points.subspan(from, std::min(partLength + 1, points.size() - from));
        if (pen.style() == Qt::CustomDashLine) {
            pen.setDashOffset(offset);
            offset += lengthOf(part) / pen.widthF();
        }
        painter.setPen(pen);
        painter.drawPolyline(part.data(), int(part.size()));
    }
}

// Straight lines by themselves do not go through the slow rasterizer.
void ChartStrokes::denseLine(QPainter &painter, std::span<const QPointF> points)
{
    m_points.clear();
    for (std::size_t i = 1; i < points.size(); ++i) {
        m_points.push_back(points[i - 1]);
        m_points.push_back(points[i]);
    }
    painter.drawLines(m_points.data(), int(m_points.size() / 2));
}

void ChartStrokes::band(QPainter &painter, std::span<const QPointF> outline)
{
    if (!isRaster(painter)) {
        painter.drawPolygon(outline.data(), int(outline.size()));
        return;
    }
    const std::size_t count = outline.size() / 2;
    const auto upper = [&](std::size_t i) { return outline[i]; };
    const auto lower = [&](std::size_t i) { return outline[outline.size() - 1 - i]; };
    m_upper.assign(1, upper(0));
    m_lower.assign(1, lower(0));
    for (std::size_t i = 1; i < count; ++i) {
        // Cut on whole pixels, where two strips meet without a seam.
        for (double edge = (std::floor(m_upper.front().x() / stripWidth) + 1) * stripWidth;
             edge < upper(i).x(); edge += stripWidth)
        {
            const QPointF above = atX(upper(i - 1), upper(i), edge);
            const QPointF below = atX(lower(i - 1), lower(i), edge);
            m_upper.push_back(above);
            m_lower.push_back(below);
            strip(painter, edge);
        }
        m_upper.push_back(upper(i));
        m_lower.push_back(lower(i));
    }
    strip(painter, upper(count - 1).x());
}

// Fills what there is and begins the next strip at its end.
void ChartStrokes::strip(QPainter &painter, double right)
{
    const QPointF lastUpper = m_upper.back();
    const QPointF lastLower = m_lower.back();
    if (right > m_upper.front().x()) {
        m_upper.insert(m_upper.end(), m_lower.rbegin(), m_lower.rend());
        painter.drawPolygon(m_upper.data(), int(m_upper.size()));
    }
    m_upper.assign(1, lastUpper);
    m_lower.assign(1, lastLower);
}

} // namespace Orion
