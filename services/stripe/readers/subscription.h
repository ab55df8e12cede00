#pragma once

#include <QDateTime>
#include <QHash>
#include <QJsonObject>
#include <QString>

#include <optional>
#include <vector>

namespace Orion
{

using StripeMetadata = QHash<QString, QString>;

struct StripeSubscriptionItem
{
    QString id;
    QString priceId;
    QString currency;                 // lower case; empty when the price does not say
    std::optional<qint64> unitAmount; // minor units per interval; nothing for tiered prices
    qint64 quantity = 1;
    QString interval; // day week month year; the set is open
    qint64 intervalCount = 1;
    QDateTime periodStart;
    QDateTime periodEnd;

    // What the item costs per interval, when it is a plain price.
    std::optional<qint64> amount() const;
};

// A Stripe subscription as far as the product uses it, from any API version. Times UTC, invalid
// when Stripe has none; texts empty when Stripe has none.
struct StripeSubscription
{
    QString id;
    QString customerId;
    QString status; // Stripe's word; the set is open
    bool collectionPaused = false;
    bool hasPaymentMethod = false; // its own, or the customer's when that is expanded
    QString currency;
    QDateTime created;
    QDateTime trialEnd;
    QDateTime cancelAt; // also for cancel_at_period_end: the end of the period
    QDateTime canceledAt;
    QDateTime endedAt;
    QString cancelReason;
    StripeMetadata metadata;
    std::vector<StripeSubscriptionItem> items;
};

StripeSubscription readSubscription(const QJsonObject &object);

} // namespace Orion
