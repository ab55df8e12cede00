#pragma once

#include "models/domain/enums.h"
#include "models/domain/limits.h"
#include "models/domain/result.h"

#include <QDateTime>

#include <optional>
#include <span>
#include <vector>

namespace Orion
{

class Session;

// Some of a metric that a vendor takes (more than 0) or releases (less than 0).
struct UsageChange
{
    QString vendorCode;
    UsageMetric metric = UsageMetric::Orders;
    int delta = 0;
    QDateTime takenAt;      // of a release of orders: when they were taken; invalid: just now
    QString idempotencyKey; // a repeat under the same key counts once; empty: every call counts
};

enum class UsageOutcome
{
    Granted,
    LimitExceeded,
    SubscriptionInactive,
    VendorUnknown,
    KeyReused // the key stands for another change
};

// What became of it, and what is in use at present.
struct UsageAnswer
{
    UsageOutcome outcome = UsageOutcome::Granted;
    Usage usage;
};

// In one statement, which locks the counter: exactly up to the limit, whatever happens at the same
// time. billing.reserve_usage() is the same for the platform's own transactions.
Result<UsageAnswer> changeUsage(Session &session, const UsageChange &change, const QDateTime &now);

// The same for many vendors by one statement, and so with one commit; for changes without an
// idempotency key. Answers by the same index. A failure changed nothing, and each may be tried by
// itself then. Takes the counters in the order of the vendors' codes, so that two batches do not
// lock each other out.
Result<std::vector<UsageAnswer>>
changeUsages(Session &session, std::span<const UsageChange> changes, const QDateTime &now);

// Why nothing was taken, in a sentence for the vendor; nothing when it was.
std::optional<Error> refusalOf(const UsageChange &change, const UsageAnswer &answer);

// What the platform counted. What is not given stays as it is.
struct UsageReport
{
    std::optional<qint64> products;
    std::optional<qint64> teamMembers;
    std::optional<double> storageUsedGb;
};

// Sets absolute numbers, so that drift heals; whether they fit the limits does not matter.
// Errors: NotFound.
Result<void> reportUsage(Session &session, const QString &vendorCode, const UsageReport &report,
                         const QDateTime &now);

// Whether the vendor's tier has the feature and its subscription gives access. False for vendors
// and features that do not exist. billing.has_feature() is the same for the platform.
Result<bool> hasFeature(Session &session, const QString &vendorCode, const QString &feature,
                        const QDateTime &now);

} // namespace Orion
