#include "models/domain/error.h"

namespace Orion
{

QString errorCodeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return QStringLiteral("invalid_argument");
    case ErrorCode::NotFound:
        return QStringLiteral("not_found");
    case ErrorCode::Conflict:
        return QStringLiteral("conflict");
    case ErrorCode::Unauthorized:
        return QStringLiteral("unauthorized");
    case ErrorCode::Forbidden:
        return QStringLiteral("forbidden");
    case ErrorCode::RateLimited:
        return QStringLiteral("rate_limited");
    case ErrorCode::Cancelled:
        return QStringLiteral("cancelled");
    case ErrorCode::Timeout:
        return QStringLiteral("timeout");
    case ErrorCode::Unavailable:
        return QStringLiteral("unavailable");
    case ErrorCode::DatabaseUnavailable:
        return QStringLiteral("database_unavailable");
    case ErrorCode::DatabaseFailed:
        return QStringLiteral("database_failed");
    case ErrorCode::SchemaOutdated:
        return QStringLiteral("schema_outdated");
    case ErrorCode::SchemaTooNew:
        return QStringLiteral("schema_too_new");
    case ErrorCode::ConfigurationInvalid:
        return QStringLiteral("configuration_invalid");
    case ErrorCode::PaymentSystemNotConfigured:
        return QStringLiteral("payment_system_not_configured");
    case ErrorCode::PaymentSystemFailed:
        return QStringLiteral("payment_system_failed");
    case ErrorCode::TierNotFound:
        return QStringLiteral("tier_not_found");
    case ErrorCode::StripePriceNotConfigured:
        return QStringLiteral("stripe_price_not_configured");
    case ErrorCode::NoActiveSubscription:
        return QStringLiteral("no_active_subscription");
    case ErrorCode::SubscriptionNotCancelled:
        return QStringLiteral("subscription_not_cancelled");
    case ErrorCode::SubscriptionInactive:
        return QStringLiteral("subscription_inactive");
    case ErrorCode::AlreadySubscribed:
        return QStringLiteral("already_subscribed");
    case ErrorCode::LimitExceeded:
        return QStringLiteral("limit_exceeded");
    case ErrorCode::UsageExceedsTier:
        return QStringLiteral("usage_exceeds_tier");
    case ErrorCode::SignatureInvalid:
        return QStringLiteral("signature_invalid");
    case ErrorCode::Internal:
        return QStringLiteral("internal");
    }
    return QStringLiteral("internal");
}

} // namespace Orion
