#pragma once

#include "services/platform/configuration.h"
#include "services/platform/metrics.h"
#include "services/stripe/client/callrun.h"

#include <QThread>

#include <atomic>
#include <mutex>

namespace Orion
{

class StripeDispatcher;

// Stripe's API over HTTPS. Calls are sent and repeated on a network thread of its own, within the
// configured rate. Without a secret key every call is NotConfigured; a live key that would go
// anywhere but to Stripe counts as none. Made and destroyed on one thread.
class StripeClient : public StripeApi
{
public:
    // Metrics, if given, outlive the client: calls by outcome, and how often one was repeated.
    explicit StripeClient(const Configuration &configuration, Metrics *metrics = nullptr,
                          const StripeCallLimits &limits = {});
    ~StripeClient() override; // as stop()

    StripeClient(const StripeClient &) = delete;
    StripeClient &operator=(const StripeClient &) = delete;

    StripeResult<StripeAnswer> call(const StripeCall &call) override;
    Coming begin(const StripeCall &call) override;

    // Ends what waits with Cancelled, as all calls from now on. Idempotent.
    void stop();

    bool isConfigured() const override { return m_isConfigured; }
    int waiting() const { return m_waiting; } // calls that wait for their turn; any thread

private:
    void send(const StripeCall &call, std::function<void(StripeResult<StripeAnswer>)> finish);
    void count(const StripeResult<StripeAnswer> &result);

    const bool m_isConfigured;
    Metrics *const m_metrics; // may be null
    std::atomic<int> m_waiting = 0;
    QThread m_thread;
    std::unique_ptr<StripeDispatcher> m_dispatcher;
    std::mutex m_mutex;
    bool m_stopped = false;
};

} // namespace Orion
