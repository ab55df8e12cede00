#include "services/stripe/client/retryrules.h"

#include <algorithm>
#include <cstdint>

namespace Orion
{

bool isWorthRepeating(const StripeAttempt &attempt)
{
    switch (attempt.status) {
    case 400:
    case 401:
    case 402:
    case 403:
    case 404:
        return false;
    default:
        break;
    }
    if (attempt.shouldRetry)
        return *attempt.shouldRetry;
    return attempt.status == 0 || attempt.status == 409 || attempt.status == 429 ||
           attempt.status >= 500;
}

std::optional<std::chrono::milliseconds> pauseBeforeRetry(const StripeRetries &rules,
                                                          const StripeAttempt &attempt,
                                                          int attempts, double luck)
{
    if (attempts >= rules.attempts || !isWorthRepeating(attempt))
        return std::nullopt;
    std::chrono::milliseconds pause = rules.firstPause;
    for (int i = 1; i < attempts && pause < rules.longestPause; ++i)
        pause *= 2;
    pause = std::min(pause, rules.longestPause);
    const std::chrono::milliseconds jittered(
        std::int64_t(double(pause.count()) * (1.0 - std::clamp(luck, 0.0, 1.0) / 2)));
    return std::max(jittered, attempt.retryAfter.value_or(std::chrono::milliseconds(0)));
}

} // namespace Orion
