#pragma once

#include "services/stripe/client/callrun.h"
#include "services/stripe/client/ratelimiter.h"

#include <QNetworkAccessManager>

#include <atomic>
#include <list>

namespace Orion
{

// Gives the calls their turns within the rate limit, interactive ones first. Lives on the client's
// network thread.
class StripeDispatcher : public QObject
{
    Q_OBJECT

public:
    // Keeps count in `waiting` of those who wait for a turn.
    StripeDispatcher(StripeAddress address, int callsPerSecond, const StripeCallLimits &limits,
                     std::atomic<int> &waiting);

    void start(const StripeCall &call, StripeCallRun::Finish finish);
    void cancelAll();

Q_SIGNALS:
    void repeats(); // a call is about to be tried again

private:
    std::list<StripeCallRun *> &queueOf(StripePriority priority);
    void enqueue(StripeCallRun *run);
    void forget(StripeCallRun *run);
    void giveTurns();

    const StripeAddress m_address;
    const StripeCallLimits m_limits;
    StripeRateLimiter m_limiter;
    // Each has connections of its own, so that slow background calls never hold all of them.
    QNetworkAccessManager m_interactiveNetwork;
    QNetworkAccessManager m_backgroundNetwork;
    std::list<StripeCallRun *> m_interactive; // who waits, in order
    std::list<StripeCallRun *> m_background;
    std::atomic<int> &m_waiting;
    QTimer m_nextTurn;
};

} // namespace Orion
