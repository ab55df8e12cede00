#include "ui/pages/webhooks/activitypanel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include "ui/pages/webhooks/activitychart.h"
#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/servicetexts.h"

namespace Orion
{

namespace
{

constexpr int figureWidth = 112;

} // namespace

ActivityPanel::ActivityPanel(Theme &theme, QWidget *parent)
    : Card(theme, {}, parent)
    , m_body(new QWidget(this))
    , m_chart(new ActivityChart(theme, m_body))
    , m_from(Formats::muted(new QLabel(m_body)))
    , m_until(Formats::muted(new QLabel(m_body)))
    , m_message(Formats::secondary(new QLabel(this)))
{
    auto *row = new QHBoxLayout(m_body);
    row->setContentsMargins({});
    row->setSpacing(Space::three);
    m_received = addFigure(theme, row, tr("Last hour"));
    m_waiting = addFigure(theme, row, tr("Waiting"));
    m_failed = addFigure(theme, row, tr("Failed"));
    m_lag = addFigure(theme, row, tr("Until applied"));

    auto *ends = new QHBoxLayout;
    ends->addWidget(m_from);
    ends->addStretch();
    ends->addWidget(m_until);
    auto *picture = new QVBoxLayout;
    picture->setSpacing(0);
    picture->addWidget(m_chart);
    picture->addLayout(ends);
    row->addLayout(picture, 1);

    m_message->hide();
    setContentMargins(Space::two, Space::one);
    content()->setSpacing(Space::half);
    content()->addWidget(m_body);
    content()->addWidget(m_message);
}

ActivityPanel::Figure ActivityPanel::addFigure(Theme &theme, QHBoxLayout *row, const QString &name)
{
    const Figure figure{new QLabel(QStringLiteral("–"), m_body),
                        Formats::muted(new QLabel(m_body))};
    figure.value->setFont(theme.titleFont());
    figure.value->setMinimumWidth(figureWidth);
    figure.value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    figure.value->setAccessibleName(name);
    auto *column = new QVBoxLayout;
    column->setSpacing(2);
    column->addWidget(Formats::secondary(new QLabel(name, m_body)));
    column->addWidget(figure.value);
    column->addWidget(figure.note);
    column->addStretch();
    row->addLayout(column);
    return figure;
}

void ActivityPanel::showActivity(const WebhookActivity &activity, const QDateTime &now)
{
    m_message->hide();
    m_body->setEnabled(true);
    m_chart->showMinutes(activity.minutes);
    if (!activity.minutes.empty()) {
        m_from->setText(Formats::time(activity.minutes.front().start));
        m_until->setText(Formats::time(activity.minutes.back().start));
    }
    const QLocale locale;
    m_received.value->setText(locale.toString(activity.received()));
    m_received.note->setText(
        activity.minutes.size() < 2
            ? QString()
            : tr("%Ln in the last minute", nullptr,
                 int(activity.minutes[activity.minutes.size() - 2].received())));
    showQueue(activity.queue, now);
    m_failed.value->setText(locale.toString(activity.queue.failed));
    m_failed.note->setText(tr("%Ln in this hour", nullptr, int(activity.failed())));
    Formats::setTone(m_failed.value, activity.queue.failed > 0 ? "bad" : "");
    showLags(activity);
}

void ActivityPanel::showQueue(const WebhookQueue &queue, const QDateTime &now)
{
    m_waiting.value->setText(QLocale().toString(queue.waiting()));
    QString note;
    if (queue.oldestDue.isValid())
        note = tr("the oldest for %1")
                   .arg(Formats::duration(std::chrono::milliseconds(
                       std::max<qint64>(0, queue.oldestDue.msecsTo(now)))));
    else if (queue.retrying > 0)
        note = tr("tried again later");
    else
        note = tr("all applied");
    m_waiting.note->setText(note);
}

void ActivityPanel::showLags(const WebhookActivity &activity)
{
    const auto shown = [](const WebhookActivity::Lag &lag) {
        return lag ? Formats::duration(*lag) : QStringLiteral("–");
    };
    m_lag.value->setText(shown(activity.applicationMedian));
    m_lag.note->setText(activity.applicationP95 ? tr("95 %: %1").arg(shown(activity.applicationP95))
                                                : QString());
    m_lag.value->setToolTip(tr("Half of the events are applied this long after they arrived or "
                               "sooner. They arrive %1 after Stripe made them.")
                                .arg(shown(activity.deliveryMedian)));
    m_lag.note->setToolTip(m_lag.value->toolTip());
}

void ActivityPanel::showFailed(const Error &error)
{
    m_body->setEnabled(false);
    m_message->setText(
        tr("The last hour could not be read. %1").arg(ServiceTexts::shown(error.message)));
    m_message->show();
}

QString ActivityPanel::receivedText() const
{
    return m_received.value->text();
}

QString ActivityPanel::waitingText() const
{
    return m_waiting.value->text();
}

QString ActivityPanel::failedText() const
{
    return m_failed.value->text();
}

QString ActivityPanel::lagText() const
{
    return m_lag.value->text();
}

QString ActivityPanel::message() const
{
    return m_message->isHidden() ? QString() : m_message->text();
}

} // namespace Orion
