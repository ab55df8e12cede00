#include "ui/shell/connectionindicator.h"

#include "ui/theme/theme.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/formats.h"

#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace Orion
{

namespace
{

// "orion on this computer": the role stands on a line of its own.
QString placeOf(const ConnectionSettings &database)
{
    const QString name = database.parameters.value(QStringLiteral("dbname"));
    const QString host = database.parameters.value(QStringLiteral("host"));
    const QString port = database.parameters.value(QStringLiteral("port"));
    if (name.isEmpty() || host.isEmpty()) {
        ConnectionSettings place = database;
        place.parameters.remove(QStringLiteral("user"));
        return place.description();
    }
    if (host.startsWith(u'/'))
        return ConnectionIndicator::tr("%1 on this computer").arg(name);
    const bool withPort = !port.isEmpty() && !port.contains(u',');
    return ConnectionIndicator::tr("%1 on %2").arg(name, withPort ? host + u':' + port : host);
}

} // namespace

ConnectionIndicator::ConnectionIndicator(Theme &theme, const ConnectionSettings &database,
                                         const QString &role, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_text(new QLabel(this))
    , m_database(new ElidedLabel(this))
    , m_role(Formats::muted(new QLabel(role, this)))
    , m_retry(new QPushButton(tr("Try now"), this))
{
    for (QLabel *label : std::initializer_list<QLabel *>{m_text, m_database, m_role})
        label->setFont(theme.smallFont());
    Formats::secondary(m_database);
    m_database->setFullText(placeOf(database));
    m_text->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Space::two + Space::half, Space::half, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_text);
    layout->addWidget(m_database);
    layout->addWidget(m_role);
    layout->addSpacing(Space::half);
    layout->addWidget(m_retry);
    m_retry->hide();
    m_everySecond.setInterval(1000);
    connect(&m_everySecond, &QTimer::timeout, this, &ConnectionIndicator::updateText);
    connect(m_retry, &QPushButton::clicked, this, &ConnectionIndicator::reconnectRequested);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    updateText();
}

void ConnectionIndicator::setState(ConnectionMonitor::State state, const QString &reason)
{
    m_state = state;
    const bool lost = state == ConnectionMonitor::State::Lost;
    setToolTip(lost ? reason : QString());
    m_retry->setVisible(lost);
    if (lost) {
        m_lostFor.start();
        m_everySecond.start();
    } else {
        m_everySecond.stop();
    }
    updateText();
    update();
}

QString ConnectionIndicator::lostText(qint64 milliseconds)
{
    const int seconds = int(milliseconds / 1000);
    return seconds == 0 ? tr("Lost just now, trying again")
                        : tr("Lost for %n s, trying again", nullptr, seconds);
}

QString ConnectionIndicator::stateText() const
{
    return m_text->text();
}

void ConnectionIndicator::updateText()
{
    switch (m_state) {
    case ConnectionMonitor::State::Connecting:
        m_text->setText(tr("Connecting…"));
        break;
    case ConnectionMonitor::State::Live:
        m_text->setText(tr("Live"));
        break;
    case ConnectionMonitor::State::Lost:
        m_text->setText(lostText(m_lostFor.elapsed()));
        break;
    }
    setAccessibleName(m_text->text());
}

void ConnectionIndicator::paintEvent(QPaintEvent *)
{
    Token token = Token::TextMuted;
    if (m_state == ConnectionMonitor::State::Live)
        token = Token::Good;
    else if (m_state == ConnectionMonitor::State::Lost)
        token = Token::Bad;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(token));
    painter.drawEllipse(QRectF(6, m_text->y() + 4, 8, 8));
}

} // namespace Orion
