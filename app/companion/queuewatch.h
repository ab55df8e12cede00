#pragma once

#include "models/domain/webhookactivity.h"
#include "services/database/connectionsettings.h"
#include "services/platform/clock.h"
#include "services/platform/metrics.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace Orion
{

class Session;

// Looks every few seconds how many events wait, for /metrics: a scrape never costs a query. What
// could not be looked up is NaN there, not an old number. On a thread and a connection of its own.
class QueueWatch
{
public:
    // Clock and metrics outlive it. The metrics may be read as long as it lives.
    QueueWatch(ConnectionSettings database, const Clock &clock, Metrics &metrics,
               std::chrono::milliseconds lookEvery = std::chrono::seconds(5));
    ~QueueWatch(); // as stop()

    QueueWatch(const QueueWatch &) = delete;
    QueueWatch &operator=(const QueueWatch &) = delete;

    void stop(); // idempotent

private:
    void work();
    bool waitForNext(); // false: stopping
    void look(Session &session);
    double oldestDue() const; // its age, s
    template <typename Read>
    double read(Read &&number) const;

    const ConnectionSettings m_database;
    const Clock &m_clock;
    const std::chrono::milliseconds m_lookEvery;

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::optional<WebhookQueue> m_queue; // nothing: the database does not say
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace Orion
