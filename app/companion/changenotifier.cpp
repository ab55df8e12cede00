#include "app/companion/changenotifier.h"

#include "services/database/session.h"

#include <QLoggingCategory>

#include <chrono>

namespace Orion
{

namespace
{

Q_LOGGING_CATEGORY(lcNotifier, "orion.notifier")

constexpr std::chrono::milliseconds collectFor{100};
constexpr std::chrono::seconds retryAfter{1};

} // namespace

ChangeNotifier::ChangeNotifier(ConnectionSettings database)
    : m_database(std::move(database))
    , m_thread([this] { work(); })
{}

ChangeNotifier::~ChangeNotifier()
{
    stop();
}

void ChangeNotifier::publish(const std::set<Topic> &topics)
{
    if (topics.empty())
        return;
    {
        const std::scoped_lock lock(m_mutex);
        m_pending.insert(topics.begin(), topics.end());
    }
    m_wake.notify_one();
}

void ChangeNotifier::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

void ChangeNotifier::work()
{
    const auto session = Session::closed(m_database, QStringLiteral("orion-companion notifier"));
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_stopping || !m_pending.empty(); });
        if (m_pending.empty())
            return;
        const std::set<Topic> topics = std::exchange(m_pending, {});
        lock.unlock();
        const auto sent = notifyChanges(*session, topics);
        lock.lock();
        if (!sent) {
            qCDebug(lcNotifier).noquote() << "Not sent:" << sent.error().message;
            if (m_stopping)
                return;
            m_pending.insert(topics.begin(), topics.end());
        }
        m_wake.wait_for(lock, sent ? collectFor : std::chrono::milliseconds(retryAfter),
                        [this] { return m_stopping; });
    }
}

} // namespace Orion
