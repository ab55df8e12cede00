#include "ui/charts/chartitems.h"

#include "ui/charts/hovercard.h"

#include <QPainter>

namespace Orion
{

PlotItem::PlotItem(QGraphicsItem *parent)
    : QGraphicsItem(parent)
{}

void PlotItem::setChart(const PreparedChart &chart, const ChartStyle &style)
{
    m_picture.emplace(chart, style);
}

void PlotItem::arrange(const QRectF &area, const DaySpan &days)
{
    if (area != m_area)
        prepareGeometryChange();
    m_area = area;
    m_picture->arrange(area, days);
    update();
}

void PlotItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    m_picture->paint(*painter);
}

PointerItem::PointerItem(PlotItem &plot, QGraphicsItem *parent)
    : QGraphicsItem(parent)
    , m_plot(plot)
{
    setZValue(1);
}

void PointerItem::setChart(const PreparedChart &chart, const ChartStyle &style)
{
    m_chart = &chart;
    m_style = &style;
    update();
}

void PointerItem::setArea(const QRectF &area)
{
    if (area != m_area)
        prepareGeometryChange();
    m_area = area;
    update();
}

void PointerItem::pointAt(std::optional<qint64> day)
{
    m_day = day;
    update();
}

void PointerItem::choose(double fromX, double toX)
{
    m_fromX = std::min(fromX, toX);
    m_toX = std::max(fromX, toX);
    update();
}

void PointerItem::setFocused(bool isFocused)
{
    m_isFocused = isFocused;
    update();
}

void PointerItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    if (m_chart->isEmpty())
        return;
    const QRectF &plot = m_plot.layout().scale.plot;
    if (m_toX > m_fromX) {
        QColor color = m_style->accent;
        color.setAlphaF(0.15F);
        painter->fillRect(QRectF(m_fromX, plot.top(), m_toX - m_fromX, plot.height()), color);
    }
    if (m_isFocused) {
        painter->setPen(QPen(m_style->accent, 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(m_area.adjusted(-5.5, -5.5, 5.5, 5.5), 4, 4);
    }
    if (m_day)
        paintHover(*painter, *m_chart, m_plot.layout(), *m_style, m_area, *m_day);
}

} // namespace Orion
