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

} // namespace

WebhookWorker::WebhookWorker(ConnectionSettings database, const Clock &clock, Metrics &metrics,
                             Publish publish)
    : m_database(std::move(database))
    , m_processor(clock)
    , m_metrics(metrics)
    , m_publish(std::move(publish))
    , m_thread([this] { work(); })
{}

WebhookWorker::~WebhookWorker()
{
    stop();
}

void WebhookWorker::wake()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_woken = true;
    }
    m_wake.notify_one();
}

void WebhookWorker::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

void WebhookWorker::work()
{
    const auto session = Session::closed(m_database, QStringLiteral("orion-companion worker"));
    while (waitForWork())
        processAll(*session);
}

bool WebhookWorker::waitForWork()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, lookEvery, [this] { return m_woken || m_stopping; });
    m_woken = false;
    return !m_stopping;
}

bool WebhookWorker::isStopping()
{
    const std::scoped_lock lock(m_mutex);
    return m_stopping;
}

void WebhookWorker::processAll(Session &session)
{
    bool mayBeMore = true;
    while (mayBeMore && !isStopping()) {
        const auto outcome = m_processor.processBatch(session, batchLimit);
        if (!outcome) {
            noteFailure(outcome.error());
            return;
        }
        if (!m_lastFailure.isEmpty())
            qCInfo(lcWorker) << "Stored events are applied again.";
        m_lastFailure.clear();
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

void WebhookWorker::noteFailure(const Error &error)
{
    if (error.message == m_lastFailure)
        return;
    m_lastFailure = error.message;
    qCWarning(lcWorker).noquote() << "Stored events cannot be applied now:" << error.message
                                  << error.detail;
}

} // namespace Orion
