#pragma once

#include "services/database/connectionsettings.h"
#include "services/stripe/client/stripeapi.h"
#include "services/webhooks/refresh.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace Orion
{

// Asks Stripe about objects whose events do not tell which of them came last. On a thread and a
// connection of its own.
class ObjectRefresh
{
public:
    using Changed = std::function<void(const std::set<Topic> &)>; // called on the thread

    // Stripe and clock outlive it.
    ObjectRefresh(ConnectionSettings database, StripeApi &stripe, const Clock &clock,
                  Changed changed);
    ~ObjectRefresh(); // as stop()

    ObjectRefresh(const ObjectRefresh &) = delete;
    ObjectRefresh &operator=(const ObjectRefresh &) = delete;

    // Finishes the running look and joins. Idempotent.
    void stop();

private:
    void work();
    void refresh(Session &session);
    bool waitForNext(); // false: stopping

    const ConnectionSettings m_database;
    StripeApi &m_stripe;
    const Clock &m_clock;
    const Changed m_changed;
    QString m_lastFailure;               // of the thread: says the same one only once
    std::chrono::milliseconds m_wait{0}; // of the thread: until the next look

    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace Orion
