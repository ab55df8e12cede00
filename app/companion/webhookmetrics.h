#pragma once

#include "services/platform/metrics.h"
#include "services/webhooks/processor.h"

namespace Orion
{

// What became of events and how long they were on their way, for /metrics. Any thread; metrics
// outlive it.
class WebhookMetrics
{
public:
    explicit WebhookMetrics(Metrics &metrics);

    void add(const BatchOutcome &outcome);

private:
    Metrics::Counter &m_processed;
    Metrics::Counter &m_ignored;
    Metrics::Counter &m_superseded;
    Metrics::Counter &m_failed;
    Metrics::Counter &m_retried;
    Metrics::Histogram &m_delivery;
    Metrics::Histogram &m_application;
};

} // namespace Orion
