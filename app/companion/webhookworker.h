#pragma once

#include "app/companion/rightofway.h"
#include "app/companion/webhookmetrics.h"
#include "services/database/changes.h"
#include "services/database/connectionsettings.h"
#include "services/platform/clock.h"
#include "services/webhooks/processor.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace Orion
{

class Session;

// Applies stored events, on threads with a connection each. They look whenever they are woken, and
// once a second by itself: for retries that became due, replays, and what other companions stored.
class WebhookWorker
{
public:
    using Publish = std::function<void(const std::set<Topic> &)>;

    // publish runs on one of the threads after each batch that changed something. Each batch gives
    // way to who has the right of it. Clock, metrics and way outlive the worker.
    WebhookWorker(ConnectionSettings database, const Clock &clock, Metrics &metrics,
                  RightOfWay &way, Publish publish);
    ~WebhookWorker(); // as stop()

    WebhookWorker(const WebhookWorker &) = delete;
    WebhookWorker &operator=(const WebhookWorker &) = delete;

    void wake(); // any thread

    // Finishes the running batch and joins; what is left stays in the database. Idempotent.
    void stop();

private:
    void work(QueueShare share);
    bool waitForWork(quint64 &seen); // false: stopping
    bool isStopping();
    void processAll(Session &session, QueueShare share);
    void count(const BatchOutcome &outcome);
    void noteSuccess();
    void noteFailure(const Error &error);

    const ConnectionSettings m_database;
    const WebhookProcessor m_processor;
    WebhookMetrics m_metrics;
    RightOfWay &m_way;
    const Publish m_publish;

    std::mutex m_mutex;
    std::condition_variable m_wake;
    quint64 m_wakes = 1; // each thread remembers which it has seen
    bool m_stopping = false;
    QString m_lastFailure; // says the same one only once
    std::vector<std::thread> m_threads;
};

} // namespace Orion
