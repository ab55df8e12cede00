#pragma once

#include "services/database/session.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace Orion
{

// Worker threads that own one connection each and take tasks from one bounded queue. The bridge
// between event loops (HTTP, GUI) and the synchronous services. Any thread may submit.
class SessionPool
{
public:
    // Runs on a worker. A task whose database is away gets a Session that answers every call with
    // DatabaseUnavailable, and tries to reconnect at its next call.
    using Task = std::function<void(Session &)>;

    // Opens nothing yet: each worker connects at its first task.
    SessionPool(ConnectionSettings settings, QString applicationName, int workers,
                std::size_t queueLimit = 1024);
    ~SessionPool(); // as stop()

    SessionPool(const SessionPool &) = delete;
    SessionPool &operator=(const SessionPool &) = delete;

    // False when the queue is full or the pool is stopping; the task is then not run.
    [[nodiscard]] bool submit(Task task);

    // Takes no more, finishes what is queued, joins. Idempotent; not from a worker.
    void stop();

    int workers() const { return int(m_threads.size()); }

private:
    void work();

    const ConnectionSettings m_settings;
    const QString m_applicationName;
    const std::size_t m_queueLimit;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Task> m_queue;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

} // namespace Orion
