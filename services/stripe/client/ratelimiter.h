#pragma once

#include "services/stripe/client/stripeapi.h"

#include <chrono>
#include <deque>

namespace Orion
{

// Keeps to a number of calls in any second. Interactive calls may come all at once; background
// ones keep a distance to the call before, so that their places in the second come free one by one
// and somebody who waits gets the next. Knows no time of its own; one thread at a time.
class StripeRateLimiter
{
public:
    using Time = std::chrono::steady_clock::time_point;

    // 0: no limit.
    explicit StripeRateLimiter(int callsPerSecond);

    // How long a call has to wait as things are; zero: it may go now.
    std::chrono::nanoseconds waitFor(StripePriority priority, Time now);

    // A call goes.
    void note(Time now);

private:
    void forget(Time now);

    const std::size_t m_limit;
    std::deque<Time> m_lastSecond; // when the calls of the last second went, the oldest first
};

} // namespace Orion
