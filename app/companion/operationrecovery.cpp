#include "app/companion/operationrecovery.h"

#include <QLoggingCategory>

#include <chrono>

namespace Orion
{

namespace
{

Q_LOGGING_CATEGORY(lcRecovery, "orion.stripe.recovery")

constexpr std::chrono::seconds lookEvery{10};
constexpr int atOnce = 20; // operations between two looks at whether to stop

} // namespace

OperationRecovery::OperationRecovery(ConnectionSettings database,
                                     const StripeOperations &operations, Metrics &metrics)
    : m_database(std::move(database))
    , m_operations(operations)
    , m_metrics(metrics)
    , m_thread([this] { work(); })
{}

OperationRecovery::~OperationRecovery()
{
    stop();
}

void OperationRecovery::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

void OperationRecovery::work()
{
    if (!m_operations.stripe().isConfigured())
        return; // nothing can be finished, and nothing was begun
    const auto session = Session::closed(m_database, QStringLiteral("orion-companion recovery"));
    do {
        recover(*session);
    } while (waitForNext());
}

bool OperationRecovery::waitForNext()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, lookEvery, [this] { return m_stopping; });
    return !m_stopping;
}

void OperationRecovery::recover(Session &session)
{
    const auto outcome = m_operations.recover(session, atOnce);
    if (outcome) {
        m_lastFailure.clear();
        count(*outcome);
        return;
    }
    if (outcome.error().message == m_lastFailure)
        return;
    m_lastFailure = outcome.error().message;
    qCWarning(lcRecovery).noquote()
        << "Interrupted operations cannot be finished now:" << outcome.error().message
        << outcome.error().detail;
}

void OperationRecovery::count(const RecoveryOutcome &outcome)
{
    const auto add = [this](const char *word, int number) {
        if (number > 0)
            m_metrics
                .counter("orion_stripe_recovered_total",
                         "Interrupted operations towards Stripe by what became of them.",
                         {{"outcome", word}})
                .add(quint64(number));
    };
    add("finished", outcome.finished);
    add("failed", outcome.failed);
    add("abandoned", outcome.abandoned);
    add("left", outcome.left);
}

} // namespace Orion
