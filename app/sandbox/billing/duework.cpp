#include "app/sandbox/billing/duework.h"

#include "app/sandbox/billing/checkout.h"
#include "app/sandbox/billing/invoices.h"
#include "app/sandbox/billing/pendingupdates.h"
#include "app/sandbox/billing/subscriptions.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

// Told three days before a trial ends, once.
void tellTrialEnd(State &state, QJsonObject subscription)
{
    subscription.insert("_trial_end_told"_L1, true);
    state.replace(Kind::Subscription, subscription, u"customer.subscription.trial_will_end"_s);
}

void expireIncomplete(State &state, const QJsonObject &subscription)
{
    const QString invoice = subscription.value("latest_invoice"_L1).toString();
    setStatus(state, subscription.value("id"_L1).toString(), u"incomplete_expired"_s);
    if (state.get(Kind::Invoice, invoice).value("status"_L1).toString() == "open"_L1)
        closeInvoice(state, invoice, u"void"_s);
}

void resumeCollection(State &state, QJsonObject subscription)
{
    subscription.insert("pause_collection"_L1, QJsonValue::Null);
    state.update(Kind::Subscription, subscription);
}

void doDueOfSubscription(State &state, const QString &id)
{
    const QJsonObject subscription = state.get(Kind::Subscription, id);
    const QString status = subscription.value("status"_L1).toString();
    const auto isOver = [&](const QJsonValue &time) {
        return time.isDouble() && time.toInteger() <= state.now();
    };
    if (isOver(subscription.value("pending_update"_L1).toObject().value("expires_at"_L1)))
        dropPendingUpdate(state, id);
    else if (isOver(subscription.value("cancel_at"_L1)))
        endSubscription(state, id, u"cancellation_requested"_s);
    else if (status == "incomplete"_L1)
        expireIncomplete(state, subscription);
    else if (isOver(subscription.value("pause_collection"_L1).toObject().value("resumes_at"_L1)))
        resumeCollection(state, subscription);
    else if (status != "trialing"_L1)
        renew(state, id, state.now(), Charge::ByCard);
    else if (subscription.contains("_trial_end_told"_L1))
        endTrial(state, id, Charge::ByCard);
    else
        tellTrialEnd(state, subscription);
}

// A checkout that waited for the debit is told as well.
void settle(State &state, const QString &intentId)
{
    const QString invoiceId = settleDebit(state, intentId);
    const QJsonObject invoice = state.get(Kind::Invoice, invoiceId);
    const bool paid = invoice.value("status"_L1).toString() == "paid"_L1;
    settleCheckout(state, subscriptionOf(invoice), paid);
    follow(state, invoiceId, paid ? Payment::Paid : Payment::Failed);
}

} // namespace

void doDue(State &state, const Due &due)
{
    switch (due.kind) {
    case Kind::Subscription:
        return doDueOfSubscription(state, due.id);
    case Kind::Invoice:
        collect(state, due.id, Charge::ByCard);
        return;
    case Kind::PaymentIntent:
        return settle(state, due.id);
    case Kind::CheckoutSession:
        return expireCheckout(state, due.id);
    default:
        Q_UNREACHABLE();
    }
}

void doDueWork(State &state, int most)
{
    for (int done = 0; done < most; ++done) {
        const auto due = state.store().firstDue({});
        if (!due || due->time > state.now())
            return;
        doDue(state, *due);
    }
}

} // namespace Orion::Sandbox
