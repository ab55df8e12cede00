#pragma once

#include "services/database/changes.h"
#include "services/database/connectionsettings.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSet>
#include <QThread>
#include <QTimer>

#include <chrono>
#include <memory>

class QSocketNotifier;

namespace Orion
{

struct ListenerOptions
{
    std::chrono::milliseconds heartbeat{2000};     // how often the connection is tried out
    std::chrono::milliseconds answerTimeout{3000}; // how long the answer may take
    std::chrono::milliseconds firstRetry{250};
    std::chrono::milliseconds longestRetry{5000};
};

// Hears what notifyChanges() tells, over a connection of its own. Connecting blocks its thread for
// up to 5 s, so it lives on a QThread of its own with an event loop: NotificationThread makes one.
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
    void disconnectNow();
    void beat();
    void read();
    bool readAnswer();
    void readNotifications();
    void lose(const QString &reason);

    const ConnectionSettings m_settings;
    const ListenerOptions m_options;
    std::unique_ptr<Session> m_session; // made and destroyed on the listener's thread
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_heartbeat;
    QTimer m_retry;
    QElapsedTimer m_asked; // valid while a heartbeat waits for its answer
    std::chrono::milliseconds m_retryDelay{0};
    bool m_saidLost = false;
};

// A listener with the thread that it lives on. Connect to listener()'s signals (they arrive queued
// in the receiver's thread), then start(). Made and destroyed by its owner, on any one thread.
class NotificationThread
{
public:
    explicit NotificationThread(ConnectionSettings settings, ListenerOptions options = {});
    ~NotificationThread(); // ends the thread and waits for it

    NotificationThread(const NotificationThread &) = delete;
    NotificationThread &operator=(const NotificationThread &) = delete;

    NotificationListener *listener() const { return m_listener; }
    void start();

private:
    QThread m_thread;
    NotificationListener *m_listener; // deleted by its thread when that ends
};

} // namespace Orion
