#include "ui/shell/sidebar.h"

#include "ui/shell/connectionindicator.h"
#include "ui/shell/navbutton.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace Orion
{

namespace
{

QWidget *brand(Theme &theme, QWidget *parent)
{
    auto *box = new QWidget(parent);
    auto *mark = new QLabel(box);
    auto *name = new QLabel(QStringLiteral("Orion Billing"), box);
    name->setFont(theme.headingFont());
    const auto draw = [mark, &theme] {
        mark->setPixmap(theme.icon(QStringLiteral("orion"), Token::Accent).pixmap(22, 22));
    };
    draw();
    QObject::connect(&theme, &Theme::changed, mark, draw);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(Space::half, 0, 0, 0);
    layout->setSpacing(Space::one);
    layout->addWidget(mark);
    layout->addWidget(name, 1);
    return box;
}

} // namespace

Sidebar::Sidebar(Theme &theme, const ConnectionSettings &database, const QString &role,
                 QWidget *parent)
    : QFrame(parent)
    , m_entries(new QVBoxLayout)
    , m_connection(new ConnectionIndicator(theme, database, role, this))
    , m_theme(theme)
{
    setObjectName(QStringLiteral("sidebar"));
    setFixedWidth(216);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, Space::two, 12, 12);
    layout->setSpacing(Space::two);
    layout->addWidget(brand(theme, this));
    m_entries->setSpacing(2);
    layout->addLayout(m_entries);
    layout->addStretch();
    layout->addWidget(m_connection);
    connect(m_connection, &ConnectionIndicator::reconnectRequested, this,
            &Sidebar::reconnectRequested);
}

void Sidebar::addPage(const QString &icon, const QString &title, const QKeySequence &shortcut)
{
    auto *button = new NavButton(m_theme, icon, title, shortcut, this);
    const int index = int(m_buttons.size());
    m_buttons.push_back(button);
    m_entries->addWidget(button);
    connect(button, &QAbstractButton::clicked, this, [this, index] { Q_EMIT chosen(index); });
}

void Sidebar::setCurrent(int index)
{
    m_buttons.at(std::size_t(index))->setChecked(true);
}

void Sidebar::setConnection(ConnectionMonitor::State state, const QString &reason)
{
    m_connection->setState(state, reason);
}

QString Sidebar::connectionText() const
{
    return m_connection->stateText();
}

} // namespace Orion
