#include "app/sandbox/billing/cards.h"
#include "app/sandbox/billing/invoices.h"
#include "app/sandbox/billing/lines.h"
#include "app/sandbox/billing/pendingupdates.h"
#include "app/sandbox/billing/prorations.h"
#include "app/sandbox/billing/subscriptions.h"
#include "app/sandbox/state/changes.h"
#include "app/sandbox/state/shapes.h"

#include <algorithm>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

Answer<void> applyCancellation(Update &update)
{
    const QJsonValue flag = update.parameters.value("cancel_at_period_end"_L1);
    const QJsonValue time = update.parameters.value("cancel_at"_L1);
    if (!flag.isUndefined() && !time.isUndefined())
        return refuse(invalidRequest({},
                                     u"You may only specify one of these parameters: "
                                     "cancel_at, cancel_at_period_end."_s,
                                     u"cancel_at"_s));
    const qint64 now = update.state.now();
    if (flag.toBool() || time.isString())
        scheduleCancellation(update.subscription, now, flag.toBool());
    else if (time.isDouble() && time.toInteger() <= now)
        return refuse(invalidRequest({}, u"cancel_at must be in the future."_s, u"cancel_at"_s));
    else if (time.isDouble())
        cancelAt(update.subscription, time.toInteger(), now);
    else if (!flag.isUndefined() || time.isNull())
        clearCancellation(update.subscription);
    return {};
}

Answer<void> applyFields(Update &update)
{
    QJsonObject &subscription = update.subscription;
    subscription.insert("metadata"_L1, mergedMetadata(subscription.value("metadata"_L1).toObject(),
                                                      update.parameters.value("metadata"_L1)));
    copyGiven(subscription, update.parameters,
              {"collection_method"_L1, "days_until_due"_L1, "description"_L1, "trial_settings"_L1});
    mergeGiven(subscription, update.parameters, {"automatic_tax"_L1, "payment_settings"_L1});
    const QJsonValue pause = update.parameters.value("pause_collection"_L1);
    if (pause.isObject()) {
        QJsonObject kept{{"behavior"_L1, QJsonValue::Null}, {"resumes_at"_L1, QJsonValue::Null}};
        copyGiven(kept, pause.toObject(), {"behavior"_L1, "resumes_at"_L1});
        subscription.insert("pause_collection"_L1, kept);
    } else if (pause.isNull()) {
        subscription.insert("pause_collection"_L1, QJsonValue::Null);
    }
    noteReason(subscription, update.parameters);
    const QString method = update.parameters.value("default_payment_method"_L1).toString();
    if (method.isEmpty())
        return {};
    const auto taken =
        takePaymentMethod(update.state, method, subscription.value("customer"_L1).toString(),
                          u"default_payment_method"_s);
    if (!taken)
        return refuse(taken.error());
    subscription.insert("default_payment_method"_L1, taken->value("id"_L1));
    return {};
}

// The end of the trial is moved; "now" is done afterwards, because it bills.
Answer<void> applyTrial(Update &update)
{
    const QJsonValue end = update.parameters.value("trial_end"_L1);
    if (!end.isDouble())
        return {};
    if (end.toInteger() <= update.state.now())
        return refuse(invalidRequest({}, u"trial_end must be in the future."_s, u"trial_end"_s));
    update.subscription.insert("status"_L1, u"trialing"_s);
    update.subscription.insert("trial_end"_L1, end);
    update.subscription.insert("billing_cycle_anchor"_L1, end);
    if (update.subscription.value("trial_start"_L1).isNull())
        update.subscription.insert("trial_start"_L1, update.state.now());
    QJsonArray items = itemsOf(update.subscription);
    for (qsizetype i = 0; i < items.size(); ++i) {
        QJsonObject item = items.at(i).toObject();
        setPeriod(item, item.value("current_period_start"_L1).toInteger(), end.toInteger());
        items.replace(i, item);
    }
    setItems(update.subscription, items);
    return {};
}

qint64 sumOf(const QJsonArray &lines)
{
    QJsonObject invoice{{"lines"_L1, embeddedList(lines, {})}};
    sumLines(invoice);
    return invoice.value("total"_L1).toInteger();
}

// What the update's lines would take from the customer if they were billed now, with what waited.
qint64 dueNow(const Update &update, const QJsonArray &lines)
{
    const QJsonObject customer =
        update.state.get(Kind::Customer, update.subscription.value("customer"_L1).toString());
    return sumOf(lines) + customer.value("balance"_L1).toInteger();
}

bool billsNow(const Update &update)
{
    const QString behavior = update.parameters.value("proration_behavior"_L1).toString();
    return !update.lines.isEmpty() && (update.startsPeriod || behavior == "always_invoice"_L1);
}

// The change waits for its payment, which is tried once and then left to the customer.
void bill(const Update &update, const QJsonObject &subscription, const QString &invoiceId,
          const QJsonArray &lines, Charge charge)
{
    State &state = update.state;
    state.update(Kind::Subscription, subscription);
    issueInvoice(state, {invoiceId, update.subscription, lines, u"subscription_update"_s});
    const bool isSent = subscription.value("collection_method"_L1).toString() == "send_invoice"_L1;
    const bool waits =
        update.parameters.value("payment_behavior"_L1).toString() == "default_incomplete"_L1;
    const qint64 due = state.get(Kind::Invoice, invoiceId).value("amount_due"_L1).toInteger();
    if (due == 0 || (!isSent && !waits))
        collect(state, invoiceId, charge);
    else if (waits)
        setStatus(state, subscription.value("id"_L1).toString(), u"past_due"_s);
}

// Keeps the changed subscription and bills what the changes cost.
Answer<void> commit(Update &update, Charge charge)
{
    State &state = update.state;
    const QString id = update.subscription.value("id"_L1).toString();
    if (!billsNow(update)) {
        keepPending(state, id, update.lines);
        state.update(Kind::Subscription, update.subscription);
        return {};
    }
    const QString behavior = update.parameters.value("payment_behavior"_L1).toString();
    QJsonArray lines = pendingLines(state, id);
    for (const QJsonValue &line : std::as_const(update.lines))
        lines.append(line);
    const auto failure = chargeFailure(state, update.subscription, dueNow(update, lines), charge);
    if (failure && behavior == "error_if_incomplete"_L1)
        return refuse(subscriptionFailure(*failure));
    const QString invoiceId = state.newId(Kind::Invoice);
    if (failure && behavior == "pending_if_incomplete"_L1) {
        bill(update, withPendingUpdate(update, invoiceId), invoiceId, update.lines, charge);
        return {};
    }
    takePending(state, id);
    update.subscription.insert("latest_invoice"_L1, invoiceId);
    bill(update, update.subscription, invoiceId, lines, charge);
    return {};
}

bool onlyNotes(const QJsonObject &parameters)
{
    const QStringList names = parameters.keys();
    return std::all_of(names.begin(), names.end(), [](const QString &name) {
        return name == "metadata"_L1 || name == "cancellation_details"_L1;
    });
}

} // namespace

Answer<QJsonObject> updateSubscription(State &state, const QString &id,
                                       const QJsonObject &parameters, Charge charge)
{
    Update update{state, parameters, state.get(Kind::Subscription, id)};
    if (!isLive(update.subscription) && !onlyNotes(parameters))
        return refuse(invalidRequest({}, u"A canceled subscription can only update its "
                                         "cancellation_details and metadata."_s));
    if (parameters.value("payment_behavior"_L1).toString() == "pending_if_incomplete"_L1) {
        const auto checked = checkPendingParameters(parameters);
        if (!checked)
            return refuse(checked.error());
    }
    for (const auto apply : {applyFields, applyTrial, applyItems, applyCancellation}) {
        const auto applied = apply(update);
        if (!applied)
            return refuse(applied.error());
    }
    // Another change of items takes the place of one that waits.
    if (parameters.contains("items"_L1) && !update.subscription.value("pending_update"_L1).isNull())
    {
        dropPendingUpdate(state, id);
        return updateSubscription(state, id, parameters, charge);
    }
    const auto committed = commit(update, charge);
    if (!committed)
        return refuse(committed.error());
    const bool endsTrial = parameters.value("trial_end"_L1).toString() == "now"_L1 &&
                           update.subscription.value("status"_L1).toString() == "trialing"_L1;
    if (endsTrial)
        endTrial(state, id, charge);
    return state.get(Kind::Subscription, id);
}

} // namespace Orion::Sandbox
