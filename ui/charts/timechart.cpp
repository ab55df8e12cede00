#include "ui/charts/timechart.h"

#include "ui/charts/chartitems.h"
#include "ui/charts/dayformats.h"
#include "ui/charts/hovertext.h"
#include "ui/theme/theme.h"

#include <QChart>
#include <QGraphicsLayout>
#include <QLegend>

#include <cmath>

namespace Orion
{

namespace
{

constexpr double margin = 8; // around everything, px

} // namespace

TimeChart::TimeChart(Theme &theme, QWidget *parent)
    : QChartView(parent)
    , m_theme(theme)
    , m_style(std::make_unique<ChartStyle>(theme))
    , m_prepared(std::make_unique<PreparedChart>())
    , m_days(std::make_unique<DaySpan>())
    , m_plot(new PlotItem(chart()))
    , m_pointer(new PointerItem(*m_plot, chart()))
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    viewport()->setMouseTracking(true);
    chart()->legend()->hide();
    chart()->setBackgroundVisible(false);
    chart()->setMargins({});
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    applyTheme();
    connect(&theme, &Theme::changed, this, &TimeChart::applyTheme);
}

TimeChart::~TimeChart() = default;

void TimeChart::applyTheme()
{
    *m_style = ChartStyle(m_theme);
    setBackgroundBrush(m_style->surface);
    m_plot->setChart(*m_prepared, *m_style);
    m_pointer->setChart(*m_prepared, *m_style);
    arrange();
}

void TimeChart::setData(TimeChartData data)
{
    const QDate pointed = pointedDay();
    const bool wasAll = m_prepared->isEmpty() || isShowingAll();
    *m_prepared = PreparedChart(std::move(data));
    m_plot->setChart(*m_prepared, *m_style);
    m_pointer->setChart(*m_prepared, *m_style);
    setAccessibleName(m_prepared->data().title);
    const DaySpan bounds = m_prepared->bounds();
    const bool hasLeft = m_days->last <= bounds.first || m_days->first >= bounds.last;
    showSpan(wasAll || hasLeft ? bounds : *m_days);
    pointAt(pointed);
}

const TimeChartData &TimeChart::data() const
{
    return m_prepared->data();
}

Theme &TimeChart::theme() const
{
    return m_theme;
}

void TimeChart::showDays(const QDate &first, const QDate &last)
{
    if (first.isValid() && last.isValid() && !m_prepared->isEmpty())
        showSpan(DaySpan::ofDays(std::min(first, last), std::max(first, last)));
}

void TimeChart::showAll()
{
    showSpan(m_prepared->bounds());
}

bool TimeChart::isShowingAll() const
{
    return *m_days == m_prepared->bounds();
}

QDate TimeChart::firstDay() const
{
    return m_prepared->isEmpty() ? QDate() : m_days->firstDay();
}

QDate TimeChart::lastDay() const
{
    return m_prepared->isEmpty() ? QDate() : m_days->lastDay();
}

DaySpan TimeChart::daysInView() const
{
    return *m_days;
}

void TimeChart::showSpan(const DaySpan &days)
{
    const QDate first = firstDay();
    const QDate last = lastDay();
    *m_days = m_prepared->isEmpty() ? DaySpan() : days.within(m_prepared->bounds());
    arrange();
    if (firstDay() != first || lastDay() != last) {
        describe();
        Q_EMIT daysChanged(firstDay(), lastDay());
    }
}

void TimeChart::zoom(double factor, double centre)
{
    if (!m_prepared->isEmpty())
        showSpan(m_days->zoomed(factor, centre, m_prepared->bounds()));
}

void TimeChart::arrange()
{
    const QRectF area = QRectF(viewport()->rect()).adjusted(margin, margin, -margin, -margin);
    m_plot->arrange(area, *m_days);
    m_pointer->setArea(area);
    if (!m_prepared->isEmpty())
        chart()->setPlotArea(m_plot->layout().scale.plot);
}

void TimeChart::pointAt(const QDate &day)
{
    const QDate before = pointedDay();
    if (day.isValid() && !m_prepared->isEmpty())
        m_pointer->pointAt(m_prepared->nearestDay(double(day.toJulianDay())));
    else
        m_pointer->pointAt(std::nullopt);
    describe();
    if (pointedDay() != before)
        Q_EMIT pointedDayChanged(pointedDay());
}

QDate TimeChart::pointedDay() const
{
    return m_pointer->day() ? QDate::fromJulianDay(*m_pointer->day()) : QDate();
}

QString TimeChart::pointedText() const
{
    return m_pointer->day() ? hoverText(*m_prepared, *m_pointer->day()).plain() : QString();
}

// What a screen reader says: the pointed day, or which days there are.
void TimeChart::describe()
{
    if (m_pointer->day())
        setAccessibleDescription(pointedText());
    else if (m_prepared->isEmpty())
        setAccessibleDescription({});
    else
        setAccessibleDescription(tr("%1 to %2, a value for each day by the arrow keys", "days")
                                     .arg(shortDay(firstDay()), shortDay(lastDay())));
}

} // namespace Orion
