#include "services/stripe/readers/subscription.h"

#include "services/stripe/readers/json.h"

#include <QJsonArray>

using namespace Orion::StripeJson;

namespace Orion
{

namespace
{

// The price of an item: a whole object in events, only its id in some answers; "plan" before
// prices existed, with its fields at the top.
void readPrice(const QJsonObject &source, StripeSubscriptionItem &item)
{
    const QJsonObject price = child(source, "price");
    const QJsonObject plan = child(source, "plan");
    const QJsonObject recurring = child(price, "recurring");
    item.priceId = firstOf(id(source, "price"), id(source, "plan"));
    item.currency = firstOf(text(price, "currency"), text(plan, "currency")).toLower();
    item.unitAmount = price.isEmpty() ? integer(plan, "amount") : integer(price, "unit_amount");
    const QJsonObject &rhythm = recurring.isEmpty() ? plan : recurring;
    item.interval = text(rhythm, "interval");
    item.intervalCount = integerOr(rhythm, "interval_count", 1);
}

StripeSubscriptionItem readItem(const QJsonObject &source, const QJsonObject &subscription)
{
    StripeSubscriptionItem item;
    item.id = text(source, "id");
    item.quantity = integerOr(source, "quantity", 1);
    readPrice(source, item);
    // Since 2025-03-31 the period is the item's, before it was the subscription's.
    item.periodStart = time(source, "current_period_start");
    item.periodEnd = time(source, "current_period_end");
    if (!item.periodStart.isValid())
        item.periodStart = time(subscription, "current_period_start");
    if (!item.periodEnd.isValid())
        item.periodEnd = time(subscription, "current_period_end");
    return item;
}

bool readHasPaymentMethod(const QJsonObject &object)
{
    if (!id(object, "default_payment_method").isEmpty() || !id(object, "default_source").isEmpty())
        return true;
    const QJsonObject customer = child(object, "customer");
    return !id(child(customer, "invoice_settings"), "default_payment_method").isEmpty();
}

// Flexible subscriptions and the portal set only cancel_at; older ones only the flag.
QDateTime readCancelAt(const QJsonObject &object, const StripeSubscription &subscription)
{
    const QDateTime at = time(object, "cancel_at");
    if (at.isValid() || !object.value(QLatin1String("cancel_at_period_end")).toBool())
        return at;
    QDateTime last;
    for (const StripeSubscriptionItem &item : subscription.items) {
        if (!last.isValid() || item.periodEnd > last)
            last = item.periodEnd;
    }
    return last;
}

} // namespace

std::optional<qint64> StripeSubscriptionItem::amount() const
{
    qint64 product = 0;
    if (!unitAmount || __builtin_mul_overflow(*unitAmount, quantity, &product))
        return std::nullopt;
    return product;
}

StripeSubscription readSubscription(const QJsonObject &object)
{
    StripeSubscription read;
    read.id = text(object, "id");
    read.customerId = id(object, "customer");
    read.status = text(object, "status");
    read.collectionPaused = object.value(QLatin1String("pause_collection")).isObject();
    read.hasPaymentMethod = readHasPaymentMethod(object);
    read.currency = text(object, "currency").toLower();
    read.created = time(object, "created");
    read.trialEnd = time(object, "trial_end");
    read.canceledAt = time(object, "canceled_at");
    read.endedAt = time(object, "ended_at");
    read.cancelReason = firstOf(text(child(object, "cancellation_details"), "comment"),
                                firstOf(text(child(object, "cancellation_details"), "feedback"),
                                        text(child(object, "cancellation_details"), "reason")));
    read.metadata = metadata(object);
    for (const QJsonValue item : child(object, "items").value(QLatin1String("data")).toArray())
        read.items.push_back(readItem(item.toObject(), object));
    read.cancelAt = readCancelAt(object, read);
    return read;
}

} // namespace Orion
