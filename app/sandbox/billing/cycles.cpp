#include "app/sandbox/billing/cards.h"
#include "app/sandbox/billing/invoices.h"
#include "app/sandbox/billing/lines.h"
#include "app/sandbox/billing/prorations.h"
#include "app/sandbox/billing/subscriptions.h"

#include <limits>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

// Moves the items to the period that the time falls into and returns their lines. Items whose
// period still runs are left alone, unless all start anew.
QJsonArray nextPeriods(State &state, QJsonObject &subscription, qint64 at, bool all)
{
    const qint64 anchor = subscription.value("billing_cycle_anchor"_L1).toInteger();
    QJsonArray items = itemsOf(subscription);
    QJsonArray lines;
    for (qsizetype i = 0; i < items.size(); ++i) {
        QJsonObject item = items.at(i).toObject();
        const qint64 oldEnd = item.value("current_period_end"_L1).toInteger();
        if (oldEnd > at && !all)
            continue;
        const qint64 start = all ? at : oldEnd;
        const QJsonObject recurring =
            item.value("price"_L1).toObject().value("recurring"_L1).toObject();
        setPeriod(item, start, nextBoundary(anchor, recurring, start));
        items.replace(i, item);
        const Span span{start, item.value("current_period_end"_L1).toInteger()};
        lines.append(makeLine(state, subscription,
                              {item, span, amountOf(item), cycleDescription(state, item), false}));
    }
    setItems(subscription, items);
    return lines;
}

QString pauseBehavior(const QJsonObject &subscription)
{
    return subscription.value("pause_collection"_L1).toObject().value("behavior"_L1).toString();
}

// Issues the invoice of a cycle and collects it, unless collection is paused.
void billCycle(State &state, QJsonObject subscription, const QJsonArray &lines, Charge charge)
{
    const QString id = subscription.value("id"_L1).toString();
    QJsonArray all = takePending(state, id);
    for (const QJsonValue &line : lines)
        all.append(line);
    const QString invoiceId = state.newId(Kind::Invoice);
    subscription.insert("latest_invoice"_L1, invoiceId);
    state.update(Kind::Subscription, subscription);
    const QJsonObject invoice =
        issueInvoice(state, {invoiceId, subscription, all, u"subscription_cycle"_s});
    const QString paused = pauseBehavior(subscription);
    const bool isSent = subscription.value("collection_method"_L1).toString() == "send_invoice"_L1;
    if (paused == "void"_L1)
        closeInvoice(state, invoiceId, u"void"_s);
    else if (paused == "mark_uncollectible"_L1)
        closeInvoice(state, invoiceId, u"uncollectible"_s);
    else if (invoice.value("amount_due"_L1).toInteger() == 0 || (paused.isEmpty() && !isSent))
        collect(state, invoiceId, charge);
}

bool endsWithoutCard(State &state, const QJsonObject &subscription)
{
    if (paymentMethodOf(state, subscription))
        return false;
    const QString behavior = subscription.value("trial_settings"_L1)
                                 .toObject()
                                 .value("end_behavior"_L1)
                                 .toObject()
                                 .value("missing_payment_method"_L1)
                                 .toString();
    const QString id = subscription.value("id"_L1).toString();
    if (behavior == "cancel"_L1) {
        endSubscription(state, id, u"payment_failed"_s);
        return true;
    }
    if (behavior != "pause"_L1)
        return false;
    QJsonObject paused = subscription;
    paused.insert("status"_L1, u"paused"_s);
    state.update(Kind::Subscription, paused, {u"customer.subscription.paused"_s});
    return true;
}

qint64 firstPeriodEnd(const QJsonObject &subscription)
{
    qint64 first = std::numeric_limits<qint64>::max();
    const QJsonArray items = itemsOf(subscription);
    for (const QJsonValue &item : items)
        first = qMin(first, item.toObject().value("current_period_end"_L1).toInteger());
    return first;
}

// Does the first thing that is due for the subscription. False when nothing is.
bool doDueWorkOf(State &state, const QJsonObject &subscription)
{
    const qint64 now = state.now();
    const QString id = subscription.value("id"_L1).toString();
    const QString status = subscription.value("status"_L1).toString();
    const QJsonValue cancelAt = subscription.value("cancel_at"_L1);
    if (!cancelAt.isNull() && cancelAt.toInteger() <= now) {
        endSubscription(state, id, u"cancellation_requested"_s);
        return true;
    }
    if (status == "trialing"_L1 && subscription.value("trial_end"_L1).toInteger() <= now) {
        endTrial(state, id, Charge::ByCard);
        return true;
    }
    if ((status == "active"_L1 || status == "past_due"_L1) && firstPeriodEnd(subscription) <= now) {
        renew(state, id, now, Charge::ByCard);
        return true;
    }
    return false;
}

} // namespace

void endTrial(State &state, const QString &id, Charge charge)
{
    QJsonObject subscription = state.get(Kind::Subscription, id);
    if (endsWithoutCard(state, subscription))
        return;
    const qint64 now = state.now();
    subscription.insert("status"_L1, u"active"_s);
    subscription.insert("billing_cycle_anchor"_L1, now);
    subscription.insert("trial_end"_L1, qMin(now, subscription.value("trial_end"_L1).toInteger()));
    const QJsonArray lines = nextPeriods(state, subscription, now, true);
    billCycle(state, subscription, lines, charge);
}

void renew(State &state, const QString &id, qint64 at, Charge charge)
{
    QJsonObject subscription = state.get(Kind::Subscription, id);
    const QJsonArray lines = nextPeriods(state, subscription, at, false);
    if (!lines.isEmpty())
        billCycle(state, subscription, lines, charge);
}

void restartCycle(State &state, const QString &id, Charge charge)
{
    QJsonObject subscription = state.get(Kind::Subscription, id);
    subscription.insert("billing_cycle_anchor"_L1, state.now());
    const QJsonArray lines = nextPeriods(state, subscription, state.now(), true);
    billCycle(state, subscription, lines, charge);
}

void doDueWork(State &state, int most)
{
    const auto retries = state.select(Kind::Invoice, [&](const QJsonObject &invoice) {
        const QJsonValue next = invoice.value("next_payment_attempt"_L1);
        return invoice.value("status"_L1).toString() == "open"_L1 && !next.isNull() &&
               next.toInteger() <= state.now();
    });
    for (const QJsonObject &invoice : retries)
        collect(state, invoice.value("id"_L1).toString(), Charge::ByCard);
    int done = 0;
    const auto live = state.select(Kind::Subscription, isLive);
    for (const QJsonObject &subscription : live) {
        if (done < most && doDueWorkOf(state, subscription))
            ++done;
    }
}

} // namespace Orion::Sandbox
