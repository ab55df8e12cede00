#pragma once

#include "services/database/connectionsettings.h"
#include "services/jobs/jobplan.h"
#include "services/jobs/jobrunner.h"
#include "services/platform/metrics.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace Orion
{

class Clock;
class StripeApi;

// Runs the jobs when they are due, one at a time. Of all companions on the database one runs each:
// a lock keeps the others away, the ledger tells them that it was done. What was missed is made up
// for once; a run whose companion died is begun anew. Before them come the runs that people asked
// for. On a thread and a connection of its own.
class JobScheduler
{
public:
    using Changed = std::function<void(const std::set<Topic> &)>; // called on the thread

    // Looks again after each tick. Stripe, clock and metrics outlive it.
    JobScheduler(ConnectionSettings database, std::vector<JobPlan> plans, StripeApi &stripe,
                 const Clock &clock, Metrics &metrics, Changed changed,
                 std::chrono::milliseconds tick = std::chrono::seconds(5));
    ~JobScheduler(); // as stop()

    JobScheduler(const JobScheduler &) = delete;
    JobScheduler &operator=(const JobScheduler &) = delete;

    // Begins no more and tells a running job to end. It is noted as lost, so that the next
    // companion runs it.
    void cancel();

    void stop(); // as cancel(), and joins. Idempotent.

private:
    void work();
    bool waitForNext(); // false: stopping
    Result<void> look(Session &session);
    Result<void> confirm(Session &session); // that the jobs are known, every hour
    Result<void> lookForLost(Session &session);
    Result<void> runWhatIsRequested(Session &session);
    Result<void> runWhatIsDue(Session &session);
    Result<JobReport> run(Session &session, const Job &job, const QDateTime &scheduledFor,
                          const QString &requestedBy);
    bool canRun(const Job &job) const;
    void note(const JobReport &report);
    void noteFailure(const Error &error);

    const ConnectionSettings m_database;
    StripeApi &m_stripe;
    const Clock &m_clock;
    Metrics &m_metrics;
    const Changed m_changed;
    const std::chrono::milliseconds m_tick;

    // Of the thread.
    std::vector<JobPlan> m_plans;
    bool m_announced = false;
    QDateTime m_confirmed;
    std::chrono::steady_clock::time_point m_lookedForLost;
    QHash<QString, QDateTime> m_settled; // by the job's name: nothing is to be done for that time
    QString m_lastFailure;               // says the same one only once

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::atomic<bool> m_stopping = false;
    std::thread m_thread;
};

} // namespace Orion
