#pragma once

#include "services/database/changes.h"
#include "services/database/connectionsettings.h"

#include <QObject>
#include <QSet>
#include <QTimer>

#include <chrono>
#include <memory>

class QSocketNotifier;

namespace Orion
{

struct ListenerOptions
{
    // How often the connection is tried out; a lost one shows after at most this and the wait for
    // an answer (5 s).
    std::chrono::milliseconds heartbeat{2000};
    std::chrono::milliseconds firstRetry{250};
    std::chrono::milliseconds longestRetry{5000};
};

// Hears what notifyChanges() tells, over a connection of its own. Connecting and the heartbeat
// block its thread for up to 5 s, so give it a QThread with an event loop of its own:
//
//     listener->moveToThread(&thread);
//     connect(&thread, &QThread::started, listener, &NotificationListener::start);
//     connect(&thread, &QThread::finished, listener, &QObject::deleteLater);
//
// start() and stop() run on that thread (invoke them queued from elsewhere); the signals come from
// it. Owned by whoever made it.
class NotificationListener : public QObject
{
    Q_OBJECT

public:
    explicit NotificationListener(ConnectionSettings settings, ListenerOptions options = {},
                                  QObject *parent = nullptr);
    ~NotificationListener() override;

public Q_SLOTS:
    void start();
    void stop();

Q_SIGNALS:
    void changed(const QSet<Orion::Topic> &topics);
    // Listening from now on. Whatever changed before was not heard: read everything again.
    void connected();
    // The connection is gone, or could not be made; it tries again by itself. Said once for each
    // loss, with the reason for people.
    void lost(const QString &reason);

private:
    void connectNow();
    void beat();
    void readNotifications();
    void lose(const QString &reason);
    void disconnectNow();

    const ConnectionSettings m_settings;
    const ListenerOptions m_options;
    std::unique_ptr<Session> m_session; // made and destroyed on the listener's thread
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_heartbeat;
    QTimer m_retry;
    std::chrono::milliseconds m_retryDelay{0};
    bool m_saidLost = false;
};

} // namespace Orion
