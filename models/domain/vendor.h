#pragma once

#include "models/domain/enums.h"
#include "models/domain/limits.h"

#include <QDateTime>
#include <QString>

namespace Orion
{

// A vendor with its present subscription, as the vendors list shows it. Times are UTC.
struct VendorSummary
{
    qint64 vendorId = 0;
    QString vendorCode;
    QString name;
    QString email;
    QString tierCode; // empty without a subscription
    QString tierName;
    std::optional<SubscriptionStatus> status; // nothing: never subscribed
    QString stripeStatus;
    bool isAnnual = false;
    QString currency;
    qint64 mrrCents = 0; // monthly equivalent of what the base subscription pays; 0 in a trial
    QDateTime periodEnd;
    QDateTime cancelAt;
    QDateTime createdAt;
    Usage orders;
    Usage products;
    Usage teamMembers;
};

// One row of billing.vendor_subscriptions.
struct Subscription
{
    qint64 id = 0;
    qint64 vendorId = 0;
    qint64 tierId = 0;
    QString tierCode;
    QString tierName;
    SubscriptionStatus status = SubscriptionStatus::Trial;
    bool isAnnual = false;
    QString stripeCustomerId;
    QString stripeSubscriptionId; // empty: a local trial
    QString stripeStatus;
    QString stripeItemId; // the item of the tier
    QString stripePriceId;
    bool priceUnknown = false;        // the price is none that a tier ever had
    std::optional<qint64> priceCents; // per interval, minor units
    QString currency;
    QDateTime periodStart;
    QDateTime periodEnd;
    QDateTime trialEndsAt;
    QDateTime cancelAt;
    QString cancelReason;
    QDateTime endedAt;
    QDateTime pastDueSince;
    int paymentRetryCount = 0;
    bool hasPaymentMethod = false;
    QDateTime createdAt;
};

} // namespace Orion
