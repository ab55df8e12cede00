#pragma once

#include <QString>

namespace Orion
{

// What went wrong, as far as a caller can act on it. Routes turn it into a status, the console
// into a banner.
enum class ErrorCode
{
    InvalidArgument, // the caller's input; the message says which field and why
    NotFound,
    Conflict, // somebody else changed the same thing first
    Unauthorized,
    Forbidden,
    RateLimited,
    Cancelled,
    Timeout,
    Unavailable, // a part that is needed is away; trying again later may help
    DatabaseUnavailable,
    DatabaseFailed, // the database answered with an error; the detail has its SQLSTATE
    SchemaOutdated, // migrations are missing
    SchemaTooNew,   // the database is newer than this program
    ConfigurationInvalid,
    PaymentSystemNotConfigured,
    PaymentSystemFailed, // Stripe answered with an error or not at all
    TierNotFound,
    StripePriceNotConfigured,
    NoActiveSubscription,
    SubscriptionNotCancelled,
    SubscriptionInactive,
    AlreadySubscribed,
    LimitExceeded,
    UsageExceedsTier,
    SignatureInvalid,
    Internal,
};

// The stable name that stands in answers and logs, such as "tier_not_found".
QString errorCodeName(ErrorCode code);

struct Error
{
    ErrorCode code = ErrorCode::Internal;
    QString message; // one sentence for people: what happened and what to do
    QString detail;  // for the log: SQLSTATE, file, request id. Never a secret.
};

} // namespace Orion
