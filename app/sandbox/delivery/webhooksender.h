#pragma once

#include "app/sandbox/state/eventlog.h"
#include "services/platform/clock.h"

#include <QThread>

#include <chrono>
#include <memory>

namespace Orion::Sandbox
{

class DeliveryQueue;

// How hard the sandbox tries. Stripe goes on for three days; a demo needs minutes.
struct DeliveryOptions
{
    std::chrono::milliseconds deadline{10'000}; // for a whole attempt
    std::chrono::milliseconds firstWait{1'000}; // before the second attempt, then doubling
    std::chrono::milliseconds longestWait{60'000};
    int attempts = 12;
    int inFlight = 4;                // at once, which is why order is not kept
    std::size_t mostQueued = 10'000; // beyond it deliveries are given up at once
};

// Sends signed events from a thread of its own, so that no request ever waits for a receiver.
// Owned by main; enqueue may be called from any thread. The clock outlives it.
class WebhookSender
{
public:
    // Called on the sender's thread, once for every delivery: whether it arrived.
    using Settled = std::function<void(const Delivery &, bool delivered)>;

    WebhookSender(const Clock &clock, DeliveryOptions options, Settled settled);
    ~WebhookSender(); // gives up what is still under way, without telling

    WebhookSender(const WebhookSender &) = delete;
    WebhookSender &operator=(const WebhookSender &) = delete;

    void enqueue(const Delivery &delivery);

private:
    QThread m_thread;
    DeliveryQueue *m_queue = nullptr; // lives on m_thread, which deletes it when it ends
};

} // namespace Orion::Sandbox
