#include "ui/charts/chartpicture.h"

#include "ui/charts/chartends.h"
#include "ui/charts/chartlevels.h"

#include <QFontMetricsF>
#include <QPaintDevice>
#include <QPainter>

#include <cmath>

namespace Orion
{

namespace
{

// A line of one pixel lies on pixels, not between them.
double onPixel(double position)
{
    return std::floor(position) + 0.5;
}

double pixelOf(const QPainter &painter)
{
    return 1 / std::max(1.0, painter.device()->devicePixelRatio());
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
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(m_style.font);
    paintFrame(painter);
    for (const PreparedBand &band : m_chart.bands()) {
        if (m_chart.isStacked())
            paintArea(painter, band);
        else
            paintBand(painter, band);
    }
    if (!m_chart.isStacked())
        for (const PreparedLine &line : m_chart.lines())
            paintLine(painter, line);
    paintLevels(painter, m_chart, m_layout, m_style);
    paintEnds(painter, m_chart, m_layout, m_style);
}

void ChartPicture::paintFrame(QPainter &painter) const
{
    paintValueAxis(painter);
    paintDayAxis(painter);
    paintLegend(painter);
}

void ChartPicture::paintValueAxis(QPainter &painter) const
{
    const QFontMetricsF metrics(m_style.font);
    const QRectF &plot = m_layout.scale.plot;
    for (int i = 0; i < m_layout.values.ticks(); ++i) {
        const double y = m_layout.scale.yOf(m_layout.values.tick(i));
        painter.setPen(QPen(i == 0 ? m_style.axis : m_style.grid, 1));
        painter.drawLine(QPointF(plot.left(), onPixel(y)), QPointF(plot.right(), onPixel(y)));
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
        painter.setPen(QPen(m_style.axis, 1));
        painter.drawLine(QPointF(onPixel(x), plot.bottom()),
                         QPointF(onPixel(x), plot.bottom() + 4));
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

void ChartPicture::paintBand(QPainter &painter, const PreparedBand &band)
{
    reduceBand(band.intervals, m_layout.scale, pixelOf(painter), m_pieces);
    QColor color = m_style.series(band.color);
    color.setAlphaF(float(std::clamp(band.opacity, 0.0, 1.0)));
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    for (const LinePiece &piece : m_pieces.pieces)
        m_strokes.band(painter, m_pieces.pointsOf(piece));
}

// Areas touch; a thin line of the surface between them keeps apart what only differs by its colour.
void ChartPicture::paintArea(QPainter &painter, const PreparedBand &band)
{
    reduceBand(band.intervals, m_layout.scale, pixelOf(painter), m_pieces);
    for (const LinePiece &piece : m_pieces.pieces) {
        const std::span<const QPointF> outline = m_pieces.pointsOf(piece);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_style.area(band.color, 0.85));
        m_strokes.band(painter, outline);
        m_strokes.line(painter, outline.last(outline.size() / 2), QPen(m_style.surface, 1));
    }
}

void ChartPicture::paintLine(QPainter &painter, const PreparedLine &line)
{
    reduceLine(line.points, m_layout.scale, pixelOf(painter), m_pieces);
    QPen pen(m_style.series(line.color), 1.6);
    pen.setJoinStyle(Qt::RoundJoin);
    pen.setCapStyle(line.isDashed ? Qt::FlatCap : Qt::RoundCap);
    if (line.isDashed)
        pen.setDashPattern({3.5, 2.2});
    for (const LinePiece &piece : m_pieces.pieces) {
        const std::span<const QPointF> points = m_pieces.pointsOf(piece);
        if (points.size() == 1)
            paintDot(painter, points.front(), line.color);
        else
            m_strokes.line(painter, points, pen);
    }
}

void ChartPicture::paintDot(QPainter &painter, const QPointF &point, int color) const
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_style.series(color));
    painter.drawEllipse(point, 2.5, 2.5);
}

} // namespace Orion
