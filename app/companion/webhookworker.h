#pragma once

#include "app/companion/webhookmetrics.h"
#include "services/database/changes.h"
#include "services/database/connectionsettings.h"
#include "services/platform/clock.h"
#include "services/webhooks/processor.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace Orion
{

class Session;

// Applies stored events, on a thread and a connection of its own. Looks whenever it is woken, and
// once a second by itself: for retries that became due, replays, and what other companions stored.
class WebhookWorker
{
public:
    using Publish = std::function<void(const std::set<Topic> &)>;

    // publish runs on the worker's thread after each batch that changed something. Clock and
    // metrics outlive the worker.
    WebhookWorker(ConnectionSettings database, const Clock &clock, Metrics &metrics,
                  Publish publish);
    ~WebhookWorker(); // as stop()

    WebhookWorker(const WebhookWorker &) = delete;
    WebhookWorker &operator=(const WebhookWorker &) = delete;

    void wake(); // any thread

    // Finishes the running batch and joins; what is left stays in the database. Idempotent.
    void stop();

private:
    void work();
    bool waitForWork(); // false: stopping
    bool isStopping();
    void processAll(Session &session);
    void count(const BatchOutcome &outcome);
    void noteFailure(const Error &error);

    const ConnectionSettings m_database;
    const WebhookProcessor m_processor;
    WebhookMetrics m_metrics;
    const Publish m_publish;
    QString m_lastFailure; // of the worker's thread: says the same one only once

    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_woken = true;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace Orion
