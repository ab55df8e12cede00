#include "ui/pages/jobs/runchart.h"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QCategoryAxis>
#include <QChart>
#include <QLineSeries>
#include <QLocale>
#include <QStackedBarSeries>

#include "ui/pages/jobs/jobwords.h"
#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"

namespace Orion
{

namespace
{

// The lowest span that people would write on an axis and that holds the peak.
qint64 niceSpan(qint64 peak)
{
    static constexpr std::array<qint64, 20> spans{
        10,      20,      50,        100,       200,       500,      1'000,
        2'000,   5'000,   10'000,    20'000,    30'000,    60'000,   120'000,
        300'000, 600'000, 1'200'000, 1'800'000, 3'600'000, 7'200'000};
    const auto found = std::ranges::lower_bound(spans, peak);
    if (found != spans.end())
        return *found;
    constexpr qint64 hour = 3'600'000;
    return (peak + hour - 1) / hour * hour;
}

// Only its upper end: the lower one is 0.
void label(QCategoryAxis *axis, double highest, const QString &text)
{
    for (const QString &old : axis->categoriesLabels())
        axis->remove(old);
    axis->setRange(0, highest);
    axis->append(text, highest);
}

std::size_t setOf(const JobRun &run)
{
    if (run.state == toText(JobRunState::Succeeded))
        return 0;
    return run.state == toText(JobRunState::Failed) ? 1 : 2;
}

} // namespace

RunChart::RunChart(Theme &theme, QWidget *parent)
    : PointedChart(theme, 96, parent)
    , m_rows(new QLineSeries(chart()))
    , m_time(new QBarCategoryAxis(chart()))
    , m_durationAxis(new QCategoryAxis(chart()))
    , m_rowAxis(new QCategoryAxis(chart()))
{
    buildAxes();
    applyTheme();
    setAccessibleName(tr("Duration and rows of the last runs"));
    connect(&theme, &Theme::changed, this, &RunChart::applyTheme);
}

void RunChart::buildAxes()
{
    auto *bars = new QStackedBarSeries(chart());
    bars->setBarWidth(0.7);
    for (QBarSet *&set : m_sets) {
        set = new QBarSet({}, chart());
        bars->append(set);
    }
    chart()->setMargins({0, 8, 0, 8}); // half of the labels at the two ends
    chart()->addSeries(bars);
    chart()->addSeries(m_rows);
    chart()->addAxis(m_time, Qt::AlignBottom);
    chart()->addAxis(m_durationAxis, Qt::AlignLeft);
    chart()->addAxis(m_rowAxis, Qt::AlignRight);
    bars->attachAxis(m_time);
    bars->attachAxis(m_durationAxis);
    m_rows->attachAxis(m_time);
    m_rows->attachAxis(m_rowAxis);
    m_time->setVisible(false);
    for (QCategoryAxis *axis : {m_durationAxis, m_rowAxis}) {
        axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
        axis->setLineVisible(false);
    }
    m_rowAxis->setGridLineVisible(false);
}

void RunChart::applyTheme()
{
    const std::array<Token, 3> colors{Token::Accent, Token::Bad, Token::Warning};
    for (std::size_t i = 0; i < m_sets.size(); ++i) {
        m_sets[i]->setColor(theme().color(colors[i]));
        m_sets[i]->setBorderColor(Qt::transparent);
    }
    m_rows->setPen(QPen(theme().color(Token::Text), 1.5));
    setBackgroundBrush(theme().color(Token::Surface));
    colorAxis(m_durationAxis);
    colorAxis(m_rowAxis);
}

void RunChart::showRuns(std::vector<JobRun> runs)
{
    const auto same = [](const JobRun &one, const JobRun &other) {
        return one.id == other.id && one.attempt == other.attempt;
    };
    if (std::ranges::equal(runs, m_runs, same))
        return;
    m_runs = std::move(runs);
    forgetPlace();
    std::array<QList<qreal>, 3> values;
    QList<QPointF> rows;
    for (const JobRun &run : m_runs) {
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i].append(i == setOf(run) ? qreal(run.durationMs) : 0);
        rows.append(QPointF(qreal(rows.size()), qreal(run.processed)));
    }
    for (std::size_t i = 0; i < m_sets.size(); ++i) {
        m_sets[i]->remove(0, m_sets[i]->count());
        m_sets[i]->append(values[i]);
    }
    m_rows->replace(rows);
    showAxes();
}

void RunChart::showAxes()
{
    QStringList names; // every one different, for the axis knows its places by their names
    qint64 longest = 1;
    qint64 mostRows = 0;
    for (const JobRun &run : m_runs) {
        names.append(QString::number(run.id));
        longest = std::max(longest, run.durationMs);
        mostRows = std::max(mostRows, run.processed);
    }
    m_time->setCategories(names);
    const qint64 span = niceSpan(longest);
    label(m_durationAxis, double(span), Formats::duration(std::chrono::milliseconds(span)));
    const double rows = roundedUp(mostRows);
    label(m_rowAxis, rows, QLocale().toString(qint64(rows)));
    setAccessibleDescription(tr("%Ln runs, the longest %1", nullptr, places())
                                 .arg(Formats::duration(std::chrono::milliseconds(longest))));
}

std::chrono::milliseconds RunChart::longest() const
{
    return std::chrono::milliseconds(qint64(m_durationAxis->max()));
}

QString RunChart::describe(const JobRun &run)
{
    return tr("%1: %2 after %3, %4", "time, how it ended, how long it took, rows")
        .arg(Formats::shortDateTime(run.startedAt), lookOfRun(run.state).text,
             Formats::duration(std::chrono::milliseconds(run.durationMs)),
             tr("%Ln rows", nullptr, int(run.processed)));
}

} // namespace Orion
