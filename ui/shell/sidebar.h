#pragma once

#include "ui/shell/connectionmonitor.h"

#include <QFrame>

class QLabel;
class QVBoxLayout;

namespace Orion
{

class ConnectionIndicator;
class NavButton;
class Theme;

// The navigation at the left, with the state of the connection at its bottom.
class Sidebar : public QFrame
{
    Q_OBJECT

public:
    Sidebar(Theme &theme, const ConnectionSettings &database, const QString &role,
            QWidget *parent = nullptr);

    void addPage(const QString &icon, const QString &title, const QKeySequence &shortcut);
    void setCurrent(int index);
    void setConnection(ConnectionMonitor::State state, const QString &reason);
    QString connectionText() const;

Q_SIGNALS:
    void chosen(int index);
    void reconnectRequested();

private:
    QVBoxLayout *m_entries;
    std::vector<NavButton *> m_buttons;
    ConnectionIndicator *m_connection;
    Theme &m_theme;
};

} // namespace Orion
