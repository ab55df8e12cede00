#include "app/companion/webhookmetrics.h"

#include <algorithm>

namespace Orion
{

namespace
{

constexpr double millisecond = 0.001; // in seconds, the unit of Prometheus

Metrics::Counter &outcomeCounter(Metrics &metrics, const char *word)
{
    return metrics.counter("orion_webhook_events_total", "Webhook events by what became of them.",
                           {{"outcome", word}});
}

quint64 counted(std::chrono::milliseconds lag)
{
    return quint64(std::max<qint64>(0, lag.count())); // clocks differ a little
}

} // namespace

WebhookMetrics::WebhookMetrics(Metrics &metrics)
    : m_processed(outcomeCounter(metrics, "processed"))
    , m_ignored(outcomeCounter(metrics, "ignored"))
    , m_superseded(outcomeCounter(metrics, "superseded"))
    , m_failed(outcomeCounter(metrics, "failed"))
    , m_retried(outcomeCounter(metrics, "retried"))
    , m_delivery(metrics.histogram("orion_webhook_delivery_seconds",
                                   "From an event's creation at Stripe, in whole seconds, until it "
                                   "was stored.",
                                   {1000, 2000, 5000, 15'000, 60'000, 300'000, 3'600'000},
                                   millisecond))
    , m_application(metrics.histogram("orion_webhook_application_seconds",
                                      "From an event's arrival until it was applied; one that was "
                                      "replayed counts from its arrival, too.",
                                      {10, 25, 50, 100, 250, 500, 1000, 5000, 60'000, 3'600'000},
                                      millisecond))
{}

void WebhookMetrics::add(const BatchOutcome &outcome)
{
    m_processed.add(quint64(outcome.processed));
    m_ignored.add(quint64(outcome.ignored));
    m_superseded.add(quint64(outcome.superseded));
    m_failed.add(quint64(outcome.failed));
    m_retried.add(quint64(outcome.retried));
    for (const EventLag &lag : outcome.lags) {
        if (lag.delivery)
            m_delivery.observe(counted(*lag.delivery));
        m_application.observe(counted(lag.application));
    }
}

} // namespace Orion
