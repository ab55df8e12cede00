#pragma once

#include "models/domain/enums.h"
#include "models/domain/limits.h"
#include "models/domain/result.h"

#include <QDateTime>

#include <optional>

namespace Orion
{

class Session;

// What a vendor sees of its own subscription, the present one or the last. Times are UTC.
struct SubscriptionOverview
{
    QString vendorCode;
    std::optional<SubscriptionStatus> status; // as of now; nothing: never subscribed
    QString tierCode;                         // empty without a subscription
    QString tierName;
    bool isAnnual = false;
    QDateTime trialEndsAt; // of a subscription in its trial
    QDateTime periodStart;
    QDateTime periodEnd;
    QDateTime nextBillingDate; // invalid when nothing will be charged
    QDateTime cancelAt;
    qint64 paymentRetryCount = 0;
    bool hasPaymentMethod = false;
    Usage orders; // of the present monthly window
    Usage products;
    Usage teamMembers;
};

// When Stripe charges next: at the end of the period, unless the subscription ends there; invalid
// without Stripe.
QDateTime nextBilling(const SubscriptionOverview &overview, bool isLinked);

// In one statement. Errors: NotFound for a vendor that is not registered.
Result<SubscriptionOverview> readOverview(Session &session, const QString &vendorCode,
                                          const QDateTime &now);

} // namespace Orion
