#include "services/stripe/client/ratelimiter.h"

#include <algorithm>

namespace Orion
{

namespace
{

constexpr std::chrono::nanoseconds second = std::chrono::seconds(1);

} // namespace

StripeRateLimiter::StripeRateLimiter(int callsPerSecond)
    : m_limit(std::size_t(std::max(callsPerSecond, 0)))
{}

std::chrono::nanoseconds StripeRateLimiter::waitFor(StripePriority priority, Time now)
{
    forget(now);
    if (m_limit == 0 || m_lastSecond.empty())
        return std::chrono::nanoseconds(0);
    std::chrono::nanoseconds wait(0);
    if (m_lastSecond.size() >= m_limit)
        wait = m_lastSecond.at(m_lastSecond.size() - m_limit) + second - now;
    if (priority == StripePriority::Background)
        wait = std::max<std::chrono::nanoseconds>(wait, m_lastSecond.back() +
                                                            second / qint64(m_limit) - now);
    return std::max(wait, std::chrono::nanoseconds(0));
}

void StripeRateLimiter::note(Time now)
{
    if (m_limit > 0)
        m_lastSecond.push_back(now);
}

void StripeRateLimiter::forget(Time now)
{
    while (!m_lastSecond.empty() && now - m_lastSecond.front() >= second)
        m_lastSecond.pop_front();
}

} // namespace Orion
