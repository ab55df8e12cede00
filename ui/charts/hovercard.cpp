#include "ui/charts/hovercard.h"

#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

namespace Orion
{

namespace
{

constexpr double rowHeight = 18; // px
constexpr double padding = 10;
constexpr double columnGap = 16; // at least, between names and values

void paintCrosshair(QPainter &painter, const PreparedChart &chart, const ChartLayout &layout,
                    const ChartStyle &style, qint64 day)
{
    const PlotScale &scale = layout.scale;
    const double x = scale.xOf(double(day));
    painter.setPen(QPen(style.muted, 1));
    const double line = std::floor(x) + 0.5;
    painter.drawLine(QPointF(line, scale.plot.top()), QPointF(line, scale.plot.bottom()));
    if (chart.isStacked())
        return;
    for (const PreparedLine &series : chart.lines()) {
        const DayPoint *point = entryAt(series.points, day);
        if (!point)
            continue;
        painter.setPen(QPen(style.surface, 2));
        painter.setBrush(style.series(series.color));
        painter.drawEllipse(QPointF(x, scale.yOf(point->value)), 4.5, 4.5);
    }
}

QSizeF cardSize(const HoverText &text, const ChartStyle &style)
{
    const QFontMetricsF metrics(style.font);
    double names = 0;
    double values = 0;
    for (const HoverRow &row : text.rows) {
        names = std::max(names, metrics.horizontalAdvance(row.name));
        values = std::max(values, QFontMetricsF(style.strong).horizontalAdvance(row.value));
    }
    const double width = std::max(sampleWidth + 8 + names + columnGap + values,
                                  QFontMetricsF(style.strong).horizontalAdvance(text.day));
    return {std::ceil(width) + 2 * padding,
            rowHeight * double(text.rows.size() + 1) + 2 * padding - 4};
}

// Beside the crosshair, on the side where there is room.
QRectF cardRect(const QSizeF &size, double x, const QRectF &plot, const QRectF &area)
{
    double left = x + 14;
    if (left + size.width() > area.right())
        left = x - 14 - size.width();
    left = std::clamp(left, area.left(), std::max(area.left(), area.right() - size.width()));
    const double top =
        std::clamp(plot.top() + 8, area.top(), std::max(area.top(), area.bottom() - size.height()));
    return {QPointF(std::floor(left), std::floor(top)), size};
}

void paintCard(QPainter &painter, const HoverText &text, const ChartStyle &style,
               const QRectF &card)
{
    painter.setPen(QPen(style.axis, 1));
    painter.setBrush(style.raised);
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    const QFontMetricsF metrics(style.font);
    const QFontMetricsF strong(style.strong);
    double middle = card.top() + padding + rowHeight / 2 - 2;
    painter.setFont(style.strong);
    painter.setPen(style.text);
    painter.drawText(QPointF(card.left() + padding, middle + strong.capHeight() / 2), text.day);
    for (const HoverRow &row : text.rows) {
        middle += rowHeight;
        drawSample(painter, {card.left() + padding, middle}, row.sample, style);
        painter.setFont(style.font);
        painter.setPen(style.secondary);
        painter.drawText(
            QPointF(card.left() + padding + sampleWidth + 8, middle + metrics.capHeight() / 2),
            row.name);
        painter.setFont(style.strong);
        painter.setPen(style.text);
        painter.drawText(QPointF(card.right() - padding - strong.horizontalAdvance(row.value),
                                 middle + strong.capHeight() / 2),
                         row.value);
    }
}

} // namespace

void paintHover(QPainter &painter, const PreparedChart &chart, const ChartLayout &layout,
                const ChartStyle &style, const QRectF &area, qint64 day)
{
    if (double(day) < layout.scale.days.first || double(day) > layout.scale.days.last)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    paintCrosshair(painter, chart, layout, style, day);
    const HoverText text = hoverText(chart, day);
    const QSizeF size = cardSize(text, style);
    paintCard(painter, text, style,
              cardRect(size, layout.scale.xOf(double(day)), layout.scale.plot, area));
}

} // namespace Orion
