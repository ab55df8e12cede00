#include "services/stripe/client/dispatcher.h"

#include <QHostAddress>
#include <QNetworkProxy>

namespace Orion
{

namespace
{

bool isThisComputer(const QUrl &url)
{
    return url.host() == QLatin1String("localhost") || QHostAddress(url.host()).isLoopback();
}

} // namespace

StripeDispatcher::StripeDispatcher(StripeAddress address, int callsPerSecond,
                                   const StripeCallLimits &limits, std::atomic<int> &waiting)
    : m_address(std::move(address))
    , m_limits(limits)
    , m_limiter(callsPerSecond)
    , m_interactiveNetwork(this)
    , m_backgroundNetwork(this)
    , m_waiting(waiting)
    , m_nextTurn(this)
{
    if (isThisComputer(m_address.base)) {
        m_interactiveNetwork.setProxy(QNetworkProxy::NoProxy);
        m_backgroundNetwork.setProxy(QNetworkProxy::NoProxy);
    }
    m_nextTurn.setSingleShot(true);
    m_nextTurn.setTimerType(Qt::PreciseTimer);
    connect(&m_nextTurn, &QTimer::timeout, this, &StripeDispatcher::giveTurns);
}

void StripeDispatcher::start(const StripeCall &call, StripeCallRun::Finish finish)
{
    auto *run = new StripeCallRun(call, m_limits, std::move(finish), this);
    connect(run, &StripeCallRun::wantsTurn, this, [this, run] { enqueue(run); });
    connect(run, &StripeCallRun::repeats, this, &StripeDispatcher::repeats);
    connect(run, &StripeCallRun::ended, this, [this, run] { forget(run); });
    run->start();
}

void StripeDispatcher::cancelAll()
{
    const auto runs = findChildren<StripeCallRun *>(QString(), Qt::FindDirectChildrenOnly);
    for (StripeCallRun *run : runs)
        run->end(StripeErrorKind::Cancelled);
}

std::list<StripeCallRun *> &StripeDispatcher::queueOf(StripePriority priority)
{
    return priority == StripePriority::Interactive ? m_interactive : m_background;
}

void StripeDispatcher::enqueue(StripeCallRun *run)
{
    queueOf(run->priority()).push_back(run);
    ++m_waiting;
    giveTurns();
}

void StripeDispatcher::forget(StripeCallRun *run)
{
    m_waiting -= int(queueOf(run->priority()).remove(run));
    run->deleteLater();
}

// As many as may go now; the timer comes back for the next.
void StripeDispatcher::giveTurns()
{
    while (!m_interactive.empty() || !m_background.empty()) {
        auto &queue = m_interactive.empty() ? m_background : m_interactive;
        StripeCallRun *run = queue.front();
        const auto now = std::chrono::steady_clock::now();
        const auto wait = m_limiter.waitFor(run->priority(), now);
        if (wait.count() > 0) {
            m_nextTurn.start(std::chrono::ceil<std::chrono::milliseconds>(wait));
            return;
        }
        queue.pop_front();
        --m_waiting;
        m_limiter.note(now);
        const bool isInteractive = run->priority() == StripePriority::Interactive;
        run->send(isInteractive ? m_interactiveNetwork : m_backgroundNetwork, m_address);
    }
    m_nextTurn.stop();
}

} // namespace Orion
