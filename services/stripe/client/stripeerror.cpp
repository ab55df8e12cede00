#include "services/stripe/client/stripeapi.h"

namespace Orion
{

namespace
{

ErrorCode codeOf(StripeErrorKind kind)
{
    switch (kind) {
    case StripeErrorKind::NotConfigured:
        return ErrorCode::PaymentSystemNotConfigured;
    case StripeErrorKind::Timeout:
        return ErrorCode::Timeout;
    case StripeErrorKind::Cancelled:
        return ErrorCode::Cancelled;
    default:
        return ErrorCode::PaymentSystemFailed;
    }
}

QString sentenceOf(const StripeError &error)
{
    switch (error.kind) {
    case StripeErrorKind::NotConfigured:
        return QStringLiteral("The payment system is not configured: set STRIPE_SECRET_KEY.");
    case StripeErrorKind::Connection:
        return QStringLiteral("The payment system cannot be reached. Try again in a moment.");
    case StripeErrorKind::Timeout:
        return QStringLiteral("The payment system did not answer in time. Try again in a moment; "
                              "nothing is done twice.");
    case StripeErrorKind::Cancelled:
        return QStringLiteral("The program is ending; the call was given up.");
    case StripeErrorKind::RateLimited:
        return QStringLiteral("The payment system is busy. Try again in a moment.");
    case StripeErrorKind::Authentication:
        return QStringLiteral("The payment system refused our key. Check STRIPE_SECRET_KEY.");
    case StripeErrorKind::Card:
        return QStringLiteral("The payment was declined. Use another payment method.");
    case StripeErrorKind::NotFound:
        return QStringLiteral("The payment system does not know what was asked for. Compare with "
                              "stripe check.");
    case StripeErrorKind::InvalidRequest:
    case StripeErrorKind::Idempotency:
        return QStringLiteral("The payment system refused the request; the log has its reason.");
    case StripeErrorKind::Api:
        return QStringLiteral("The payment system failed. Try again in a moment.");
    }
    return QStringLiteral("The payment system failed.");
}

} // namespace

Error toError(const StripeError &error)
{
    QStringList detail;
    if (error.status != 0)
        detail.append(QStringLiteral("HTTP %1").arg(error.status));
    for (const QString &part :
         {error.type, error.code, error.declineCode, error.param, error.message, error.requestId})
    {
        if (!part.isEmpty())
            detail.append(part);
    }
    return {codeOf(error.kind), sentenceOf(error), detail.join(QStringLiteral(" · "))};
}

} // namespace Orion
