#pragma once

#include "services/database/connectionsettings.h"
#include "services/platform/clock.h"
#include "services/platform/metrics.h"
#include "services/webhooks/recovery.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace Orion
{

// Says that the companion is there, and gets what came to Stripe's mind while none was: when it
// starts, and when the database or all companions had been away. Of many companions one does it.
// On a thread and a connection of its own.
class GapRecovery
{
public:
    // stored runs on the thread after each page that brought something. Stripe, clock and metrics
    // outlive it.
    GapRecovery(ConnectionSettings database, StripeApi &stripe, const Clock &clock,
                Metrics &metrics, std::function<void()> stored);
    ~GapRecovery(); // as stop()

    GapRecovery(const GapRecovery &) = delete;
    GapRecovery &operator=(const GapRecovery &) = delete;

    // Ends between two calls of Stripe and joins; the next companion goes on. Idempotent.
    void stop();

private:
    void work();
    bool waitForNext(); // false: stopping
    void look(Session &session);
    void recover(Session &session, const EventGap &gap);
    void notePage(Session &session, const RecoveryProgress &progress);
    void noteFailure(const Error &error);

    const ConnectionSettings m_database;
    StripeApi &m_stripe;
    const Clock &m_clock;
    Metrics::Counter &m_recovered;
    Metrics::Counter &m_unreadable;
    Metrics::Counter &m_succeeded;
    Metrics::Counter &m_failed;
    const std::function<void()> m_stored;

    // Of the thread.
    Presence m_presence = Presence::Comes; // until the database was told so
    bool m_hasStarted = false;             // the first gap was closed: others are outages
    RecoveryProgress m_counted;            // of the running recovery, what the metrics have
    QDateTime m_toldAt;                    // when the database was last told of the companion
    QString m_lastFailure;                 // says the same one only once
    int m_failures = 0;                    // of recoveries, one after another
    QDateTime m_notBefore;                 // the next attempt

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::atomic<bool> m_stopping = false;
    std::thread m_thread;
};

} // namespace Orion
