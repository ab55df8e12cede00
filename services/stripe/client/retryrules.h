#pragma once

#include <chrono>
#include <optional>

namespace Orion
{

// What came of one attempt, as far as it decides about another one.
struct StripeAttempt
{
    int status = 0;                  // HTTP; 0: no whole answer
    std::optional<bool> shouldRetry; // the header Stripe-Should-Retry
    std::optional<std::chrono::milliseconds> retryAfter;
};

// How often and how patiently a call is repeated.
struct StripeRetries
{
    int attempts = 5; // in all
    std::chrono::milliseconds firstPause{500};
    std::chrono::milliseconds longestPause{5'000};
};

// Whether the same call may do better a moment later. Pure.
bool isWorthRepeating(const StripeAttempt &attempt);

// How long to wait before the next attempt after `attempts` of them; nothing: give up. The pause
// doubles from attempt to attempt; luck (0 to 1) shortens it by up to a half, so that callers who
// failed together do not come again together. Never shorter than Stripe asks for.
std::optional<std::chrono::milliseconds> pauseBeforeRetry(const StripeRetries &rules,
                                                          const StripeAttempt &attempt,
                                                          int attempts, double luck);

} // namespace Orion
