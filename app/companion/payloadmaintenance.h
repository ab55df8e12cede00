#pragma once

#include "services/database/connectionsettings.h"
#include "services/platform/clock.h"
#include "services/platform/metrics.h"
#include "services/webhooks/retention.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace Orion
{

// Makes the payloads' next months in time and drops or archives the old ones: once a day, whichever
// of the companions comes first. On a thread and a connection of its own.
class PayloadMaintenance
{
public:
    // Clock and metrics outlive it.
    PayloadMaintenance(ConnectionSettings database, RetentionOptions options, const Clock &clock,
                       Metrics &metrics);
    ~PayloadMaintenance(); // as stop()

    PayloadMaintenance(const PayloadMaintenance &) = delete;
    PayloadMaintenance &operator=(const PayloadMaintenance &) = delete;

    // Cuts an archive in the making off and joins; the next day's run makes it anew. Idempotent.
    void stop();

private:
    void work();
    bool waitForNext(); // false: stopping
    Result<void> maintain(Session &session);
    void noteMonth(const RetiredMonth &month);
    void noteFailure(const Error &error);

    const ConnectionSettings m_database;
    std::stop_source m_stop;
    const RetentionOptions m_options;
    const Clock &m_clock;
    Metrics &m_metrics;
    QString m_lastFailure; // of the thread: says the same one only once
    QDateTime m_notBefore; // of the thread: the next attempt after a failure

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::thread m_thread;
};

} // namespace Orion
