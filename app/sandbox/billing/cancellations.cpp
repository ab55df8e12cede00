#include "app/sandbox/billing/invoices.h"
#include "app/sandbox/billing/pendingupdates.h"
#include "app/sandbox/billing/prorations.h"
#include "app/sandbox/billing/subscriptions.h"
#include "app/sandbox/state/shapes.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

void endSubscription(State &state, const QString &id, const QString &reason)
{
    dropPendingUpdate(state, id);
    QJsonObject subscription = state.get(Kind::Subscription, id);
    QJsonObject details = subscription.value("cancellation_details"_L1).toObject();
    details.insert("reason"_L1, reason);
    subscription.insert("cancellation_details"_L1, details);
    subscription.insert("status"_L1, u"canceled"_s);
    subscription.insert("ended_at"_L1, state.now());
    if (subscription.value("canceled_at"_L1).isNull())
        subscription.insert("canceled_at"_L1, state.now());
    state.replace(Kind::Subscription, subscription, u"customer.subscription.deleted"_s);
}

void scheduleCancellation(QJsonObject &subscription, qint64 now, bool byFlag)
{
    qint64 end = 0;
    const QJsonArray items = itemsOf(subscription);
    for (const QJsonValue &item : items)
        end = qMax(end, item.toObject().value("current_period_end"_L1).toInteger());
    cancelAt(subscription, end, now);
    subscription.insert("cancel_at_period_end"_L1, byFlag);
}

void cancelAt(QJsonObject &subscription, qint64 end, qint64 now)
{
    QJsonObject details = subscription.value("cancellation_details"_L1).toObject();
    details.insert("reason"_L1, u"cancellation_requested"_s);
    subscription.insert("cancellation_details"_L1, details);
    subscription.insert("cancel_at"_L1, end);
    subscription.insert("canceled_at"_L1, now);
    subscription.insert("cancel_at_period_end"_L1, false);
}

void clearCancellation(QJsonObject &subscription)
{
    subscription.insert("cancel_at"_L1, QJsonValue::Null);
    subscription.insert("canceled_at"_L1, QJsonValue::Null);
    subscription.insert("cancel_at_period_end"_L1, false);
    QJsonObject details = subscription.value("cancellation_details"_L1).toObject();
    details.insert("reason"_L1, QJsonValue::Null);
    subscription.insert("cancellation_details"_L1, details);
}

void noteReason(QJsonObject &subscription, const QJsonObject &parameters)
{
    QJsonObject details = subscription.value("cancellation_details"_L1).toObject();
    copyGiven(details, parameters.value("cancellation_details"_L1).toObject(),
              {"comment"_L1, "feedback"_L1});
    subscription.insert("cancellation_details"_L1, details);
}

Answer<QJsonObject> cancelNow(State &state, const QString &id, const QJsonObject &parameters)
{
    QJsonObject subscription = state.get(Kind::Subscription, id);
    if (!isLive(subscription))
        return refuse(noSuch(u"subscription"_s, id, u"id"_s, 404));
    noteReason(subscription, parameters);
    state.load(Kind::Subscription, subscription);
    const bool isTrial = subscription.value("status"_L1).toString() == "trialing"_L1;
    const QJsonArray items = itemsOf(subscription);
    for (const QJsonValue &item : items) {
        if (parameters.value("prorate"_L1).toBool() && !isTrial)
            keepPending(state, id, {creditLine(state, subscription, item.toObject(), state.now())});
    }
    endSubscription(state, id, u"cancellation_requested"_s);
    if (parameters.value("invoice_now"_L1).toBool())
        invoicePending(state, id, u"subscription_update"_s);
    return state.get(Kind::Subscription, id);
}

} // namespace Orion::Sandbox
