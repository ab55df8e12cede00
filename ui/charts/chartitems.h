#pragma once

#include "ui/charts/chartpicture.h"

#include <QGraphicsItem>

namespace Orion
{

// The chart within the view's scene. Owned by the QChart, lives on the GUI thread; chart and style
// have to outlive what it draws.
class PlotItem : public QGraphicsItem
{
public:
    explicit PlotItem(QGraphicsItem *parent);

    void setChart(const PreparedChart &chart, const ChartStyle &style);
    void arrange(const QRectF &area, const DaySpan &days);
    const ChartLayout &layout() const { return m_picture->layout(); }
    const QRectF &area() const { return m_area; }

    QRectF boundingRect() const override { return m_area; }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    std::optional<ChartPicture> m_picture;
    QRectF m_area;
};

// What moves with the pointer, over the plot: crosshair and card, the span that is being chosen,
// and the frame of the focus.
class PointerItem : public QGraphicsItem
{
public:
    PointerItem(PlotItem &plot, QGraphicsItem *parent);

    void setChart(const PreparedChart &chart, const ChartStyle &style);
    void setArea(const QRectF &area);

    void pointAt(std::optional<qint64> day);
    std::optional<qint64> day() const { return m_day; }
    void choose(double fromX, double toX); // the same twice: nothing
    void setFocused(bool isFocused);

    QRectF boundingRect() const override { return m_area; }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    PlotItem &m_plot;
    const PreparedChart *m_chart = nullptr;
    const ChartStyle *m_style = nullptr;
    QRectF m_area;
    std::optional<qint64> m_day;
    double m_fromX = 0;
    double m_toX = 0;
    bool m_isFocused = false;
};

} // namespace Orion
