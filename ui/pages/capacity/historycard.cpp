#include "ui/pages/capacity/historycard.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QTabBar>
#include <QToolButton>

#include "ui/charts/timechart.h"
#include "ui/pages/capacity/capacitycharts.h"
#include "ui/pages/capacity/capacitywords.h"
#include "ui/pages/capacity/outlookwords.h"
#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/segmented.h"

namespace Orion
{

namespace
{

constexpr int month = 30; // days
constexpr int quarter = 90;
constexpr int year = 365;
constexpr int threeYears = 1095;
constexpr int allDays = 0;
constexpr std::chrono::milliseconds followDelay{150};

} // namespace

HistoryCard::HistoryCard(const PageContext &context, QWidget *parent)
    : Card(context.theme, {}, parent)
    , m_context(context)
    , m_question{PlatformMetric::Subscriptions, Measure::Amount, quarter}
    , m_rangeDays(year)
{
    buildUi();
    connectSignals();
}

void HistoryCard::buildUi()
{
    QWidget *top = buildTop();
    m_chart = new TimeChart(m_context.theme, this);
    m_chart->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    QWidget *bottom = buildBottom();
    m_sentence = new QLabel(this);
    m_sentence->setFont(m_context.theme.headingFont());
    m_caption = Formats::muted(new QLabel(this));
    m_caption->setFont(m_context.theme.smallFont());
    for (QLabel *label : {m_sentence, m_caption}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    content()->setContentsMargins(Space::two, Space::half, Space::two, 12);
    content()->setSpacing(Space::one);
    content()->addWidget(top);
    content()->addWidget(m_chart, 1);
    content()->addWidget(bottom);
    content()->addWidget(m_sentence);
    content()->addWidget(m_caption);
}

QWidget *HistoryCard::buildTop()
{
    auto *top = new QWidget(this);
    m_views = new QTabBar(top);
    m_views->setDrawBase(false);
    m_views->setExpanding(false);
    m_views->setAccessibleName(tr("View"));
    m_views->addTab(tr("History and forecast"));
    m_views->addTab(tr("Tiers over time"));
    m_measures = new Segmented(tr("Measure"), top);
    m_measures->addChoice(int(Measure::Amount), tr("Amount"));
    m_measures->addChoice(int(Measure::ShareOfLimit), tr("Share of limits"),
                          tr("What part of the sum of the limits is in use"));
    m_parts = new Segmented(tr("Measure"), top);
    m_parts->addChoice(0, tr("Number"));
    m_parts->addChoice(1, tr("Percent"));
    m_parts->setCurrent(0);
    auto *row = new QHBoxLayout(top);
    row->setContentsMargins({});
    row->addWidget(m_views);
    row->addStretch();
    row->addWidget(m_measures);
    row->addWidget(m_parts);
    top->setFixedHeight(36);
    return top;
}

QWidget *HistoryCard::buildBottom()
{
    auto *bottom = new QWidget(this);
    m_ranges = new Segmented(tr("Period"), bottom);
    m_ranges->addChoice(month, tr("30 d"), tr("The last 30 days"));
    m_ranges->addChoice(quarter, tr("90 d"), tr("The last 90 days"));
    m_ranges->addChoice(year, tr("1 y"), tr("The last year"));
    m_ranges->addChoice(threeYears, tr("3 y"), tr("The last three years"));
    m_ranges->addChoice(allDays, tr("All", "of the days"), tr("All days"));
    m_ranges->setCurrent(m_rangeDays);
    m_horizonName = Formats::secondary(new QLabel(tr("Forecast"), bottom));
    m_horizons = new Segmented(tr("Forecast"), bottom);
    m_horizons->addChoice(month, tr("30 d"), tr("30 days ahead"));
    m_horizons->addChoice(quarter, tr("90 d"), tr("90 days ahead"));
    m_horizons->addChoice(year, tr("365 d"), tr("365 days ahead"));
    m_horizons->setCurrent(m_question.horizon);
    auto *row = new QHBoxLayout(bottom);
    row->setContentsMargins({});
    row->setSpacing(Space::one);
    row->addWidget(m_ranges);
    row->addStretch();
    row->addWidget(m_horizonName);
    row->addWidget(m_horizons);
    return bottom;
}

void HistoryCard::connectSignals()
{
    connect(m_views, &QTabBar::currentChanged, this, &HistoryCard::showView);
    connect(m_parts, &Segmented::chosen, this, &HistoryCard::showView);
    connect(m_measures, &Segmented::chosen, this, [this](int measure) {
        m_question.measure = Measure(measure);
        Q_EMIT questionChanged();
    });
    connect(m_horizons, &Segmented::chosen, this, [this](int days) {
        m_question.horizon = days;
        Q_EMIT questionChanged();
    });
    connect(m_ranges, &Segmented::chosen, this, &HistoryCard::chooseRange);
    connect(m_chart, &TimeChart::daysChanged, this, [this] {
        if (m_isPlacing)
            return;
        m_isZoomed = true;
        m_ranges->setCurrent(-1);
        m_followSoon.start();
    });
    m_followSoon.setSingleShot(true);
    m_followSoon.setInterval(followDelay);
    connect(&m_followSoon, &QTimer::timeout, this, &HistoryCard::followChart);
}

void HistoryCard::setMetric(PlatformMetric metric)
{
    m_question.metric = metric;
    // Where there are limits, how near they are is what there is to know.
    m_question.measure = hasVendorLimits(metric) ? Measure::ShareOfLimit : Measure::Amount;
    m_measures->setCurrent(int(m_question.measure));
    if (view() == View::Tiers) {
        const QSignalBlocker quiet(m_views);
        m_views->setCurrentIndex(int(View::History));
    }
    Q_EMIT questionChanged();
}

HistoryCard::View HistoryCard::view() const
{
    return View(m_views->currentIndex());
}

void HistoryCard::showOverview(const CapacityOverview &overview)
{
    m_overview = overview;
    showView();
}

void HistoryCard::showView()
{
    const bool isHistory = view() == View::History;
    m_measures->setVisible(isHistory && hasVendorLimits(m_question.metric));
    m_measures->setCurrent(int(m_question.measure));
    m_parts->setVisible(!isHistory);
    m_horizonName->setVisible(isHistory);
    m_horizons->setVisible(isHistory);
    if (m_overview.snapshots.empty())
        return;
    m_isPlacing = true;
    m_chart->setData(
        isHistory ? historyChart(m_overview.outlook, m_overview.snapshots.back())
                  : tierChart(m_overview.snapshots, m_overview.tiers, m_parts->current() == 1));
    m_isPlacing = false;
    showTexts();
    if (!m_isZoomed)
        showRange();
    else
        followChart();
}

void HistoryCard::showTexts()
{
    const bool isHistory = view() == View::History;
    const CapacitySnapshot &latest = m_overview.snapshots.back();
    const MetricOutlook &outlook = m_overview.outlook;
    QStringList caption;
    if (isHistory) {
        m_sentence->setText(OutlookWords::sentence(outlook, latest));
        if (outlook.crossing())
            caption.append(OutlookWords::atTheEnd(outlook));
        const auto standing = limitStanding(latest, outlook.question.metric);
        if (standing && outlook.question.measure == Measure::ShareOfLimit)
            caption.append(CapacityWords::scope(outlook.question.metric, *standing));
        caption.append(OutlookWords::making(outlook));
    }
    caption.removeAll(QString());
    m_sentence->setVisible(isHistory);
    m_caption->setText(isHistory
                           ? caption.join(u' ')
                           : tr("Live subscriptions on each day, by the tier they had then."));
}

void HistoryCard::chooseRange(int days)
{
    m_rangeDays = days;
    m_isZoomed = false;
    showRange();
}

// The chosen days of the history, and all of the forecast.
void HistoryCard::showRange()
{
    if (m_overview.snapshots.empty())
        return;
    const QDate begin = m_overview.snapshots.front().date;
    const QDate end = m_overview.snapshots.back().date;
    const QDate first = m_rangeDays == allDays ? begin : end.addDays(1 - m_rangeDays);
    const auto &points = m_overview.outlook.forecast.points;
    const bool hasForecast = view() == View::History && !points.empty();
    m_ranges->setCurrent(m_rangeDays);
    m_isPlacing = true;
    m_chart->showDays(std::max(first, begin), hasForecast ? points.back().day : end);
    m_isPlacing = false;
    m_first = first;
    m_last = end;
    Q_EMIT periodChanged();
}

void HistoryCard::followChart()
{
    if (m_overview.snapshots.empty() || !m_chart->firstDay().isValid())
        return;
    const QDate begin = m_overview.snapshots.front().date;
    const QDate end = m_overview.snapshots.back().date;
    m_first = std::clamp(m_chart->firstDay(), begin, end);
    m_last = std::clamp(m_chart->lastDay(), begin, end);
    Q_EMIT periodChanged();
}

QString HistoryCard::sentence() const
{
    return m_sentence->text();
}

QString HistoryCard::caption() const
{
    return m_caption->text();
}

QString HistoryCard::fileName() const
{
    const QString what = view() == View::Tiers ? QStringLiteral("tiers")
                                               : toText(m_overview.outlook.question.metric);
    const QDate day = m_overview.snapshots.empty() ? QDate() : m_overview.snapshots.back().date;
    return QStringLiteral("capacity-%1-%2").arg(what, day.toString(Qt::ISODate));
}

} // namespace Orion
