#include "app/sandbox/billing/cards.h"
#include "app/sandbox/billing/invoices.h"
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
        lines.append(periodLine(state, subscription, item));
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
    const InvoiceDraft draft{invoiceId, subscription, all, u"subscription_cycle"_s};
    const QString paused = pauseBehavior(subscription);
    if (paused == "keep_as_draft"_L1 || subscription.value("status"_L1).toString() == "unpaid"_L1) {
        draftInvoice(state, draft, false);
        return;
    }
    const QJsonObject invoice = issueInvoice(state, draft);
    const bool isSent = subscription.value("collection_method"_L1).toString() == "send_invoice"_L1;
    if (paused == "void"_L1)
        closeInvoice(state, invoiceId, u"void"_s);
    else if (paused == "mark_uncollectible"_L1)
        closeInvoice(state, invoiceId, u"uncollectible"_s);
    else if (invoice.value("amount_due"_L1).toInteger() == 0 || !isSent)
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
    setPaused(state, id, u"trial_end_without_payment_method"_s);
    return true;
}

} // namespace

qint64 firstPeriodEnd(const QJsonObject &subscription)
{
    qint64 first = std::numeric_limits<qint64>::max();
    const QJsonArray items = itemsOf(subscription);
    for (const QJsonValue &item : items)
        first = qMin(first, item.toObject().value("current_period_end"_L1).toInteger());
    return first;
}

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

QString invoicePending(State &state, const QString &id, const QString &reason)
{
    const QJsonArray lines = takePending(state, id);
    if (lines.isEmpty())
        return {};
    QJsonObject subscription = state.get(Kind::Subscription, id);
    const QString invoiceId = state.newId(Kind::Invoice);
    subscription.insert("latest_invoice"_L1, invoiceId);
    state.update(Kind::Subscription, subscription);
    issueInvoice(state, {invoiceId, subscription, lines, reason});
    collect(state, invoiceId, Charge::ByCard);
    return invoiceId;
}

} // namespace Orion::Sandbox
