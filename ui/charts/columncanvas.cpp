#include "ui/charts/columncanvas.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace Orion
{

namespace
{

// A premultiplied colour times share / 255, two channels at a time.
quint32 scaled(quint32 color, quint32 share)
{
    const auto pair = [share](quint32 channels) {
        const quint32 product = channels * share + 0x800080U;
        return ((product + ((product >> 8U) & 0xff00ffU)) >> 8U) & 0xff00ffU;
    };
    return pair(color & 0xff00ffU) | (pair((color >> 8U) & 0xff00ffU) << 8U);
}

quint32 over(quint32 color, quint32 under)
{
    return color + scaled(under, 255 - qAlpha(color));
}

// How much of the row at y lies below an edge that goes from one height to the other.
double below(double y, double from, double to)
{
    return std::clamp((y - from) / (to - from), 0.0, 1.0);
}

// At least a pixel, over which the edge is smoothed.
void widen(double &from, double &to)
{
    if (to - from >= 1)
        return;
    const double middle = (from + to) / 2;
    from = middle - 0.5;
    to = middle + 0.5;
}

} // namespace

void ColumnCanvas::begin(const QRectF &area, double pixelRatio)
{
    m_area = area;
    m_ratio = pixelRatio;
    const QSize size = (area.size() * pixelRatio).toSize();
    if (m_image.size() != size)
        m_image = QImage(size, QImage::Format_ARGB32_Premultiplied);
    m_image.fill(0);
    for (Edge *edge : {&m_upper, &m_lower}) {
        edge->highest.resize(std::size_t(size.width()));
        edge->lowest.resize(std::size_t(size.width()));
    }
}

void ColumnCanvas::end(QPainter &painter)
{
    painter.drawImage(m_area, m_image);
}

void ColumnCanvas::follow(Edge &edge, std::span<const QPointF> points) const
{
    const auto columnOf = [&](const QPointF &point) { // with a part of one
        return std::clamp((point.x() - m_area.left()) * m_ratio, 0.0, double(m_image.width()));
    };
    edge.from = std::min(int(columnOf(points.front())), m_image.width() - 1);
    edge.to = std::max(edge.from + 1, int(std::ceil(columnOf(points.back()))));
    std::fill(edge.highest.begin() + edge.from, edge.highest.begin() + edge.to,
              std::numeric_limits<double>::max());
    std::fill(edge.lowest.begin() + edge.from, edge.lowest.begin() + edge.to,
              std::numeric_limits<double>::lowest());
    const auto pixel = [&](const QPointF &point) { return (point - m_area.topLeft()) * m_ratio; };
    for (std::size_t i = 0; i < points.size(); ++i)
        followSegment(edge, pixel(points[i == 0 ? 0 : i - 1]), pixel(points[i]));
}

// Part by part through the columns that it crosses.
void ColumnCanvas::followSegment(Edge &edge, const QPointF &from, const QPointF &to) const
{
    const double slope = to.x() > from.x() ? (to.y() - from.y()) / (to.x() - from.x()) : 0;
    const int last = std::min(int(to.x()), edge.to - 1);
    for (int column = std::max(int(from.x()), edge.from); column <= last; ++column) {
        const double entered =
            column > from.x() ? from.y() + slope * (column - from.x()) : from.y();
        const double left =
            column + 1 < to.x() ? from.y() + slope * (column + 1 - from.x()) : to.y();
        const auto [highest, lowest] = std::minmax({entered, left});
        double &top = edge.highest[std::size_t(column)];
        double &bottom = edge.lowest[std::size_t(column)];
        top = std::min(top, highest);
        bottom = std::max(bottom, lowest);
    }
}

void ColumnCanvas::line(std::span<const QPointF> points, const QColor &color, double width)
{
    follow(m_upper, points);
    const quint32 premultiplied = qPremultiply(color.rgba());
    const double half = width * m_ratio / 2;
    for (int column = m_upper.from; column < m_upper.to; ++column) {
        const double top = m_upper.highest[std::size_t(column)] - half;
        const double bottom = m_upper.lowest[std::size_t(column)] + half;
        fill(column, top, top, bottom, bottom, premultiplied);
    }
}

void ColumnCanvas::band(std::span<const QPointF> outline, const QColor &color)
{
    const std::size_t half = outline.size() / 2;
    m_turned.assign(outline.rbegin(), outline.rbegin() + std::ptrdiff_t(half));
    follow(m_upper, outline.first(half));
    follow(m_lower, m_turned);
    const quint32 premultiplied = qPremultiply(color.rgba());
    for (int column = m_upper.from; column < m_upper.to; ++column) {
        const auto place = std::size_t(column);
        fill(column, m_upper.highest[place], m_upper.lowest[place], m_lower.highest[place],
             m_lower.lowest[place], premultiplied);
    }
}

void ColumnCanvas::fill(int column, double upperFrom, double upperTo, double lowerFrom,
                        double lowerTo, quint32 color)
{
    if (upperFrom > lowerTo)
        return;
    widen(upperFrom, upperTo);
    widen(lowerFrom, lowerTo);
    const double height = m_image.height();
    const int first = int(std::floor(std::clamp(upperFrom, 0.0, height)));
    const int end = std::max(first, int(std::ceil(std::clamp(lowerTo, 0.0, height))));
    const auto stride = std::size_t(m_image.bytesPerLine());
    uchar *row = m_image.bits() + stride * std::size_t(first) + std::size_t(column) * 4;
    const auto smooth = [&](int to, int &y) {
        for (; y < to; ++y, row += stride) {
            const double share =
                below(y + 0.5, upperFrom, upperTo) - below(y + 0.5, lowerFrom, lowerTo);
            auto *pixel = reinterpret_cast<quint32 *>(row);
            if (share > 0)
                *pixel = over(scaled(color, quint32(share * 255 + 0.5)), *pixel);
        }
    };
    int y = first;
    const int fullFrom = int(std::clamp(std::ceil(upperTo - 0.5), double(first), double(end)));
    const int fullTo =
        int(std::clamp(std::floor(lowerFrom - 0.5) + 1, double(fullFrom), double(end)));
    smooth(fullFrom, y);
    for (; y < fullTo; ++y, row += stride) {
        auto *pixel = reinterpret_cast<quint32 *>(row);
        *pixel = *pixel == 0 ? color : over(color, *pixel);
    }
    smooth(end, y);
}

} // namespace Orion
