#pragma once

#include "services/database/notificationlistener.h"

#include <QThread>

namespace Orion
{

// What the window knows of its database: whether it is there, and what changed in it. Lives on the
// GUI thread; the listening connection lives on a thread of its own.
class ConnectionMonitor : public QObject
{
    Q_OBJECT

public:
    enum class State
    {
        Connecting,
        Live,
        Lost
    };
    Q_ENUM(State)

    explicit ConnectionMonitor(const ConnectionSettings &settings, ListenerOptions options = {},
                               QObject *parent = nullptr);
    ~ConnectionMonitor() override; // waits for the listener, at most some seconds

    void start();    // once
    void retryNow(); // instead of waiting for the next try
    State state() const { return m_state; }
    QString reason() const { return m_reason; } // why it was lost

Q_SIGNALS:
    void stateChanged(Orion::ConnectionMonitor::State state);
    void recovered(); // live again after a loss: read everything anew
    void changed(const QSet<Orion::Topic> &topics);

private:
    void setLive();
    void setLost(const QString &reason);

    QThread m_thread;
    NotificationListener *m_listener; // ends with the thread
    State m_state = State::Connecting;
    QString m_reason;
};

} // namespace Orion
