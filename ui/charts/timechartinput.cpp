// What mouse and keyboard do to a TimeChart.
#include "ui/charts/timechart.h"

#include "ui/charts/chartitems.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <cmath>

namespace Orion
{

namespace
{

constexpr double zoomStep = 1.25;   // of a key, and of a notch of the wheel
constexpr double panShare = 0.1;    // of the days in view
constexpr double shortestSpan = 12; // px; a shorter one was a click

} // namespace

void TimeChart::resizeEvent(QResizeEvent *event)
{
    QChartView::resizeEvent(event);
    arrange();
}

void TimeChart::wheelEvent(QWheelEvent *event)
{
    const QPoint angle = event->angleDelta();
    if (m_prepared->isEmpty()) {
        event->ignore();
        return;
    }
    if (std::abs(angle.x()) > std::abs(angle.y())) {
        showSpan(m_days->panned(-angle.x() / 120.0 * panShare * m_days->length()));
    } else {
        const double centre =
            m_plot->layout().scale.dayAt(mapToScene(event->position().toPoint()).x());
        zoom(std::pow(zoomStep, -angle.y() / 120.0),
             std::clamp(centre, m_days->first, m_days->last));
    }
    event->accept();
}

void TimeChart::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || m_prepared->isEmpty()) {
        event->ignore();
        return;
    }
    m_drag = event->modifiers().testFlag(Qt::ShiftModifier) ? Drag::Span : Drag::Pan;
    m_dragStart = mapToScene(event->position().toPoint());
    m_dragFirst = m_days->first;
}

void TimeChart::mouseMoveEvent(QMouseEvent *event)
{
    if (m_prepared->isEmpty())
        return;
    const QPointF place = mapToScene(event->position().toPoint());
    const PlotScale &scale = m_plot->layout().scale;
    const QRectF &plot = scale.plot;
    if (m_drag == Drag::Pan) {
        viewport()->setCursor(Qt::ClosedHandCursor);
        const double days = (m_dragStart.x() - place.x()) / plot.width() * m_days->length();
        showSpan({m_dragFirst + days, m_dragFirst + days + m_days->length()});
    } else if (m_drag == Drag::Span) {
        m_pointer->choose(std::clamp(m_dragStart.x(), plot.left(), plot.right()),
                          std::clamp(place.x(), plot.left(), plot.right()));
    }
    if (plot.contains(place))
        pointAt(QDate::fromJulianDay(m_prepared->nearestDay(scale.dayAt(place.x()))));
    else
        pointAt({});
}

void TimeChart::mouseReleaseEvent(QMouseEvent *event)
{
    if (m_drag == Drag::Span) {
        const PlotScale &scale = m_plot->layout().scale;
        const double x = mapToScene(event->position().toPoint()).x();
        const double from = scale.dayAt(std::min(x, m_dragStart.x()));
        const double to = scale.dayAt(std::max(x, m_dragStart.x()));
        if (std::abs(x - m_dragStart.x()) >= shortestSpan)
            showSpan(DaySpan{std::max(from, m_days->first), std::min(to, m_days->last)});
    }
    endDrag();
}

void TimeChart::endDrag()
{
    m_drag = Drag::None;
    m_pointer->choose(0, 0);
    viewport()->unsetCursor();
}

void TimeChart::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        showAll();
}

void TimeChart::keyPressEvent(QKeyEvent *event)
{
    if (m_prepared->isEmpty() || !(zoomByKey(*event) || moveByKey(*event)))
        event->ignore(); // the page's
}

bool TimeChart::zoomByKey(const QKeyEvent &event)
{
    const double centre = m_pointer->day()
                              ? std::clamp(double(*m_pointer->day()), m_days->first, m_days->last)
                              : (m_days->first + m_days->last) / 2;
    switch (event.key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoom(1 / zoomStep, centre);
        return true;
    case Qt::Key_Minus:
        zoom(zoomStep, centre);
        return true;
    case Qt::Key_0:
        showAll();
        return true;
    case Qt::Key_Escape:
        if (isShowingAll() && !m_pointer->day())
            return false;
        if (isShowingAll())
            pointAt({});
        showAll();
        return true;
    default:
        return false;
    }
}

bool TimeChart::moveByKey(const QKeyEvent &event)
{
    const bool pans = event.modifiers().testAnyFlags(Qt::ControlModifier | Qt::ShiftModifier);
    const DaySpan bounds = m_prepared->bounds();
    switch (event.key()) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const int direction = event.key() == Qt::Key_Left ? -1 : 1;
        if (pans)
            showSpan(m_days->panned(direction * std::max(1.0, panShare * m_days->length())));
        else
            walk(direction);
        return true;
    }
    case Qt::Key_Home:
        showSpan(m_days->panned(bounds.first - m_days->first));
        pointAt(bounds.firstDay());
        return true;
    case Qt::Key_End:
        showSpan(m_days->panned(bounds.last - m_days->last));
        pointAt(bounds.lastDay());
        return true;
    default:
        return false;
    }
}

// The days in view follow the pointed one.
void TimeChart::walk(int days)
{
    const qint64 day = m_pointer->day() ? m_prepared->dayAfter(*m_pointer->day(), days)
                                        : m_prepared->nearestDay(m_days->last);
    if (double(day) < m_days->first)
        showSpan(m_days->panned(double(day) - m_days->first));
    else if (double(day) > m_days->last)
        showSpan(m_days->panned(double(day) - m_days->last));
    pointAt(QDate::fromJulianDay(day));
}

void TimeChart::focusInEvent(QFocusEvent *event)
{
    QChartView::focusInEvent(event);
    const bool isByKey = event->reason() == Qt::TabFocusReason ||
                         event->reason() == Qt::BacktabFocusReason ||
                         event->reason() == Qt::ShortcutFocusReason;
    m_pointer->setFocused(isByKey);
}

void TimeChart::focusOutEvent(QFocusEvent *event)
{
    QChartView::focusOutEvent(event);
    m_pointer->setFocused(false);
    pointAt({});
}

bool TimeChart::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave && m_drag == Drag::None)
        pointAt({});
    return QChartView::viewportEvent(event);
}

} // namespace Orion
