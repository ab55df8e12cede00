#include "services/stripe/client/replyreader.h"

#include "services/stripe/readers/json.h"

#include <QJsonDocument>

namespace Orion
{

namespace
{

constexpr qint64 longestRetryAfter = 3600; // seconds; more is not meant

// The kind of what Stripe itself said: an answer with an error object.
StripeErrorKind kindOf(int status, const QString &type)
{
    if (type == QLatin1String("idempotency_error"))
        return StripeErrorKind::Idempotency;
    switch (status) {
    case 401:
    case 403:
        return StripeErrorKind::Authentication;
    case 402:
        return StripeErrorKind::Card;
    case 404:
        return StripeErrorKind::NotFound;
    case 409:
        return StripeErrorKind::Idempotency;
    case 429:
        return StripeErrorKind::RateLimited;
    default:
        return status >= 400 && status < 500 ? StripeErrorKind::InvalidRequest
                                             : StripeErrorKind::Api;
    }
}

StripeError unreadable(const StripeReply &reply)
{
    StripeError error;
    // Whoever stands between Stripe and us may answer, too; a busy one is as good as a busy Stripe.
    error.kind = reply.status == 429 ? StripeErrorKind::RateLimited : StripeErrorKind::Api;
    error.status = reply.status;
    error.message = QStringLiteral("The answer is not one of Stripe's: no JSON object.");
    error.requestId = reply.requestId;
    return error;
}

StripeError readError(const StripeReply &reply, const QJsonObject &object)
{
    StripeError error;
    error.status = reply.status;
    error.type = StripeJson::text(object, "type");
    error.code = StripeJson::text(object, "code");
    error.declineCode = StripeJson::text(object, "decline_code");
    error.param = StripeJson::text(object, "param");
    error.message = StripeJson::text(object, "message");
    error.requestId = reply.requestId;
    error.kind = kindOf(reply.status, error.type);
    return error;
}

std::optional<bool> flag(const QByteArray &value)
{
    if (value == "true")
        return true;
    if (value == "false")
        return false;
    return std::nullopt;
}

std::optional<std::chrono::milliseconds> seconds(const QByteArray &value)
{
    bool isNumber = false;
    const qint64 number = value.toLongLong(&isNumber);
    if (!isNumber || number < 0 || number > longestRetryAfter)
        return std::nullopt;
    return std::chrono::seconds(number);
}

} // namespace

StripeReply replyHead(int status, const std::function<QByteArray(const char *)> &header)
{
    StripeReply reply;
    reply.status = status;
    reply.requestId = QString::fromLatin1(header("Request-Id").trimmed().left(100));
    reply.replayed = flag(header("Idempotent-Replayed").trimmed()).value_or(false);
    reply.shouldRetry = flag(header("Stripe-Should-Retry").trimmed());
    reply.retryAfter = seconds(header("Retry-After").trimmed());
    return reply;
}

StripeResult<StripeAnswer> readReply(const StripeReply &reply)
{
    if (reply.status == 0) {
        StripeError error;
        error.kind = StripeErrorKind::Connection;
        return tl::unexpected(error);
    }
    const QJsonDocument document = QJsonDocument::fromJson(reply.body);
    if (!document.isObject())
        return tl::unexpected(unreadable(reply));
    const QJsonObject object = document.object();
    if (reply.status >= 200 && reply.status < 300)
        return StripeAnswer{reply.status, object, reply.requestId, reply.replayed};
    const QJsonValue error = object.value(QLatin1String("error"));
    if (!error.isObject())
        return tl::unexpected(unreadable(reply));
    return tl::unexpected(readError(reply, error.toObject()));
}

} // namespace Orion
