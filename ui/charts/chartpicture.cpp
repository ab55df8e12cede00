#include "ui/charts/chartpicture.h"

#include "ui/charts/chartends.h"
#include "ui/charts/chartlevels.h"

#include <QFontMetricsF>
#include <QPaintDevice>
#include <QPaintEngine>
#include <QPainter>

#include <cmath>

namespace Orion
{

namespace
{

constexpr double lineWidth = 2; // px: at least one row of pixels is covered in full

double pixelOf(const QPainter &painter)
{
    return 1 / std::max(1.0, painter.device()->devicePixelRatio());
}

double lengthOf(std::span<const QPointF> points)
{
    double length = 0;
    for (std::size_t i = 1; i < points.size(); ++i)
        length += std::hypot(points[i].x() - points[i - 1].x(), points[i].y() - points[i - 1].y());
    return length;
}

// See ColumnCanvas: a rasterizer of pixels is quick with a few points at a time only. Other
// engines, such as that of SVG, get the line as it is.
void drawInParts(QPainter &painter, std::span<const QPointF> points, QPen pen)
{
    const bool hasPixels = painter.paintEngine()->type() == QPaintEngine::Raster;
    const std::size_t most = hasPixels ? 6 : points.size();
    double offset = 0; // dashes go on from part to part
    for (std::size_t from = 0; from + 1 < points.size(); from += most) {
        const auto part = points.subspan(from, std::min(most + 1, points.size() - from));
        if (pen.style() == Qt::CustomDashLine) {
            pen.setDashOffset(offset);
            offset += lengthOf(part) / pen.widthF();
        }
        painter.setPen(pen);
        painter.drawPolyline(part.data(), int(part.size()));
    }
}

} // namespace

ChartPicture::ChartPicture(const PreparedChart &chart, const ChartStyle &style)
    : m_chart(chart)
    , m_style(style)
{}

void ChartPicture::arrange(const QRectF &area, const DaySpan &days)
{
    m_layout = ChartLayout(m_chart, m_style, area, days);
}

void ChartPicture::paint(QPainter &painter)
{
    if (m_chart.isEmpty())
        return;
    painter.setRenderHint(QPainter::Antialiasing, false); // what is straight is sharp, and quick
    painter.setFont(m_style.font);
    paintValueAxis(painter);
    paintDayAxis(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    paintLegend(painter);
    paintSeries(painter);
    paintLevels(painter, m_chart, m_layout, m_style);
    paintEnds(painter, m_chart, m_layout, m_style);
}

void ChartPicture::paintValueAxis(QPainter &painter) const
{
    const QFontMetricsF metrics(m_style.font);
    const QRectF &plot = m_layout.scale.plot;
    for (int i = 0; i < m_layout.values.ticks(); ++i) {
        const double y = m_layout.scale.yOf(m_layout.values.tick(i));
        painter.fillRect(QRectF(plot.left(), std::floor(y), plot.width(), 1),
                         i == 0 ? m_style.axis : m_style.grid);
        const QString &label = m_layout.valueLabels[std::size_t(i)];
        painter.setPen(m_style.muted);
        painter.drawText(QPointF(plot.left() - 8 - metrics.horizontalAdvance(label),
                                 y + metrics.capHeight() / 2),
                         label);
    }
}

void ChartPicture::paintDayAxis(QPainter &painter) const
{
    const QFontMetricsF metrics(m_style.font);
    const QRectF &plot = m_layout.scale.plot;
    const double baseline = plot.bottom() + 6 + metrics.ascent();
    double labelsEnd = -1e9;
    double contextEnd = -1e9;
    for (const DayTick &tick : m_layout.days) {
        const double x = m_layout.scale.xOf(double(tick.day));
        painter.fillRect(QRectF(std::floor(x), plot.bottom(), 1, 5), m_style.axis);
        const auto write = [&](const QString &text, double y, double &end, const QColor &color) {
            const double width = metrics.horizontalAdvance(text);
            const double highest = plot.right() + std::max(12.0, m_layout.gutter.width()) - width;
            const double left = std::min(x - width / 2, highest);
            if (text.isEmpty() || left < end + 8)
                return;
            painter.setPen(color);
            painter.drawText(QPointF(left, y), text);
            end = left + width;
        };
        write(tick.label, baseline, labelsEnd, m_style.muted);
        write(tick.context, baseline + metrics.height(), contextEnd, m_style.secondary);
    }
}

void ChartPicture::paintLegend(QPainter &painter) const
{
    const QFontMetricsF metrics(m_style.font);
    for (const LegendEntry &entry : m_layout.legend) {
        drawSample(painter, entry.place, entry.sample, m_style);
        painter.setPen(m_style.secondary);
        painter.drawText(entry.place + QPointF(sampleWidth + 6, metrics.capHeight() / 2),
                         entry.name);
    }
}

// Bands and dense lines by columns, everything else by the painter.
void ChartPicture::paintSeries(QPainter &painter)
{
    const bool hasPixels = painter.paintEngine()->type() == QPaintEngine::Raster;
    if (hasPixels)
        m_canvas.begin(m_layout.scale.plot.adjusted(-1, -3, 1, 3), 1 / pixelOf(painter));
    ColumnCanvas *canvas = hasPixels ? &m_canvas : nullptr;
    for (const PreparedBand &band : m_chart.bands())
        paintBand(painter, canvas, band);
    std::vector<const PreparedLine *> later;
    if (!m_chart.isStacked())
        for (const PreparedLine &line : m_chart.lines())
            if (!canvas || !paintDenseLine(painter, line))
                later.push_back(&line);
    if (hasPixels)
        m_canvas.end(painter);
    for (const PreparedLine *line : later)
        paintLine(painter, *line);
}

// Areas touch; a thin line of the surface between them keeps apart what only differs by its colour.
void ChartPicture::paintBand(QPainter &painter, ColumnCanvas *canvas, const PreparedBand &band)
{
    reduceBand(band.intervals, m_layout.scale, pixelOf(painter), m_pieces);
    QColor color =
        m_chart.isStacked() ? m_style.area(band.color, 0.85) : m_style.series(band.color);
    if (!m_chart.isStacked())
        color.setAlphaF(float(band.opacity));
    painter.setBrush(color);
    painter.setPen(m_chart.isStacked() ? QPen(m_style.surface, 0.8) : QPen(Qt::NoPen));
    for (const LinePiece &piece : m_pieces.pieces) {
        const std::span<const QPointF> outline = m_pieces.pointsOf(piece);
        if (!canvas) {
            painter.drawPolygon(outline.data(), int(outline.size()));
            continue;
        }
        canvas->band(outline, color);
        if (m_chart.isStacked())
            canvas->line(outline.first(outline.size() / 2), m_style.surface, 0.8);
    }
}

bool ChartPicture::paintDenseLine(QPainter &painter, const PreparedLine &line)
{
    const double columns = m_layout.scale.plot.width() / pixelOf(painter);
    if (line.isDashed ||
        double(entriesWithin(line.points, m_layout.scale.days).size()) < columns / 2)
        return false;
    reduceLine(line.points, m_layout.scale, pixelOf(painter), m_pieces);
    for (const LinePiece &piece : m_pieces.pieces)
        m_canvas.line(m_pieces.pointsOf(piece), m_style.series(line.color), lineWidth);
    return true;
}

void ChartPicture::paintLine(QPainter &painter, const PreparedLine &line)
{
    reduceLine(line.points, m_layout.scale, pixelOf(painter), m_pieces);
    QPen pen(m_style.series(line.color), lineWidth);
    pen.setJoinStyle(Qt::RoundJoin);
    pen.setCapStyle(Qt::FlatCap);
    if (line.isDashed)
        pen.setDashPattern({3.5, 2.2});
    for (const LinePiece &piece : m_pieces.pieces) {
        const std::span<const QPointF> points = m_pieces.pointsOf(piece);
        if (points.size() == 1) {
            paintDot(painter, points.front(), line.color);
            continue;
        }
        painter.setBrush(Qt::NoBrush);
        drawInParts(painter, points, pen);
    }
}

void ChartPicture::paintDot(QPainter &painter, const QPointF &point, int color) const
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_style.series(color));
    painter.drawEllipse(point, 2.5, 2.5);
}

} // namespace Orion
