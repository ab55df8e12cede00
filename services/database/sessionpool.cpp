#include "services/database/sessionpool.h"

namespace Orion
{

SessionPool::SessionPool(ConnectionSettings settings, QString applicationName, int workers,
                         std::size_t queueLimit)
    : m_settings(std::move(settings))
    , m_applicationName(std::move(applicationName))
    , m_queueLimit(queueLimit)
{
    for (int i = 0; i < workers; ++i)
        m_threads.emplace_back([this] { work(); });
}

SessionPool::~SessionPool()
{
    stop();
}

bool SessionPool::submit(Task task)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (m_stopping || m_queue.size() >= m_queueLimit)
            return false;
        m_queue.push_back(std::move(task));
    }
    m_wake.notify_one();
    return true;
}

void SessionPool::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    for (std::thread &thread : m_threads) {
        if (thread.joinable())
            thread.join();
    }
}

void SessionPool::work()
{
    // Made and destroyed here, for a connection belongs to its thread.
    const auto session = Session::closed(m_settings, m_applicationName);
    for (;;) {
        Task task;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stopping || !m_queue.empty(); });
            if (m_queue.empty())
                return;
            task = std::move(m_queue.front());
            m_queue.pop_front();
        }
        task(*session);
    }
}

} // namespace Orion
