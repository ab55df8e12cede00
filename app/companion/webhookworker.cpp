#include "app/companion/webhookworker.h"

#include "services/database/session.h"

#include <QLoggingCategory>

#include <chrono>

namespace Orion
{

namespace
{

Q_LOGGING_CATEGORY(lcWorker, "orion.webhooks.worker")

constexpr std::chrono::seconds lookEvery{1};
constexpr int batchLimit = 100;
// Side by side, each with its share of the objects and a connection: while one waits for the
// database, the other reads its events.
constexpr int lanes = 2;
// What comes in is stored before what has come in is applied.
constexpr std::chrono::milliseconds longestWay{100};

// Effects and the marks of their events are one transaction: what the last moment before a crash
// loses is lost whole, and the events, which were durable before they were answered, are applied
// again. So the disk is left to those that wait for it.
ConnectionSettings withoutWaitingForTheDisk(ConnectionSettings settings)
{
    settings.parameters[QStringLiteral("options")] += QStringLiteral(" -c synchronous_commit=off");
    return settings;
}

} // namespace

WebhookWorker::WebhookWorker(ConnectionSettings database, const Clock &clock, Metrics &metrics,
                             RightOfWay &way, Publish publish)
    : m_database(withoutWaitingForTheDisk(std::move(database)))
    , m_processor(clock)
    , m_metrics(metrics)
    , m_way(way)
    , m_publish(std::move(publish))
{
    for (int i = 0; i < lanes; ++i)
        m_threads.emplace_back([this, i] { work({i, lanes}); });
}

WebhookWorker::~WebhookWorker()
{
    stop();
}

void WebhookWorker::wake()
{
    {
        const std::scoped_lock lock(m_mutex);
        ++m_wakes;
    }
    m_wake.notify_all();
}

void WebhookWorker::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    for (std::thread &thread : m_threads)
        thread.join();
    m_threads.clear();
}

void WebhookWorker::work(QueueShare share)
{
    const auto session = Session::closed(m_database, QStringLiteral("orion-companion worker"));
    quint64 seen = 0;
    while (waitForWork(seen))
        processAll(*session, share);
}

bool WebhookWorker::waitForWork(quint64 &seen)
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, lookEvery, [&] { return m_wakes != seen || m_stopping; });
    seen = m_wakes;
    return !m_stopping;
}

bool WebhookWorker::isStopping()
{
    const std::scoped_lock lock(m_mutex);
    return m_stopping;
}

void WebhookWorker::processAll(Session &session, QueueShare share)
{
    bool mayBeMore = true;
    while (mayBeMore && !isStopping()) {
        m_way.giveWay(longestWay);
        const auto outcome = m_processor.processBatch(session, batchLimit, share);
        if (!outcome) {
            noteFailure(outcome.error());
            return;
        }
        noteSuccess();
        count(*outcome);
        m_publish(outcome->topics);
        mayBeMore = outcome->claimed > 0;
    }
}

void WebhookWorker::count(const BatchOutcome &outcome)
{
    m_metrics.add(outcome);
    if (outcome.failed > 0)
        qCWarning(lcWorker) << outcome.failed
                            << "events failed for good; see orion-companion webhook list --status "
                               "failed.";
}

void WebhookWorker::noteSuccess()
{
    const std::scoped_lock lock(m_mutex);
    if (!m_lastFailure.isEmpty())
        qCInfo(lcWorker) << "Stored events are applied again.";
    m_lastFailure.clear();
}

void WebhookWorker::noteFailure(const Error &error)
{
    const std::scoped_lock lock(m_mutex);
    if (error.message == m_lastFailure)
        return;
    m_lastFailure = error.message;
    qCWarning(lcWorker).noquote() << "Stored events cannot be applied now:" << error.message
                                  << error.detail;
}

} // namespace Orion
