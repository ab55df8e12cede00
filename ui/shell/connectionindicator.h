#pragma once

#include "ui/shell/connectionmonitor.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace Orion
{

class ElidedLabel;
class Theme;

// At the bottom of the navigation: which database, as whom, and whether it is there. While it is
// lost, for how long, and a button that tries at once.
class ConnectionIndicator : public QWidget
{
    Q_OBJECT

public:
    ConnectionIndicator(Theme &theme, const ConnectionSettings &database, const QString &role,
                        QWidget *parent = nullptr);

    void setState(ConnectionMonitor::State state, const QString &reason);
    QString stateText() const;

    // What is shown when it has been lost for so long.
    static QString lostText(qint64 milliseconds);

Q_SIGNALS:
    void reconnectRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void updateText();

    Theme &m_theme;
    ConnectionMonitor::State m_state = ConnectionMonitor::State::Connecting;
    QLabel *m_text;
    ElidedLabel *m_database;
    QLabel *m_role;
    QPushButton *m_retry;
    QTimer m_everySecond;
    QElapsedTimer m_lostFor;
};

} // namespace Orion
