#pragma once

#include "services/database/connectionsettings.h"
#include "services/platform/metrics.h"
#include "services/stripe/operations/stripeoperations.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace Orion
{

// Finishes operations towards Stripe that nobody runs: at once when the companion starts, for that
// is what a crash leaves, then on a timer, for those without an answer and those of companions that
// are gone. On a thread and a connection of its own.
class OperationRecovery
{
public:
    // Operations and metrics outlive it.
    OperationRecovery(ConnectionSettings database, const StripeOperations &operations,
                      Metrics &metrics);
    ~OperationRecovery(); // as stop()

    OperationRecovery(const OperationRecovery &) = delete;
    OperationRecovery &operator=(const OperationRecovery &) = delete;

    // Finishes the running operation and joins. Idempotent.
    void stop();

private:
    void work();
    void recover(Session &session);
    void count(const RecoveryOutcome &outcome);
    bool waitForNext(); // false: stopping

    const ConnectionSettings m_database;
    const StripeOperations &m_operations;
    Metrics &m_metrics;
    QString m_lastFailure; // of the thread: says the same one only once

    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace Orion
