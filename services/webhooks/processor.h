#pragma once

#include "models/domain/result.h"
#include "services/database/changes.h"
#include "services/database/session.h"
#include "services/webhooks/backoff.h"
#include "services/webhooks/queue.h"

#include <chrono>
#include <optional>
#include <set>
#include <vector>

namespace Orion
{

class Clock;

struct ProcessorOptions
{
    // An event that cannot be applied yet, or fails, is tried this often, then marked failed: after
    // about ten hours with these values.
    int maxAttempts = 14;
    Backoff backoff = {};
};

// How long one event was on its way, by the clocks of Stripe, the database and the processor. What
// they differ by can make it negative.
struct EventLag
{
    // Nothing: it was not delivered but recovered.
    std::optional<std::chrono::milliseconds>
        delivery;                             // created at Stripe, in whole seconds, until stored
    std::chrono::milliseconds application{0}; // stored until concluded
};

// What became of the events that one call claimed.
struct BatchOutcome
{
    int claimed = 0;
    int processed = 0;
    int ignored = 0;
    int superseded = 0;
    int failed = 0;             // for good, until somebody replays them
    int retried = 0;            // waiting for another attempt
    std::set<Topic> topics;     // what changed, for notifyChanges()
    std::vector<EventLag> lags; // of those that are concluded: neither failed nor waiting
};

// Applies events that the inbox holds to the billing tables, each exactly once: an event's effects
// and its mark are one transaction. Any number of processors, threads and processes may work on one
// database; events about the same Stripe object or customer never run at the same time.
// Keeps no state of its own: one may be shared between threads, each with its own session.
class WebhookProcessor
{
public:
    explicit WebhookProcessor(const Clock &clock,
                              ProcessorOptions options = {}); // clock outlives it

    // Claims up to limit events of the share that are due, in the order of arrival, and applies
    // them. Nothing to do is a success with claimed == 0. An error means that the database failed
    // as a whole and that nothing was changed.
    Result<BatchOutcome> processBatch(Session &session, int limit, QueueShare share = {}) const;

private:
    const Clock &m_clock;
    const ProcessorOptions m_options;
};

} // namespace Orion
