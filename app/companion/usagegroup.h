#pragma once

#include "services/billing/usageservice.h"
#include "services/database/connectionsettings.h"
#include "services/platform/clock.h"
#include "services/platform/metrics.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace Orion
{

// Counts the usage of many vendors with one commit: whatever waits when the last commit is through
// goes into the next one, and a lone change is not held back for company. On two threads with a
// connection each: while one waits for the disk, the other counts.
//
// It never waits long for a counter that somebody else holds, such as an order that the platform is
// about to write: those changes are handed back, to be made one by one elsewhere, where they are in
// nobody's way. When the database goes away nobody knows whether they were made, so they are not
// tried again: that is the caller's to decide.
class UsageGroup
{
public:
    // Both are called on one of the group's threads. Errors: DatabaseUnavailable.
    using Answered = std::function<void(const Result<UsageAnswer> &)>;
    using HandBack = std::function<void()>;

    static constexpr std::size_t most = 64; // in one commit

    // Clock and metrics outlive it.
    UsageGroup(ConnectionSettings database, const Clock &clock, Metrics &metrics);
    ~UsageGroup(); // as stop()

    UsageGroup(const UsageGroup &) = delete;
    UsageGroup &operator=(const UsageGroup &) = delete;

    // One of the two is called later, once. For a change without an idempotency key. False when too
    // many wait or it has stopped: then none of them is. Any thread.
    [[nodiscard]] bool submit(UsageChange change, Answered answered, HandBack handBack);

    // Makes what waits, takes no more, joins. Idempotent.
    void stop();

private:
    struct Batch
    {
        std::vector<UsageChange> changes;
        std::vector<std::pair<Answered, HandBack>> outcomes; // by the same index
    };

    void work();
    bool take(Batch &batch); // false: stopped and nothing left
    void make(Session &session, const Batch &batch);

    const ConnectionSettings m_database;
    const Clock &m_clock;
    Metrics::Histogram &m_sizes;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    Batch m_waiting;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

} // namespace Orion
