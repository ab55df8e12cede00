#include "services/database/notificationlistener.h"

#include <QSocketNotifier>

#include <algorithm>
#include <libpq-fe.h>

namespace Orion
{

namespace
{

// What libpq allocated.
template <typename T>
using Freed = std::unique_ptr<T, decltype(&PQfreemem)>;

} // namespace

NotificationListener::NotificationListener(ConnectionSettings settings, ListenerOptions options,
                                           QObject *parent)
    : QObject(parent)
    , m_settings(std::move(settings))
    , m_options(options)
    , m_heartbeat(this) // children, so that they move to the listener's thread with it
    , m_retry(this)
{
    m_heartbeat.setInterval(m_options.heartbeat);
    m_retry.setSingleShot(true);
    connect(&m_heartbeat, &QTimer::timeout, this, &NotificationListener::beat);
    connect(&m_retry, &QTimer::timeout, this, &NotificationListener::connectNow);
}

NotificationListener::~NotificationListener() = default;

void NotificationListener::start()
{
    m_saidLost = false;
    m_retryDelay = m_options.firstRetry;
    connectNow();
}

void NotificationListener::stop()
{
    m_retry.stop();
    disconnectNow();
}

void NotificationListener::connectNow()
{
    disconnectNow();
    auto session = Session::open(m_settings, QStringLiteral("orion-listener"));
    if (!session)
        return lose(session.error().message);
    const auto listening =
        (*session)->script(QStringLiteral("listen ") + QLatin1String(changesChannel));
    if (!listening)
        return lose(listening.error().message);

    m_session = std::move(*session);
    // Not QSqlDriver's notifications: those that arrive together with the answer to a heartbeat
    // would wait there until something else comes over the socket.
    m_notifier =
        std::make_unique<QSocketNotifier>(PQsocket(m_session->handle()), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &NotificationListener::read);
    m_heartbeat.start();
    m_retryDelay = m_options.firstRetry;
    m_saidLost = false;
    Q_EMIT connected();
    if (m_session)
        readNotifications(); // what came together with the answer to LISTEN
}

void NotificationListener::disconnectNow()
{
    m_heartbeat.stop();
    m_asked.invalidate();
    // May be called by the notifier itself, which is then deleted after its signal.
    if (m_notifier) {
        m_notifier->setEnabled(false);
        m_notifier.release()->deleteLater();
    }
    m_session.reset();
}

// Without waiting for the answer: a server that hangs must not hang this thread.
void NotificationListener::beat()
{
    if (m_asked.isValid()) {
        if (m_asked.hasExpired(m_options.answerTimeout.count()))
            lose(QStringLiteral("The database does not answer any more."));
        return;
    }
    if (PQsendQuery(m_session->handle(), "select 1") == 0)
        return lose(QStringLiteral("The database connection was lost."));
    m_asked.start();
}

void NotificationListener::read()
{
    if (!m_session)
        return;
    if (PQconsumeInput(m_session->handle()) == 0 || !readAnswer())
        return lose(QStringLiteral("The database connection was lost."));
    readNotifications();
}

// False when the heartbeat was answered with an error.
bool NotificationListener::readAnswer()
{
    PGconn *connection = m_session->handle();
    while (m_asked.isValid() && PQisBusy(connection) == 0) {
        const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQgetResult(connection),
                                                                   &PQclear);
        if (!result)
            m_asked.invalidate();
        else if (PQresultStatus(result.get()) != PGRES_TUPLES_OK)
            return false;
    }
    return PQstatus(connection) == CONNECTION_OK;
}

void NotificationListener::readNotifications()
{
    QSet<Topic> topics;
    for (;;) {
        const Freed<PGnotify> notification(PQnotifies(m_session->handle()), &PQfreemem);
        if (!notification)
            break;
        for (const Topic topic : topicsFromText(QString::fromUtf8(notification->extra)))
            topics.insert(topic);
    }
    if (!topics.isEmpty())
        Q_EMIT changed(topics);
}

void NotificationListener::lose(const QString &reason)
{
    disconnectNow();
    m_retry.start(m_retryDelay);
    m_retryDelay = std::min(m_retryDelay * 2, m_options.longestRetry);
    if (std::exchange(m_saidLost, true))
        return;
    Q_EMIT lost(reason);
}

NotificationThread::NotificationThread(ConnectionSettings settings, ListenerOptions options)
    : m_listener(new NotificationListener(std::move(settings), options))
{
    m_thread.setObjectName(QStringLiteral("orion-listener"));
    m_listener->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::started, m_listener, &NotificationListener::start);
    QObject::connect(&m_thread, &QThread::finished, m_listener, &QObject::deleteLater);
}

NotificationThread::~NotificationThread()
{
    if (!m_thread.isRunning()) {
        delete m_listener; // its thread never ran
        return;
    }
    m_thread.quit();
    m_thread.wait();
}

void NotificationThread::start()
{
    m_thread.start();
}

} // namespace Orion
