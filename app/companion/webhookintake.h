#pragma once

#include "app/companion/rightofway.h"
#include "app/http/message.h"
#include "app/http/refusallog.h"
#include "services/database/connectionsettings.h"
#include "services/platform/clock.h"
#include "services/platform/metrics.h"
#include "services/platform/secret.h"
#include "services/webhooks/inbox.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace Orion
{

class Session;

// Takes webhook requests in: verifies, stores, and only then answers 200. A path of its own with
// a thread and a connection of its own, so that nothing slow stands in front of it.
//
// Requests are verified on the I/O thread that brings them. The intake thread stores whatever
// waits, up to a batch, with one commit: a lone event is never held back for company, and the
// more arrive at once, the more share a commit.
class WebhookIntake
{
public:
    struct Limits
    {
        std::size_t waiting = 512; // over it: 503 with Retry-After
        std::size_t batch = 64;
    };

    // onStored runs on the intake thread after every commit that had a new event. While requests
    // wait, the intake has the right of way. Clock, metrics and way outlive the intake.
    WebhookIntake(ConnectionSettings database, const std::vector<Secret> &secrets,
                  const Clock &clock, Metrics &metrics, RightOfWay &way,
                  std::function<void()> onStored, Limits limits);
    ~WebhookIntake(); // as stop()

    WebhookIntake(const WebhookIntake &) = delete;
    WebhookIntake &operator=(const WebhookIntake &) = delete;

    // Any thread; answers at once or after the commit.
    void receive(const Http::Request &request, const Http::Responder &respond);

    // From now on new requests get a 503; those that wait are still stored and answered.
    void refuseNew() { m_refusing = true; }

    // Refuses new ones, stores what waits, joins. Idempotent.
    void stop();

    std::size_t waiting() const;

private:
    // What waits for its commit: the events, and how to answer each, by the same index.
    struct Batch
    {
        std::vector<ReceivedEvent> events;
        std::vector<Http::Responder> responders;
    };

    void work();
    bool take(Batch &batch); // false: stopped and nothing left
    void store(Session &session, Batch &batch);
    void storeSingly(Session &session, Batch &batch);
    void noteStored(const std::vector<bool> &isNew);
    void answer(const Http::Responder &respond, const Result<void> &stored);
    void refuse(const Http::Request &request, const Http::Responder &respond, const Error &error);

    const ConnectionSettings m_database;
    QList<QByteArray> m_secrets;
    const Clock &m_clock;
    RightOfWay &m_way;
    const std::function<void()> m_onStored;
    const Limits m_limits;
    const Http::Response m_received;
    Metrics::Counter &m_accepted;
    Metrics::Counter &m_duplicates;
    Metrics::Counter &m_refused;
    Metrics::Counter &m_unavailable;
    Metrics::Histogram &m_batchSizes;
    std::atomic<bool> m_refusing = false;
    Http::RefusalLog m_refusals;

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    Batch m_waiting;
    bool m_stopping = false;
    bool m_databaseAway = false; // of the intake thread: says each loss and recovery once
    std::thread m_thread;
};

} // namespace Orion
