#pragma once

#include "models/domain/error.h"
#include "services/stripe/client/form.h"

#include <QJsonObject>

#include <chrono>
#include <future>

#include <tl/expected.hpp>

namespace Orion
{

// Somebody waits for interactive calls; background ones take what they leave of the rate limit.
enum class StripePriority
{
    Interactive,
    Background
};

// One call of Stripe's API.
struct StripeCall
{
    QByteArray method = "GET"; // GET, POST or DELETE
    QString path;              // "/v1/subscriptions/sub_1", without a query
    StripeForm parameters;     // the body of a POST, the query of the others
    QByteArray idempotencyKey; // of a POST; empty: one of its own, the same for its retries
    StripePriority priority = StripePriority::Interactive;
    std::chrono::milliseconds deadline{20'000}; // in all: waiting for the limit, retries, answer
};

struct StripeAnswer
{
    int status = 200;
    QJsonObject object;
    QString requestId;     // for Stripe's support and the log
    bool replayed = false; // Stripe had done it before, under the same idempotency key
};

enum class StripeErrorKind
{
    NotConfigured,  // there is no secret key
    Connection,     // no answer: it is not known whether Stripe did it
    Timeout,        // the deadline passed: the same
    Cancelled,      // the program is ending: the same
    RateLimited,    // 429 to the end
    Authentication, // 401, 403: the key is wrong or may not do this
    Card,           // 402: the payment was declined
    InvalidRequest, // 400 and other 4xx
    NotFound,       // 404
    Idempotency,    // the key was used with other parameters, or is in use at present
    Api,            // 5xx, or an answer that is no JSON object
};

// What Stripe said, or that it said nothing. Holds no secret.
struct StripeError
{
    StripeErrorKind kind = StripeErrorKind::Api;
    int status = 0;      // HTTP; 0 without an answer
    QString type;        // error.type: invalid_request_error, card_error …
    QString code;        // error.code: resource_missing, card_declined …
    QString declineCode; // error.decline_code
    QString param;       // error.param
    QString message;     // error.message, for people who know Stripe
    QString requestId;

    // Whether Stripe certainly did not do it, and will not. A conflict (409) is not: another call
    // under the same key may be at it.
    bool isFinal() const
    {
        return status != 409 && kind != StripeErrorKind::Connection &&
               kind != StripeErrorKind::Timeout && kind != StripeErrorKind::Cancelled &&
               kind != StripeErrorKind::RateLimited && kind != StripeErrorKind::Api;
    }
};

// For people: PaymentSystemNotConfigured, Timeout, or PaymentSystemFailed with a sentence that says
// what to do; Stripe's own words, code and request id go into the detail. A declined card says so.
Error toError(const StripeError &error);

template <typename T>
using StripeResult = tl::expected<T, StripeError>;

// Stripe's API. Any thread; call() blocks until the answer or the deadline.
class StripeApi
{
public:
    using Coming = std::future<StripeResult<StripeAnswer>>;

    virtual ~StripeApi() = default;
    virtual StripeResult<StripeAnswer> call(const StripeCall &call) = 0;

    // The same for whoever has something to do until the answer comes. Letting go of the answer
    // does not wait for it. Where nothing better is there, the call is made when the answer is
    // asked for.
    virtual Coming begin(const StripeCall &call)
    {
        return std::async(std::launch::deferred, [this, call] { return this->call(call); });
    }

    // Whether there is a key at all; without one every call is NotConfigured.
    virtual bool isConfigured() const { return true; }
};

} // namespace Orion
