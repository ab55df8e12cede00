#include "ui/pages/webhooks/activitychart.h"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QChart>
#include <QLocale>
#include <QStackedBarSeries>
#include <QValueAxis>

#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"

namespace Orion
{

ActivityChart::ActivityChart(Theme &theme, QWidget *parent)
    : PointedChart(theme, 66, parent)
    , m_time(new QBarCategoryAxis(chart()))
    , m_count(new QValueAxis(chart()))
{
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
        m_sets[i]->setColor(theme().color(colors[i]));
        m_sets[i]->setBorderColor(Qt::transparent);
    }
    setBackgroundBrush(theme().color(Token::Surface));
    colorAxis(m_count);
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

} // namespace Orion
