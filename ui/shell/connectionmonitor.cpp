#include "ui/shell/connectionmonitor.h"

namespace Orion
{

ConnectionMonitor::ConnectionMonitor(const ConnectionSettings &settings, ListenerOptions options,
                                     QObject *parent)
    : QObject(parent)
    , m_listener(new NotificationListener(settings, options))
{
    m_thread.setObjectName(QStringLiteral("notifications"));
    m_listener->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, m_listener, &NotificationListener::start);
    connect(&m_thread, &QThread::finished, m_listener, &QObject::deleteLater);
    connect(m_listener, &NotificationListener::connected, this, &ConnectionMonitor::setLive);
    connect(m_listener, &NotificationListener::lost, this, &ConnectionMonitor::setLost);
    connect(m_listener, &NotificationListener::changed, this, &ConnectionMonitor::changed);
}

ConnectionMonitor::~ConnectionMonitor()
{
    if (!m_thread.isRunning()) {
        delete m_listener;
        return;
    }
    m_thread.quit();
    m_thread.wait();
}

void ConnectionMonitor::start()
{
    m_thread.start();
}

void ConnectionMonitor::retryNow()
{
    QMetaObject::invokeMethod(m_listener, [listener = m_listener] {
        listener->stop();
        listener->start();
    });
}

void ConnectionMonitor::setLive()
{
    const bool wasLost = m_state == State::Lost;
    m_state = State::Live;
    m_reason.clear();
    Q_EMIT stateChanged(m_state);
    if (wasLost)
        Q_EMIT recovered();
}

void ConnectionMonitor::setLost(const QString &reason)
{
    m_reason = reason;
    if (m_state == State::Lost)
        return;
    m_state = State::Lost;
    Q_EMIT stateChanged(m_state);
}

} // namespace Orion
