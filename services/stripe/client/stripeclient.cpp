#include "services/stripe/client/stripeclient.h"

#include "services/stripe/client/dispatcher.h"

#include <QLoggingCategory>

namespace Orion
{

namespace
{

Q_LOGGING_CATEGORY(lcStripeClient, "orion.stripe.client")

bool isUsable(const Configuration &configuration)
{
    if (configuration.stripeSecretKey.isEmpty())
        return false;
    if (!configuration.hasLiveKey() || isStripesAddress(configuration.stripeApiBase))
        return true;
    qCCritical(lcStripeClient) << "A live key is never sent to an address that is not Stripe's; "
                                  "calls to Stripe stay off. Remove STRIPE_API_BASE.";
    return false;
}

tl::unexpected<StripeError> without(StripeErrorKind kind, const QString &message = {})
{
    StripeError error;
    error.kind = kind;
    error.message = message;
    return tl::unexpected(error);
}

const char *outcomeName(const StripeResult<StripeAnswer> &result)
{
    if (result)
        return "ok";
    switch (result.error().kind) {
    case StripeErrorKind::NotConfigured:
        return "not_configured";
    case StripeErrorKind::Connection:
        return "connection";
    case StripeErrorKind::Timeout:
        return "timeout";
    case StripeErrorKind::Cancelled:
        return "cancelled";
    case StripeErrorKind::RateLimited:
        return "rate_limited";
    case StripeErrorKind::Authentication:
        return "authentication";
    case StripeErrorKind::Card:
        return "card";
    case StripeErrorKind::InvalidRequest:
        return "invalid_request";
    case StripeErrorKind::NotFound:
        return "not_found";
    case StripeErrorKind::Idempotency:
        return "idempotency";
    case StripeErrorKind::Api:
        return "api";
    }
    return "api";
}

} // namespace

StripeClient::StripeClient(const Configuration &configuration, Metrics *metrics,
                           const StripeCallLimits &limits)
    : m_isConfigured(isUsable(configuration))
    , m_metrics(metrics)
    , m_dispatcher(std::make_unique<StripeDispatcher>(
          StripeAddress{configuration.stripeApiBase,
                        m_isConfigured ? configuration.stripeSecretKey : Secret()},
          configuration.stripeRateLimit, limits, m_waiting))
{
    if (m_metrics) {
        Metrics::Counter &repeats = m_metrics->counter(
            "orion_stripe_retries_total", "How often a call of Stripe was tried again.");
        QObject::connect(m_dispatcher.get(), &StripeDispatcher::repeats,
                         [&repeats] { repeats.add(); });
    }
    m_dispatcher->moveToThread(&m_thread);
    m_thread.setObjectName(QStringLiteral("stripe"));
    m_thread.start();
}

StripeClient::~StripeClient()
{
    stop();
}

StripeResult<StripeAnswer> StripeClient::call(const StripeCall &call)
{
    return begin(call).get();
}

StripeApi::Coming StripeClient::begin(const StripeCall &call)
{
    const auto promise = std::make_shared<std::promise<StripeResult<StripeAnswer>>>();
    Coming answer = promise->get_future();
    send(call, [this, promise](StripeResult<StripeAnswer> result) {
        count(result);
        promise->set_value(std::move(result));
    });
    return answer;
}

void StripeClient::send(const StripeCall &call,
                        std::function<void(StripeResult<StripeAnswer>)> finish)
{
    if (!m_isConfigured)
        return finish(without(StripeErrorKind::NotConfigured));
    if (!isApiPath(call.path))
        return finish(without(StripeErrorKind::InvalidRequest,
                              QStringLiteral("A call has a path that is none of Stripe's.")));
    std::unique_lock lock(m_mutex);
    if (m_stopped) {
        lock.unlock();
        return finish(without(StripeErrorKind::Cancelled));
    }
    QMetaObject::invokeMethod(
        m_dispatcher.get(),
        [this, call, finish = std::move(finish)] { m_dispatcher->start(call, finish); },
        Qt::QueuedConnection);
}

void StripeClient::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        if (m_stopped)
            return;
        m_stopped = true;
    }
    // On its own thread, and behind every call that was accepted: what it is made of must not be
    // touched from another one.
    QMetaObject::invokeMethod(
        m_dispatcher.get(),
        [this] {
            m_dispatcher->cancelAll();
            m_dispatcher.release()->deleteLater();
            m_thread.quit();
        },
        Qt::QueuedConnection);
    m_thread.wait();
}

void StripeClient::count(const StripeResult<StripeAnswer> &result)
{
    if (m_metrics)
        m_metrics
            ->counter("orion_stripe_calls_total", "Calls of Stripe by what came of them.",
                      {{"outcome", outcomeName(result)}})
            .add();
}

} // namespace Orion
