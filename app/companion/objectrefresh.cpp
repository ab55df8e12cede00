#include "app/companion/objectrefresh.h"

#include <QLoggingCategory>

namespace Orion
{

namespace
{

Q_LOGGING_CATEGORY(lcRefresh, "orion.webhooks.refresh")

constexpr std::chrono::seconds lookEvery{1};
// So that what this process cannot ask about is there for one that can.
constexpr std::chrono::seconds unheardPause{10};
constexpr int atOnce = 20; // objects between two looks at whether to stop

} // namespace

ObjectRefresh::ObjectRefresh(ConnectionSettings database, StripeApi &stripe, const Clock &clock,
                             Changed changed)
    : m_database(std::move(database))
    , m_stripe(stripe)
    , m_clock(clock)
    , m_changed(std::move(changed))
    , m_thread([this] { work(); })
{}

ObjectRefresh::~ObjectRefresh()
{
    stop();
}

void ObjectRefresh::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

void ObjectRefresh::work()
{
    if (!m_stripe.isConfigured())
        return; // the marks wait for a companion with a key
    const auto session = Session::closed(m_database, QStringLiteral("orion-companion refresh"));
    do {
        refresh(*session);
    } while (waitForNext());
}

bool ObjectRefresh::waitForNext()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, m_wait, [this] { return m_stopping; });
    return !m_stopping;
}

void ObjectRefresh::refresh(Session &session)
{
    const auto outcome = refreshObjects(session, m_stripe, m_clock, atOnce);
    m_wait = lookEvery;
    if (outcome && outcome->refreshed == atOnce)
        m_wait = {}; // there may be more
    else if (outcome && !outcome->isHeard)
        m_wait = unheardPause;
    if (outcome) {
        m_lastFailure.clear();
        if (!outcome->topics.empty())
            m_changed(outcome->topics);
        return;
    }
    if (outcome.error().message == m_lastFailure)
        return;
    m_lastFailure = outcome.error().message;
    qCWarning(lcRefresh).noquote()
        << "Objects cannot be compared with Stripe now:" << outcome.error().message
        << outcome.error().detail;
}

} // namespace Orion
