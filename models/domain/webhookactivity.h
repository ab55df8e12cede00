#pragma once

#include <QDateTime>

#include <chrono>
#include <optional>
#include <vector>

namespace Orion
{

// What became of the events that arrived within one minute.
struct WebhookMinute
{
    QDateTime start;    // UTC
    qint64 applied = 0; // or seen to need nothing: processed, ignored, superseded
    qint64 waiting = 0;
    qint64 failed = 0;

    qint64 received() const { return applied + waiting + failed; }
    bool operator==(const WebhookMinute &) const = default;
};

// The queue of events as it stands.
struct WebhookQueue
{
    qint64 due = 0;      // to be applied now
    qint64 retrying = 0; // to be tried again later
    qint64 failed = 0;   // until somebody replays them, of all times
    QDateTime oldestDue; // when the one that waits longest arrived, UTC; invalid: none waits

    qint64 waiting() const { return due + retrying; }
};

// The last minutes of webhooks, by when the events arrived.
struct WebhookActivity
{
    using Lag = std::optional<std::chrono::milliseconds>; // nothing: no event to tell it

    std::vector<WebhookMinute> minutes; // every one, the oldest first; the last is not over yet
    WebhookQueue queue;
    Lag deliveryMedian;    // created at Stripe, in whole seconds, until stored here
    Lag applicationMedian; // stored until applied
    Lag applicationP95;

    qint64 received() const;
    qint64 failed() const; // of those that arrived in these minutes
};

} // namespace Orion
