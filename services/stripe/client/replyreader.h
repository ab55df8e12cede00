#pragma once

#include "services/stripe/client/retryrules.h"
#include "services/stripe/client/stripeapi.h"

#include <functional>

namespace Orion
{

// What came back over HTTP. Status 0: nothing whole did.
struct StripeReply
{
    int status = 0;
    QByteArray body;
    QString requestId;                                   // Request-Id
    bool replayed = false;                               // Idempotent-Replayed
    std::optional<bool> shouldRetry;                     // Stripe-Should-Retry
    std::optional<std::chrono::milliseconds> retryAfter; // Retry-After

    StripeAttempt attempt() const { return {status, shouldRetry, retryAfter}; }
};

// Reads the status and the headers that matter; header(name) answers a null array where there is
// none.
StripeReply replyHead(int status, const std::function<QByteArray(const char *)> &header);

// Stripe's object, or its error as a typed one. Pure.
StripeResult<StripeAnswer> readReply(const StripeReply &reply);

} // namespace Orion
