#include "app/sandbox/billing/cards.h"
#include "app/sandbox/billing/invoices.h"
#include "app/sandbox/billing/lines.h"
#include "app/sandbox/billing/prorations.h"
#include "app/sandbox/billing/subscriptions.h"
#include "app/sandbox/state/changes.h"
#include "app/sandbox/state/shapes.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

// An update in the making: nothing is kept before all of it is known to be valid.
struct Update
{
    State &state;
    const QJsonObject &parameters;
    QJsonObject subscription;
    QJsonArray lines;          // prorations and full periods that the changes of items lead to
    bool startsPeriod = false; // another interval is billed at once, whatever the behavior
};

qsizetype indexOfItem(const QJsonArray &items, const QString &id)
{
    for (qsizetype i = 0; i < items.size(); ++i) {
        if (items.at(i).toObject().value("id"_L1).toString() == id)
            return i;
    }
    return -1;
}

// The item with its price, quantity and, after a change of interval, period replaced.
Answer<QJsonObject> changedItem(const Update &update, const QJsonObject &item,
                                const QJsonObject &change, const QString &param)
{
    QJsonObject changed = item;
    copyGiven(changed, change, {"quantity"_L1});
    changed.insert("metadata"_L1, mergedMetadata(item.value("metadata"_L1).toObject(),
                                                 change.value("metadata"_L1)));
    const QString priceId = change.value("price"_L1).toString();
    if (priceId.isEmpty())
        return changed;
    const auto price = update.state.find(Kind::Price, priceId);
    if (!price || !price->value("recurring"_L1).isObject())
        return refuse(noSuch(u"price"_s, priceId, param + u"[price]"_s));
    if (price->value("currency"_L1) != update.subscription.value("currency"_L1))
        return refuse(
            invalidRequest({}, u"The price is in another currency."_s, param + u"[price]"_s));
    const QJsonObject fresh = newItem(update.state, {}, *price, {});
    changed.insert("price"_L1, fresh.value("price"_L1));
    changed.insert("plan"_L1, fresh.value("plan"_L1));
    const QJsonObject oldRecurring =
        item.value("price"_L1).toObject().value("recurring"_L1).toObject();
    const QJsonObject recurring = price->value("recurring"_L1).toObject();
    const bool isTrial = update.subscription.value("status"_L1).toString() == "trialing"_L1;
    if (!isTrial && !sameInterval(oldRecurring, recurring)) {
        const qint64 now = update.state.now();
        setPeriod(changed, now, nextBoundary(now, recurring, now));
    }
    return changed;
}

void billChange(Update &update, const QJsonObject &before, const QJsonObject &after)
{
    const bool isSame = before.value("price"_L1).toObject().value("id"_L1) ==
                            after.value("price"_L1).toObject().value("id"_L1) &&
                        before.value("quantity"_L1) == after.value("quantity"_L1);
    if (isSame || update.subscription.value("status"_L1).toString() == "trialing"_L1)
        return;
    const bool restarts =
        before.value("current_period_start"_L1) != after.value("current_period_start"_L1);
    const QString behavior = update.parameters.value("proration_behavior"_L1).toString();
    if (behavior == "none"_L1 && !restarts)
        return;
    const qint64 at = update.parameters.value("proration_date"_L1).toInteger(update.state.now());
    const QJsonArray lines = prorationLines(update.state, update.subscription, before, after, at);
    for (const QJsonValue &line : lines)
        update.lines.append(line);
    if (restarts) {
        update.startsPeriod = true;
        update.subscription.insert("billing_cycle_anchor"_L1, update.state.now());
    }
}

// Takes the item out, changes it, or adds one, as the element of items[] says.
Answer<void> applyItem(Update &update, QJsonArray &items, const QJsonObject &change,
                       const QString &param)
{
    const QString id = change.value("id"_L1).toString();
    if (id.isEmpty()) {
        const auto price = update.state.find(Kind::Price, change.value("price"_L1).toString());
        if (!price)
            return refuse(
                noSuch(u"price"_s, change.value("price"_L1).toString(), param + u"[price]"_s));
        QJsonObject item =
            newItem(update.state, update.subscription.value("id"_L1).toString(), *price, change);
        const QJsonObject first = items.first().toObject();
        setPeriod(item, first.value("current_period_start"_L1).toInteger(),
                  first.value("current_period_end"_L1).toInteger());
        QJsonObject nothing = item;
        nothing.insert("quantity"_L1, 0);
        billChange(update, nothing, item);
        items.append(item);
        return {};
    }
    const qsizetype index = indexOfItem(items, id);
    if (index < 0)
        return refuse(noSuch(u"subscription_item"_s, id, param + u"[id]"_s));
    const QJsonObject before = items.at(index).toObject();
    if (change.value("deleted"_L1).toBool()) {
        QJsonObject nothing = before;
        nothing.insert("quantity"_L1, 0);
        billChange(update, before, nothing);
        items.removeAt(index);
        return {};
    }
    const auto after = changedItem(update, before, change, param);
    if (!after)
        return refuse(after.error());
    billChange(update, before, *after);
    items.replace(index, *after);
    return {};
}

Answer<void> applyItems(Update &update)
{
    const QJsonArray changes = update.parameters.value("items"_L1).toArray();
    QJsonArray items = itemsOf(update.subscription);
    for (qsizetype i = 0; i < changes.size(); ++i) {
        const auto applied =
            applyItem(update, items, changes.at(i).toObject(), u"items[%1]"_s.arg(i));
        if (!applied)
            return applied;
    }
    if (items.isEmpty())
        return refuse(
            invalidRequest({}, u"A subscription must have at least one item."_s, u"items"_s));
    setItems(update.subscription, items);
    return {};
}

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
    QJsonObject details = subscription.value("cancellation_details"_L1).toObject();
    copyGiven(details, update.parameters.value("cancellation_details"_L1).toObject(),
              {"comment"_L1, "feedback"_L1});
    subscription.insert("cancellation_details"_L1, details);
    const QString method = update.parameters.value("default_payment_method"_L1).toString();
    if (method.isEmpty())
        return {};
    const auto taken =
        takePaymentMethod(update.state, method, subscription.value("customer"_L1).toString());
    if (!taken)
        return refuse(noSuch(u"PaymentMethod"_s, method, u"default_payment_method"_s));
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

// Keeps the changed subscription and bills what the changes cost.
void commit(Update &update, Charge charge)
{
    State &state = update.state;
    const QString id = update.subscription.value("id"_L1).toString();
    const QString behavior = update.parameters.value("proration_behavior"_L1).toString();
    const bool billsNow =
        !update.lines.isEmpty() && (update.startsPeriod || behavior == "always_invoice"_L1);
    if (!billsNow) {
        keepPending(state, id, update.lines);
        state.update(Kind::Subscription, update.subscription);
        return;
    }
    const QString invoiceId = state.newId(Kind::Invoice);
    update.subscription.insert("latest_invoice"_L1, invoiceId);
    state.update(Kind::Subscription, update.subscription);
    issueInvoice(state, {invoiceId, update.subscription, update.lines, u"subscription_update"_s});
    collect(state, invoiceId, charge);
}

// A change that costs money at once may ask to be refused when the card declines.
bool mustBePaidFirst(const Update &update)
{
    const QString behavior = update.parameters.value("payment_behavior"_L1).toString();
    const QString proration = update.parameters.value("proration_behavior"_L1).toString();
    return (behavior == "error_if_incomplete"_L1 || behavior == "pending_if_incomplete"_L1) &&
           (update.startsPeriod || proration == "always_invoice"_L1);
}

} // namespace

Answer<QJsonObject> updateSubscription(State &state, const QString &id,
                                       const QJsonObject &parameters, Charge charge)
{
    Update update{state, parameters, state.get(Kind::Subscription, id), {}, false};
    if (!isLive(update.subscription))
        return refuse(invalidRequest({}, u"A canceled subscription can only update its "
                                         "cancellation_details and metadata."_s));
    for (const auto apply : {applyFields, applyTrial, applyItems, applyCancellation}) {
        const auto applied = apply(update);
        if (!applied)
            return refuse(applied.error());
    }
    if (mustBePaidFirst(update) &&
        !wouldBePaid(state, update.subscription, sumOf(update.lines), charge))
        return refuse(cardDeclined());
    commit(update, charge);
    const bool endsTrial = parameters.value("trial_end"_L1).toString() == "now"_L1 &&
                           update.subscription.value("status"_L1).toString() == "trialing"_L1;
    if (endsTrial)
        endTrial(state, id, charge);
    return state.get(Kind::Subscription, id);
}

} // namespace Orion::Sandbox
