#include "app/companion/queuewatch.h"

#include "services/database/session.h"
#include "services/webhooks/activity.h"

#include <limits>

namespace Orion
{

QueueWatch::QueueWatch(ConnectionSettings database, const Clock &clock, Metrics &metrics,
                       std::chrono::milliseconds lookEvery)
    : m_database(std::move(database))
    , m_clock(clock)
    , m_lookEvery(lookEvery)
{
    const auto gauge = [&](const char *name, const char *help, qint64 WebhookQueue::*member) {
        metrics.gauge(name, help, [this, member] {
            return read([&](const WebhookQueue &queue) { return double(queue.*member); });
        });
    };
    gauge("orion_webhook_queue_due", "Stored events that wait to be applied.", &WebhookQueue::due);
    gauge("orion_webhook_queue_retrying", "Stored events that are tried again later.",
          &WebhookQueue::retrying);
    gauge("orion_webhook_failed", "Events that failed and wait for a replay.",
          &WebhookQueue::failed);
    metrics.gauge("orion_webhook_queue_oldest_seconds",
                  "How long the oldest event that is due waits already; 0 when none does.",
                  [this] { return oldestDue(); });
    m_thread = std::thread([this] { work(); });
}

QueueWatch::~QueueWatch()
{
    stop();
}

void QueueWatch::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

void QueueWatch::work()
{
    const auto session = Session::closed(m_database, QStringLiteral("orion-companion queue"));
    do {
        look(*session);
    } while (waitForNext());
}

bool QueueWatch::waitForNext()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, m_lookEvery, [this] { return m_stopping; });
    return !m_stopping;
}

// Says nothing of a lost database: intake and worker do.
void QueueWatch::look(Session &session)
{
    const auto queue = webhookQueue(session, m_clock.now());
    const std::scoped_lock lock(m_mutex);
    m_queue = queue ? std::optional(*queue) : std::nullopt;
}

double QueueWatch::oldestDue() const
{
    return read([this](const WebhookQueue &queue) {
        const qint64 age = queue.oldestDue.isValid() ? queue.oldestDue.msecsTo(m_clock.now()) : 0;
        return double(std::max<qint64>(0, age)) / 1000;
    });
}

template <typename Read>
double QueueWatch::read(Read &&number) const
{
    const std::scoped_lock lock(m_mutex);
    return m_queue ? number(*m_queue) : std::numeric_limits<double>::quiet_NaN();
}

} // namespace Orion
