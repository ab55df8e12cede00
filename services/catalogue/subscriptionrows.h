#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"

#include <QDateTime>
#include <QHash>
#include <QStringList>

#include <optional>

namespace Orion
{

// A subscription as the database has it: a vendor's own, or one of an add-on.
struct SubscriptionRow
{
    QString stripeId;
    bool isAddon = false;
    QString vendorCode;
    qint64 soldId = 0; // the tier or the add-on
    QString soldCode;
    QString status;
    QString stripeStatus;
    QString customerId; // not of an add-on
    QString priceId;    // not of an add-on
    bool priceUnknown = false;
    qint64 quantity = 1;
    QDateTime periodStart;
    QDateTime periodEnd;
    QDateTime trialEndsAt;
    QDateTime cancelAt;
};

Result<QHash<QString, SubscriptionRow>> readSubscriptionRows(Session &session,
                                                             const QStringList &stripeIds);

// Which add-ons the prices belong to.
Result<QHash<QString, qint64>> addonsOfPrices(Session &session, const QStringList &priceIds);

// One of Stripe's, as far as it is noted that it was seen.
struct SeenSubscription
{
    QString stripeId;
    QString vendorCode; // what its metadata says
    QString customerId;
    bool isLive = false;
    bool isBase = true;
};

// The subscriptions that were seen, in a temporary table of the session.
Result<void> forgetSeen(Session &session);
Result<void> noteSeen(Session &session, const std::vector<SeenSubscription> &seen);

// Those of ours that were not seen, in the order of their ids, after the one given.
Result<std::vector<SubscriptionRow>> unseenRows(Session &session, const QString &after, int limit);

struct DoubleSubscription
{
    QString vendorCode;
    QString stripeIds; // "sub_1, sub_2"
};
Result<std::vector<DoubleSubscription>> doubleSubscriptions(Session &session);

} // namespace Orion
