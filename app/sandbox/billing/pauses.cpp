#include "app/sandbox/billing/invoices.h"
#include "app/sandbox/billing/prorations.h"
#include "app/sandbox/billing/subscriptions.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

// Tells the subscription whose next payment resumes it from one that only billed its pause.
constexpr QLatin1String resumingNote("_resuming");

QString typeIn(const QJsonObject &parameters, QLatin1String name)
{
    return parameters.value(name).toObject().value("type"_L1).toString();
}

// What was not used of the items' periods.
QJsonArray unusedTime(State &state, const QJsonObject &subscription, const QString &from)
{
    QJsonArray lines;
    const QJsonArray items = itemsOf(subscription);
    for (const QJsonValue &value : items) {
        const QJsonObject item = value.toObject();
        const qint64 at = from == "item_current_period_start"_L1
                              ? item.value("current_period_start"_L1).toInteger()
                              : state.now();
        if (from != "none"_L1)
            lines.append(creditLine(state, subscription, item, at));
    }
    return lines;
}

// The periods that the resumed subscription is in, and what they cost: all of them anew, or with
// an unchanged anchor only the rest of those that began during the pause.
QJsonArray resumedPeriods(State &state, QJsonObject &subscription, const QJsonObject &parameters)
{
    const bool keepsAnchor = typeIn(parameters, "billing_cycle_anchor"_L1) == "unchanged"_L1;
    const bool prorates = parameters.value("proration_behavior"_L1).toString() != "none"_L1;
    const qint64 now = state.now();
    if (!keepsAnchor)
        subscription.insert("billing_cycle_anchor"_L1, now);
    const qint64 anchor = subscription.value("billing_cycle_anchor"_L1).toInteger();
    QJsonArray lines;
    QJsonArray items = itemsOf(subscription);
    for (qsizetype i = 0; i < items.size(); ++i) {
        QJsonObject item = items.at(i).toObject();
        qint64 start = item.value("current_period_start"_L1).toInteger();
        qint64 end = item.value("current_period_end"_L1).toInteger();
        if (keepsAnchor && end > now)
            continue;
        const QJsonObject recurring =
            item.value("price"_L1).toObject().value("recurring"_L1).toObject();
        while (keepsAnchor && end <= now) {
            start = end;
            end = nextBoundary(anchor, recurring, start);
        }
        if (!keepsAnchor) {
            start = now;
            end = nextBoundary(now, recurring, now);
        }
        setPeriod(item, start, end);
        items.replace(i, item);
        const qint64 at = parameters.value("proration_date"_L1).toInteger(now);
        if (!keepsAnchor)
            lines.append(periodLine(state, subscription, item));
        else if (prorates)
            lines.append(debitLine(state, subscription, item, at));
    }
    setItems(subscription, items);
    return lines;
}

} // namespace

void setPaused(State &state, const QString &id, const QString &reason)
{
    QJsonObject subscription = state.get(Kind::Subscription, id);
    subscription.insert("status"_L1, u"paused"_s);
    subscription.insert(
        "status_details"_L1,
        QJsonObject{{"paused"_L1, QJsonObject{{"subscription"_L1, QJsonObject{{"type"_L1, reason}}},
                                              {"transitioned_at"_L1, state.now()},
                                              {"type"_L1, u"subscription"_s}}}});
    state.update(Kind::Subscription, subscription, {u"customer.subscription.paused"_s});
}

void setResumed(State &state, const QString &id, const QString &status)
{
    QJsonObject subscription = state.get(Kind::Subscription, id);
    subscription.insert("status"_L1, status);
    subscription.remove("status_details"_L1);
    subscription.remove(resumingNote);
    state.update(Kind::Subscription, subscription, {u"customer.subscription.resumed"_s});
}

bool isResuming(const QJsonObject &subscription)
{
    return subscription.value("status"_L1).toString() == "paused"_L1 &&
           subscription.contains(resumingNote);
}

Answer<QJsonObject> pauseSubscription(State &state, const QString &id,
                                      const QJsonObject &parameters)
{
    QJsonObject subscription = state.get(Kind::Subscription, id);
    const QString status = subscription.value("status"_L1).toString();
    if (status != "active"_L1 && status != "trialing"_L1 && status != "past_due"_L1)
        return refuse(
            invalidRequest({}, u"A subscription that is %1 cannot be paused."_s.arg(status)));
    const QString from = typeIn(parameters.value("bill_for"_L1).toObject(), "unused_time_from"_L1);
    const QJsonArray lines =
        status == "trialing"_L1 ? QJsonArray() : unusedTime(state, subscription, from);
    setPaused(state, id, u"pause_requested"_s);
    keepPending(state, id, lines);
    if (parameters.value("invoicing_behavior"_L1).toString() == "invoice"_L1)
        invoicePending(state, id, u"subscription_update"_s);
    return state.get(Kind::Subscription, id);
}

Answer<QJsonObject> resumeSubscription(State &state, const QString &id,
                                       const QJsonObject &parameters)
{
    QJsonObject subscription = state.get(Kind::Subscription, id);
    if (subscription.value("status"_L1).toString() != "paused"_L1)
        return refuse(invalidRequest({}, u"Only subscriptions with the status `paused` can be "
                                         "resumed."_s));
    keepPending(state, id, resumedPeriods(state, subscription, parameters));
    subscription.insert(resumingNote, true);
    state.update(Kind::Subscription, subscription);
    const QString invoiceId = invoicePending(state, id, u"subscription_update"_s);
    const QString invoiceStatus = state.get(Kind::Invoice, invoiceId).value("status"_L1).toString();
    const bool waits =
        parameters.value("payment_behavior"_L1).toString() == "resume_on_payment_success"_L1;
    const bool isPaid = invoiceId.isEmpty() || invoiceStatus == "paid"_L1;
    if (!isPaid && !waits)
        setResumed(state, id, u"past_due"_s);
    else if (isPaid &&
             state.get(Kind::Subscription, id).value("status"_L1).toString() == "paused"_L1)
        setResumed(state, id, u"active"_s);
    return state.get(Kind::Subscription, id);
}

} // namespace Orion::Sandbox
