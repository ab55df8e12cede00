#include "app/sandbox/billing/pendingupdates.h"

#include "app/sandbox/billing/invoices.h"
#include "app/sandbox/billing/subscriptions.h"
#include "app/sandbox/state/changes.h"

#include <algorithm>
#include <array>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr QLatin1String invoiceNote("_pending_invoice");

constexpr std::array<QLatin1String, 9> canWait{"billing_cycle_anchor"_L1,
                                               "cancel_at_period_end"_L1,
                                               "items"_L1,
                                               "metadata"_L1,
                                               "off_session"_L1,
                                               "payment_behavior"_L1,
                                               "proration_behavior"_L1,
                                               "proration_date"_L1,
                                               "trial_end"_L1};

// Nothing waits beyond the period that it was calculated for.
qint64 expiryOf(const QJsonObject &subscription, qint64 now)
{
    qint64 expiry = now + paymentPatience;
    const QJsonArray items = itemsOf(subscription);
    for (const QJsonValue &item : items)
        expiry = qMin(expiry, item.toObject().value("current_period_end"_L1).toInteger());
    const QJsonValue trialEnd = subscription.value("trial_end"_L1);
    const bool isTrial = subscription.value("status"_L1).toString() == "trialing"_L1;
    return isTrial ? qMin(expiry, trialEnd.toInteger()) : expiry;
}

// The subscription without what waits.
QJsonObject settled(QJsonObject subscription)
{
    subscription.insert("pending_update"_L1, QJsonValue::Null);
    subscription.remove(invoiceNote);
    return subscription;
}

} // namespace

Answer<void> checkPendingParameters(const QJsonObject &parameters)
{
    const QStringList names = parameters.keys();
    for (const QString &name : names) {
        if (std::find(canWait.begin(), canWait.end(), name) == canWait.end())
            return refuse(invalidRequest({},
                                         u"You cannot pass `%1` when `payment_behavior` is "
                                         "`pending_if_incomplete`, because it cannot wait for the "
                                         "payment."_s.arg(name),
                                         name));
    }
    return {};
}

QJsonObject withPendingUpdate(const Update &update, const QString &invoiceId)
{
    const QString id = update.subscription.value("id"_L1).toString();
    QJsonObject present = update.state.get(Kind::Subscription, id);
    const QJsonValue null(QJsonValue::Null);
    const auto ifGiven = [&](QLatin1String name, const QJsonValue &value) {
        return update.parameters.contains(name) ? value : null;
    };
    present.insert(
        "pending_update"_L1,
        QJsonObject{
            {"billing_cycle_anchor"_L1,
             update.startsPeriod ? update.subscription.value("billing_cycle_anchor"_L1) : null},
            {"cancel_at_period_end"_L1,
             ifGiven("cancel_at_period_end"_L1,
                     update.subscription.value("cancel_at_period_end"_L1))},
            {"discount"_L1, null},
            {"discounts"_L1, null},
            {"expires_at"_L1, expiryOf(present, update.state.now())},
            {"metadata"_L1, ifGiven("metadata"_L1, update.subscription.value("metadata"_L1))},
            {"subscription_items"_L1, itemsOf(update.subscription)},
            {"trial_end"_L1, null},
            {"trial_from_plan"_L1, null}});
    present.insert("latest_invoice"_L1, invoiceId);
    present.insert(invoiceNote, invoiceId);
    return present;
}

bool isPendingInvoice(const QJsonObject &subscription, const QString &invoiceId)
{
    return subscription.value(invoiceNote).toString() == invoiceId;
}

void applyPendingUpdate(State &state, const QString &subscriptionId)
{
    const QJsonObject waiting = state.get(Kind::Subscription, subscriptionId);
    const QJsonObject change = waiting.value("pending_update"_L1).toObject();
    QJsonObject subscription = settled(waiting);
    setItems(subscription, change.value("subscription_items"_L1).toArray());
    for (const QLatin1String name : {"billing_cycle_anchor"_L1, "metadata"_L1}) {
        if (!change.value(name).isNull())
            subscription.insert(name, change.value(name));
    }
    if (change.value("cancel_at_period_end"_L1).toBool())
        scheduleCancellation(subscription, state.now(), true);
    else if (!change.value("cancel_at_period_end"_L1).isNull())
        clearCancellation(subscription);
    state.update(Kind::Subscription, subscription,
                 {u"customer.subscription.pending_update_applied"_s});
}

void dropPendingUpdate(State &state, const QString &subscriptionId)
{
    const QJsonObject waiting = state.get(Kind::Subscription, subscriptionId);
    const QString invoiceId = waiting.value(invoiceNote).toString();
    if (invoiceId.isEmpty())
        return;
    state.update(Kind::Subscription, settled(waiting),
                 {u"customer.subscription.pending_update_expired"_s});
    const QJsonObject invoice = state.get(Kind::Invoice, invoiceId);
    if (invoice.value("status"_L1).toString() == "open"_L1)
        closeInvoice(state, invoiceId, u"void"_s);
}

} // namespace Orion::Sandbox
