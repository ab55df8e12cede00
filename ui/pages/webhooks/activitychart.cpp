#include "ui/pages/webhooks/activitychart.h"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QChart>
#include <QGraphicsLayout>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QStackedBarSeries>
#include <QToolTip>
#include <QValueAxis>

#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"

#include <cmath>

namespace Orion
{

namespace
{

// The lowest of 2, 4, 6, 8, 10 and their tens that holds the peak: half of it is a whole number.
double roundedUp(qint64 peak)
{
    double unit = 1;
    while (double(peak) > unit * 10)
        unit *= 10;
    return std::max(2.0, std::ceil(double(peak) / unit / 2) * 2) * unit;
}

} // namespace

ActivityChart::ActivityChart(Theme &theme, QWidget *parent)
    : QChartView(parent)
    , m_theme(theme)
    , m_time(new QBarCategoryAxis(chart()))
    , m_count(new QValueAxis(chart()))
{
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(66);
    viewport()->setMouseTracking(true);
    chart()->legend()->hide();
    chart()->setBackgroundVisible(false);
    chart()->setMargins({});
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    buildAxes();
    applyTheme();
    connect(&theme, &Theme::changed, this, &ActivityChart::applyTheme);
}

void ActivityChart::buildAxes()
{
    auto *bars = new QStackedBarSeries(chart());
    bars->setBarWidth(0.8);
    for (QBarSet *&set : m_sets) {
        set = new QBarSet({}, chart());
        bars->append(set);
    }
    chart()->addSeries(bars);
    chart()->addAxis(m_time, Qt::AlignBottom);
    chart()->addAxis(m_count, Qt::AlignLeft);
    bars->attachAxis(m_time);
    bars->attachAxis(m_count);
    m_time->setVisible(false); // sixty labels; the panel names the two ends
    m_count->setTickCount(2);
    m_count->setLabelFormat(QStringLiteral("%.0f"));
    m_count->setLineVisible(false);
}

void ActivityChart::applyTheme()
{
    const std::array<Token, 3> colors{Token::Accent, Token::Warning, Token::Bad};
    for (std::size_t i = 0; i < m_sets.size(); ++i) {
        m_sets[i]->setColor(m_theme.color(colors[i]));
        m_sets[i]->setBorderColor(Qt::transparent);
    }
    setBackgroundBrush(m_theme.color(Token::Surface));
    m_count->setGridLinePen(QPen(m_theme.color(Token::Border), 1));
    m_count->setLabelsColor(m_theme.color(Token::TextMuted));
    m_count->setLabelsFont(m_theme.smallFont());
}

void ActivityChart::showMinutes(const std::vector<WebhookMinute> &minutes)
{
    if (minutes == m_minutes)
        return;
    m_minutes = minutes;
    QList<qreal> applied;
    QList<qreal> waiting;
    QList<qreal> failed;
    for (const WebhookMinute &minute : minutes) {
        applied.append(qreal(minute.applied));
        waiting.append(qreal(minute.waiting));
        failed.append(qreal(minute.failed));
    }
    int i = 0;
    for (const QList<qreal> &values : {applied, waiting, failed}) {
        QBarSet *set = m_sets[std::size_t(i++)];
        set->remove(0, set->count());
        set->append(values);
    }
    showAxes();
}

void ActivityChart::showAxes()
{
    QStringList starts; // every one different, for the axis knows its places by their names
    qint64 peak = 0;
    qint64 received = 0;
    for (const WebhookMinute &minute : m_minutes) {
        starts.append(minute.start.toString(Qt::ISODate));
        peak = std::max(peak, minute.received());
        received += minute.received();
    }
    m_time->setCategories(starts);
    m_count->setRange(0, roundedUp(peak));
    setAccessibleName(tr("Events a minute"));
    setAccessibleDescription(tr("%Ln events, at most %1 a minute", nullptr, int(received))
                                 .arg(QLocale().toString(peak)));
}

double ActivityChart::highest() const
{
    return m_count->max();
}

QString ActivityChart::describe(const WebhookMinute &minute)
{
    const QString time = Formats::time(minute.start);
    QStringList parts{tr("%Ln received", nullptr, int(minute.received()))};
    if (minute.waiting > 0)
        parts.append(tr("%Ln waiting", nullptr, int(minute.waiting)));
    if (minute.failed > 0)
        parts.append(tr("%Ln failed", nullptr, int(minute.failed)));
    return tr("%1: %2").arg(time, parts.join(QStringLiteral(", ")));
}

int ActivityChart::minuteAt(const QPoint &position) const
{
    const QRectF plot = chart()->plotArea();
    if (m_minutes.empty() || !plot.contains(mapToScene(position)))
        return -1;
    const double share = (mapToScene(position).x() - plot.left()) / plot.width();
    return std::clamp(int(share * double(m_minutes.size())), 0, int(m_minutes.size()) - 1);
}

void ActivityChart::point(int index)
{
    m_pointed = index;
    if (index < 0) {
        QToolTip::hideText();
        return;
    }
    const QRectF plot = chart()->plotArea();
    const double x = plot.left() + plot.width() * (index + 0.5) / double(m_minutes.size());
    const QString text = describe(m_minutes[std::size_t(index)]);
    QToolTip::showText(viewport()->mapToGlobal(mapFromScene(QPointF(x, plot.top()))), text, this);
    setAccessibleDescription(text);
}

bool ActivityChart::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        point(minuteAt(static_cast<QHelpEvent *>(event)->pos()));
        return true;
    }
    return QChartView::viewportEvent(event);
}

void ActivityChart::keyPressEvent(QKeyEvent *event)
{
    const int last = int(m_minutes.size()) - 1;
    const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (step == 0 || last < 0) {
        event->ignore(); // Escape and the like are the page's
        return;
    }
    point(std::clamp(m_pointed < 0 ? last : m_pointed + step, 0, last));
}

void ActivityChart::focusOutEvent(QFocusEvent *event)
{
    point(-1);
    QChartView::focusOutEvent(event);
}

} // namespace Orion
