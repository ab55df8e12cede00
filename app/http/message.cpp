#include "app/http/message.h"

namespace Orion::Http
{

namespace
{

// Errors whose message was written for the one who asks. The others name parts of our own
// machinery; whoever asks gets a plain sentence instead, and the log keeps the rest.
bool isForTheClient(ErrorCode code)
{
    switch (code) {
    case ErrorCode::DatabaseFailed:
    case ErrorCode::SchemaOutdated:
    case ErrorCode::SchemaTooNew:
    case ErrorCode::ConfigurationInvalid:
    case ErrorCode::Cancelled:
    case ErrorCode::Internal:
        return false;
    default:
        return true;
    }
}

QString titleOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return QStringLiteral("Invalid input");
    case ErrorCode::NotFound:
        return QStringLiteral("Not found");
    case ErrorCode::Conflict:
        return QStringLiteral("Changed by somebody else");
    case ErrorCode::Unauthorized:
        return QStringLiteral("Authentication required");
    case ErrorCode::Forbidden:
        return QStringLiteral("Not allowed");
    case ErrorCode::RateLimited:
        return QStringLiteral("Too many requests");
    case ErrorCode::Cancelled:
        return QStringLiteral("Cancelled");
    case ErrorCode::Timeout:
        return QStringLiteral("Took too long");
    case ErrorCode::Unavailable:
        return QStringLiteral("Temporarily unavailable");
    case ErrorCode::DatabaseUnavailable:
        return QStringLiteral("Database unavailable");
    case ErrorCode::SchemaOutdated:
    case ErrorCode::SchemaTooNew:
        return QStringLiteral("Database schema does not match");
    case ErrorCode::PaymentSystemNotConfigured:
        return QStringLiteral("Payment system not configured");
    case ErrorCode::PaymentSystemFailed:
        return QStringLiteral("Payment system failed");
    case ErrorCode::TierNotFound:
        return QStringLiteral("Unknown tier");
    case ErrorCode::StripePriceNotConfigured:
        return QStringLiteral("Tier has no Stripe price");
    case ErrorCode::NoActiveSubscription:
        return QStringLiteral("No active subscription");
    case ErrorCode::SubscriptionNotCancelled:
        return QStringLiteral("Subscription not cancelled");
    case ErrorCode::SubscriptionInactive:
        return QStringLiteral("Subscription inactive");
    case ErrorCode::AlreadySubscribed:
        return QStringLiteral("Already subscribed");
    case ErrorCode::LimitExceeded:
        return QStringLiteral("Limit exceeded");
    case ErrorCode::UsageExceedsTier:
        return QStringLiteral("Usage exceeds the tier");
    case ErrorCode::SignatureInvalid:
        return QStringLiteral("Invalid signature");
    case ErrorCode::DatabaseFailed:
    case ErrorCode::ConfigurationInvalid:
    case ErrorCode::Internal:
        break;
    }
    return QStringLiteral("Internal error");
}

} // namespace

Response Response::json(const QJsonObject &object, int status)
{
    return {status, "application/json", QJsonDocument(object).toJson(QJsonDocument::Compact), {}};
}

Response Response::html(QByteArray page, int status)
{
    return {status, "text/html; charset=utf-8", std::move(page), {}};
}

Response Response::text(QByteArray text, int status)
{
    return {status, "text/plain; charset=utf-8", std::move(text), {}};
}

Response Response::redirect(const QByteArray &location, int status)
{
    return {
        status, "text/plain; charset=utf-8", "See " + location + '\n', {{"Location", location}}};
}

Response Response::empty(int status)
{
    return {status, {}, {}, {}};
}

Response Response::problem(int status, const QString &code, const QString &title,
                           const QString &detail)
{
    QJsonObject object{{QStringLiteral("type"), QStringLiteral("about:blank")},
                       {QStringLiteral("status"), status},
                       {QStringLiteral("code"), code},
                       {QStringLiteral("title"), title}};
    if (!detail.isEmpty())
        object.insert(QStringLiteral("detail"), detail);
    Response response = json(object, status);
    response.contentType = "application/problem+json";
    return response;
}

int httpStatus(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
    case ErrorCode::StripePriceNotConfigured:
    case ErrorCode::NoActiveSubscription:
    case ErrorCode::SubscriptionNotCancelled:
    case ErrorCode::SignatureInvalid:
        return 400;
    case ErrorCode::Unauthorized:
        return 401;
    case ErrorCode::Forbidden:
    case ErrorCode::SubscriptionInactive:
    case ErrorCode::LimitExceeded:
        return 403;
    case ErrorCode::NotFound:
    case ErrorCode::TierNotFound:
        return 404;
    case ErrorCode::Conflict:
    case ErrorCode::AlreadySubscribed:
    case ErrorCode::UsageExceedsTier:
        return 409;
    case ErrorCode::RateLimited:
        return 429;
    case ErrorCode::PaymentSystemFailed:
        return 502;
    case ErrorCode::Cancelled:
    case ErrorCode::Unavailable:
    case ErrorCode::DatabaseUnavailable:
    case ErrorCode::SchemaOutdated:
    case ErrorCode::SchemaTooNew:
    case ErrorCode::PaymentSystemNotConfigured:
        return 503;
    case ErrorCode::Timeout:
        return 504;
    case ErrorCode::DatabaseFailed:
    case ErrorCode::ConfigurationInvalid:
    case ErrorCode::Internal:
        return 500;
    }
    return 500;
}

Response problem(const Error &error)
{
    const int status = httpStatus(error.code);
    const QString detail =
        isForTheClient(error.code)
            ? error.message
            : QStringLiteral("The request could not be completed; the server's log says why.");
    Response response =
        Response::problem(status, errorCodeName(error.code), titleOf(error.code), detail);
    if (status == 401)
        response.headers.emplace_back("WWW-Authenticate", "Bearer");
    if (status == 429 || status == 503)
        response.headers.emplace_back("Retry-After", status == 429 ? "1" : "5");
    return response;
}

} // namespace Orion::Http
