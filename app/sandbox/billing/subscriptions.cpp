#include "app/sandbox/billing/subscriptions.h"

#include "app/sandbox/billing/cards.h"
#include "app/sandbox/billing/invoices.h"
#include "app/sandbox/billing/lines.h"
#include "app/sandbox/billing/pendingupdates.h"
#include "app/sandbox/state/changes.h"
#include "app/sandbox/state/shapes.h"

#include <algorithm>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

// Before 2019 a price was a plan; items still carry both.
QJsonObject planOf(const QJsonObject &price)
{
    const QJsonObject recurring = price.value("recurring"_L1).toObject();
    return {
        {"id"_L1, price.value("id"_L1)},
        {"object"_L1, u"plan"_s},
        {"active"_L1, price.value("active"_L1)},
        {"amount"_L1, price.value("unit_amount"_L1)},
        {"amount_decimal"_L1, price.value("unit_amount_decimal"_L1)},
        {"billing_scheme"_L1, price.value("billing_scheme"_L1)},
        {"created"_L1, price.value("created"_L1)},
        {"currency"_L1, price.value("currency"_L1)},
        {"interval"_L1, recurring.value("interval"_L1)},
        {"interval_count"_L1, recurring.value("interval_count"_L1)},
        {"livemode"_L1, false},
        {"metadata"_L1, price.value("metadata"_L1)},
        {"meter"_L1, QJsonValue::Null},
        {"nickname"_L1, price.value("nickname"_L1)},
        {"product"_L1, price.value("product"_L1)},
        {"tiers_mode"_L1, QJsonValue::Null},
        {"transform_usage"_L1, QJsonValue::Null},
        {"trial_period_days"_L1, QJsonValue::Null},
        {"usage_type"_L1, u"licensed"_s},
    };
}

Answer<QJsonArray> newItems(State &state, const QString &subscriptionId,
                            const QJsonArray &parameters)
{
    if (parameters.isEmpty())
        return refuse(missingParameter(u"items"_s));
    QJsonArray items;
    for (qsizetype i = 0; i < parameters.size(); ++i) {
        const QString id = parameters.at(i).toObject().value("price"_L1).toString();
        const QString param = u"items[%1][price]"_s.arg(i);
        const auto price = state.find(Kind::Price, id);
        if (!price)
            return refuse(noSuch(u"price"_s, id, param));
        if (!price->value("recurring"_L1).isObject())
            return refuse(invalidRequest({}, u"The price specified is not recurring."_s, param));
        if (!price->value("active"_L1).toBool())
            return refuse(invalidRequest({}, u"The price specified is inactive."_s, param));
        if (!items.isEmpty() &&
            items.first().toObject().value("price"_L1).toObject().value("currency"_L1) !=
                price->value("currency"_L1))
            return refuse(
                invalidRequest({}, u"All prices on a subscription have one currency."_s, param));
        items.append(newItem(state, subscriptionId, *price, parameters.at(i).toObject()));
    }
    return items;
}

// The end of the trial in Unix seconds; 0 without one.
Answer<qint64> trialEndOf(const State &state, const QJsonObject &parameters)
{
    const qint64 days = parameters.value("trial_period_days"_L1).toInteger();
    const QJsonValue end = parameters.value("trial_end"_L1);
    if (end.isDouble() && end.toInteger() <= state.now())
        return refuse(invalidRequest({}, u"trial_end must be in the future."_s, u"trial_end"_s));
    if (end.isDouble())
        return end.toInteger();
    return days > 0 ? state.now() + days * 86'400 : 0;
}

// Sets the items' periods and the fields that follow from them.
void startPeriods(QJsonObject &subscription, qint64 now, qint64 trialEnd)
{
    QJsonArray items = itemsOf(subscription);
    const qint64 anchor = trialEnd > 0 ? trialEnd : now;
    for (qsizetype i = 0; i < items.size(); ++i) {
        QJsonObject item = items.at(i).toObject();
        const QJsonObject recurring =
            item.value("price"_L1).toObject().value("recurring"_L1).toObject();
        setPeriod(item, now, trialEnd > 0 ? trialEnd : nextBoundary(now, recurring, now));
        items.replace(i, item);
    }
    setItems(subscription, items);
    subscription.insert("billing_cycle_anchor"_L1, anchor);
    if (trialEnd > 0) {
        subscription.insert("trial_start"_L1, now);
        subscription.insert("trial_end"_L1, trialEnd);
    }
}

QJsonArray firstLines(State &state, const QJsonObject &subscription)
{
    const bool isTrial = !subscription.value("trial_end"_L1).isNull();
    QJsonArray lines;
    const QJsonArray items = itemsOf(subscription);
    for (const QJsonValue &value : items) {
        const QJsonObject item = value.toObject();
        const Span span{item.value("current_period_start"_L1).toInteger(),
                        item.value("current_period_end"_L1).toInteger()};
        const QString text =
            isTrial ? u"Trial period for "_s + productName(state, item.value("price"_L1).toObject())
                    : cycleDescription(state, item);
        lines.append(
            makeLine(state, subscription, {item, span, isTrial ? 0 : amountOf(item), text, false}));
    }
    return lines;
}

// The id of the payment method to pay with; empty when the customer's default is meant.
Answer<QString> ownPaymentMethod(State &state, const QJsonObject &parameters)
{
    const QString method = parameters.value("default_payment_method"_L1).toString();
    if (method.isEmpty())
        return QString();
    const auto taken = takePaymentMethod(state, method, parameters.value("customer"_L1).toString(),
                                         u"default_payment_method"_s);
    if (!taken)
        return refuse(taken.error());
    return taken->value("id"_L1).toString();
}

qint64 sumOf(const QJsonArray &lines)
{
    QJsonObject invoice{{"lines"_L1, embeddedList(lines, {})}};
    sumLines(invoice);
    return invoice.value("total"_L1).toInteger();
}

// What the first invoice leads to, before it is made. Declined cards may refuse the whole call.
Answer<QString> firstStatus(const State &state, const QJsonObject &subscription, qint64 due,
                            const QString &behavior)
{
    if (!subscription.value("trial_end"_L1).isNull())
        return u"trialing"_s;
    if (due <= 0 || subscription.value("collection_method"_L1).toString() == "send_invoice"_L1)
        return u"active"_s;
    if (behavior == "default_incomplete"_L1)
        return u"incomplete"_s;
    const auto failure = chargeFailure(state, subscription, due, Charge::ByCard);
    if (!failure)
        return u"active"_s;
    if (failure->type != "card_error"_L1)
        return refuse(*failure);
    if (behavior == "error_if_incomplete"_L1)
        return refuse(subscriptionFailure(*failure));
    return u"incomplete"_s;
}

} // namespace

namespace
{

// After the last attempt the subscription ends or stays unpaid, as the sandbox was started.
void giveUp(State &state, const QString &id)
{
    if (state.settings().unpaidAfterRetries)
        setStatus(state, id, u"unpaid"_s);
    else
        endSubscription(state, id, u"payment_failed"_s);
}

} // namespace

bool isLive(const QJsonObject &subscription)
{
    const QString status = subscription.value("status"_L1).toString();
    return status != "canceled"_L1 && status != "incomplete_expired"_L1;
}

QJsonArray itemsOf(const QJsonObject &subscription)
{
    return subscription.value("items"_L1).toObject().value("data"_L1).toArray();
}

void setItems(QJsonObject &subscription, const QJsonArray &items)
{
    const QString url =
        u"/v1/subscription_items?subscription="_s + subscription.value("id"_L1).toString();
    subscription.insert("items"_L1, embeddedList(items, url));
}

void setPeriod(QJsonObject &item, qint64 start, qint64 end)
{
    item.insert("current_period_start"_L1, start);
    item.insert("current_period_end"_L1, end);
}

QJsonObject newItem(State &state, const QString &subscriptionId, const QJsonObject &price,
                    const QJsonObject &parameters)
{
    return filled("subscription_item"_L1,
                  {{"id"_L1, state.identifiers().next(u"si"_s, 14)},
                   {"created"_L1, state.now()},
                   {"metadata"_L1, mergedMetadata({}, parameters.value("metadata"_L1))},
                   {"plan"_L1, planOf(price)},
                   {"price"_L1, price},
                   {"quantity"_L1, parameters.value("quantity"_L1).toInteger(1)},
                   {"subscription"_L1, subscriptionId}});
}

namespace
{

// The subscription before its status is known and before it is kept.
Answer<QJsonObject> draftSubscription(State &state, const QJsonObject &parameters)
{
    const QString customer = parameters.value("customer"_L1).toString();
    if (!state.find(Kind::Customer, customer))
        return refuse(noSuch(u"customer"_s, customer, u"customer"_s));
    const QString id = state.newId(Kind::Subscription);
    const auto items = newItems(state, id, parameters.value("items"_L1).toArray());
    if (!items)
        return refuse(items.error());
    const auto trialEnd = trialEndOf(state, parameters);
    if (!trialEnd)
        return refuse(trialEnd.error());
    const auto method = ownPaymentMethod(state, parameters);
    if (!method)
        return refuse(method.error());
    const QJsonObject firstPrice = items->first().toObject().value("price"_L1).toObject();
    QJsonObject subscription = filled(
        "subscription"_L1, {{"id"_L1, id},
                            {"created"_L1, state.now()},
                            {"start_date"_L1, state.now()},
                            {"currency"_L1, firstPrice.value("currency"_L1)},
                            {"metadata"_L1, mergedMetadata({}, parameters.value("metadata"_L1))}});
    copyGiven(subscription, parameters,
              {"customer"_L1, "collection_method"_L1, "days_until_due"_L1, "description"_L1,
               "trial_settings"_L1});
    mergeGiven(subscription, parameters, {"automatic_tax"_L1, "payment_settings"_L1});
    if (parameters.value("billing_mode"_L1).toObject().value("type"_L1).toString() == "classic"_L1)
        subscription.insert("billing_mode"_L1, QJsonObject{{"flexible"_L1, QJsonValue::Null},
                                                           {"type"_L1, u"classic"_s}});
    if (!method->isEmpty())
        subscription.insert("default_payment_method"_L1, *method);
    setItems(subscription, *items);
    startPeriods(subscription, state.now(), *trialEnd);
    if (parameters.value("cancel_at_period_end"_L1).toBool())
        scheduleCancellation(subscription, state.now(), true);
    const QJsonValue end = parameters.value("cancel_at"_L1);
    if (end.isString())
        scheduleCancellation(subscription, state.now(), false);
    else if (end.isDouble())
        cancelAt(subscription, end.toInteger(), state.now());
    return subscription;
}

} // namespace

Answer<QJsonObject> createSubscription(State &state, const QJsonObject &parameters)
{
    const QString behavior = parameters.value("payment_behavior"_L1).toString();
    if (behavior == "pending_if_incomplete"_L1)
        return refuse(
            invalidRequest({},
                           u"`pending_if_incomplete` is for updates of subscriptions, not "
                           "for their creation."_s,
                           u"payment_behavior"_s));
    auto subscription = draftSubscription(state, parameters);
    if (!subscription)
        return refuse(subscription.error());
    const QJsonArray lines = firstLines(state, *subscription);
    const QJsonObject customer =
        state.get(Kind::Customer, subscription->value("customer"_L1).toString());
    const auto status = firstStatus(
        state, *subscription, sumOf(lines) + customer.value("balance"_L1).toInteger(), behavior);
    if (!status)
        return refuse(status.error());
    const QString id = subscription->value("id"_L1).toString();
    const QString invoiceId = state.newId(Kind::Invoice);
    subscription->insert("status"_L1, *status);
    subscription->insert("latest_invoice"_L1, invoiceId);
    subscription->insert("test_clock"_L1, customer.value("test_clock"_L1));
    state.create(Kind::Subscription, *subscription);
    const QJsonObject invoice =
        issueInvoice(state, {invoiceId, *subscription, lines, u"subscription_create"_s});
    const bool chargesNow =
        behavior != "default_incomplete"_L1 &&
        subscription->value("collection_method"_L1).toString() != "send_invoice"_L1;
    if (chargesNow || invoice.value("amount_due"_L1).toInteger() == 0)
        attemptPayment(state, invoiceId, Charge::ByCard, false);
    return state.get(Kind::Subscription, id);
}

Payment collect(State &state, const QString &invoiceId, Charge charge)
{
    const QString id = subscriptionOf(state.get(Kind::Invoice, invoiceId));
    const QJsonObject subscription = state.get(Kind::Subscription, id);
    const bool isFirst = subscription.value("status"_L1).toString() == "incomplete"_L1;
    const Payment outcome = attemptPayment(state, invoiceId, charge,
                                           !isFirst && !isPendingInvoice(subscription, invoiceId));
    follow(state, invoiceId, outcome);
    return outcome;
}

void follow(State &state, const QString &invoiceId, Payment outcome)
{
    const QJsonObject invoice = state.get(Kind::Invoice, invoiceId);
    const QString id = subscriptionOf(invoice);
    const QJsonObject subscription = state.get(Kind::Subscription, id);
    const QString status = subscription.value("status"_L1).toString();
    if (subscription.isEmpty() || !isLive(subscription))
        return;
    const bool isPending = isPendingInvoice(subscription, invoiceId);
    if (outcome == Payment::Paid && isPending)
        return applyPendingUpdate(state, id);
    const bool isLatest = subscription.value("latest_invoice"_L1).toString() == invoiceId;
    const bool gaveUp = outcome == Payment::Failed && !isPending &&
                        invoice.value("attempt_count"_L1).toInt() >= mostAttempts;
    if (gaveUp)
        return giveUp(state, id);
    if (outcome == Payment::Failed && status == "active"_L1 && !isPending)
        setStatus(state, id, u"past_due"_s);
    else if (outcome == Payment::Paid && isLatest && isResuming(subscription))
        setResumed(state, id, u"active"_s);
    else if (outcome != Payment::Failed &&
             (status == "incomplete"_L1 ||
              (isLatest && (status == "past_due"_L1 || status == "unpaid"_L1))))
        setStatus(state, id, u"active"_s);
}

void setStatus(State &state, const QString &id, const QString &status)
{
    QJsonObject subscription = state.get(Kind::Subscription, id);
    subscription.insert("status"_L1, status);
    state.update(Kind::Subscription, subscription);
}

} // namespace Orion::Sandbox
