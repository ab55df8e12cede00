#pragma once

#include "ui/charts/timechartdata.h"

#include <QChartView>

#include <memory>

namespace Orion
{

class Theme;
class PlotItem;
class PointerItem;
class PreparedChart;
struct ChartStyle;
struct DaySpan;

// Values over days, to zoom, pan and point at. Shows nothing without data: the page puts a
// StateView there. Lives on the GUI thread.
//
// Qt Charts holds the view and its scene; the plot in it is an item of ours. A QLineSeries works
// out every point and its stroke anew for each change of an axis, which is too slow for ten years
// of days (./dev bench chart has both), and its axes do not know months.
//
// The wheel zooms around the pointed day, dragging pans, Shift and dragging zooms to a span, a
// double click shows everything. Left and Right walk the pointed day, with Ctrl or Shift they pan;
// + and - zoom, Home and End go to the first and last day, 0 and Escape show everything. Never
// beyond the data, never fewer than seven days.
class TimeChart : public QChartView
{
    Q_OBJECT

public:
    explicit TimeChart(Theme &theme, QWidget *parent = nullptr);
    ~TimeChart() override;

    void setData(TimeChartData data); // keeps the days in view where they still have data
    const TimeChartData &data() const;

    void showDays(const QDate &first, const QDate &last);
    void showAll();
    QDate firstDay() const; // in view; invalid without data
    QDate lastDay() const;
    DaySpan daysInView() const; // with the parts of days at both ends

    void pointAt(const QDate &day); // the nearest day with values; invalid: at none
    QDate pointedDay() const;       // invalid: none
    QString pointedText() const;    // what the card says about it, a line each; empty without a day

    Theme &theme() const;

    QSize sizeHint() const override { return {720, 320}; }
    QSize minimumSizeHint() const override { return {320, 160}; }

Q_SIGNALS:
    void daysChanged(const QDate &first, const QDate &last); // by whatever means
    void pointedDayChanged(const QDate &day);                // invalid: none

protected:
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    enum class Drag
    {
        None,
        Pan,
        Span,
    };

    void applyTheme();
    void arrange();
    void showSpan(const DaySpan &days);
    void zoom(double factor, double centre);
    bool zoomByKey(const QKeyEvent &event);
    bool moveByKey(const QKeyEvent &event);
    void walk(int days);
    void endDrag();
    void describe();
    bool isShowingAll() const;

    Theme &m_theme;
    std::unique_ptr<ChartStyle> m_style;
    std::unique_ptr<PreparedChart> m_prepared;
    std::unique_ptr<DaySpan> m_days; // in view
    PlotItem *m_plot;                // the scene's
    PointerItem *m_pointer;          // the scene's
    Drag m_drag = Drag::None;
    QPointF m_dragStart;    // in the scene
    double m_dragFirst = 0; // the first day in view when it began
};

} // namespace Orion
