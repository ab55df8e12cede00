#include "app/sandbox/billing/payments.h"

#include "app/sandbox/billing/cards.h"
#include "app/sandbox/billing/invoices.h"
#include "app/sandbox/state/shapes.h"

#include <array>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 day = 86'400;

// The payment intent of an attempt; at a retry, the same one again.
QJsonObject paymentIntentFor(State &state, const QJsonObject &invoice,
                             const std::optional<QJsonObject> &present)
{
    if (present)
        return state.get(
            Kind::PaymentIntent,
            present->value("payment"_L1).toObject().value("payment_intent"_L1).toString());
    const QJsonObject intent =
        filled("payment_intent"_L1,
               {{"id"_L1, state.newId(Kind::PaymentIntent)},
                {"amount"_L1, invoice.value("amount_due"_L1)},
                {"created"_L1, state.now()},
                {"currency"_L1, invoice.value("currency"_L1)},
                {"customer"_L1, invoice.value("customer"_L1)},
                {"description"_L1, u"Invoice "_s + invoice.value("number"_L1).toString()}});
    state.create(Kind::PaymentIntent, intent);
    state.load(Kind::InvoicePayment,
               filled("invoice_payment"_L1,
                      {{"id"_L1, state.newId(Kind::InvoicePayment)},
                       {"amount_requested"_L1, invoice.value("amount_due"_L1)},
                       {"created"_L1, state.now()},
                       {"currency"_L1, invoice.value("currency"_L1)},
                       {"invoice"_L1, invoice.value("id"_L1)},
                       {"payment"_L1, QJsonObject{{"payment_intent"_L1, intent.value("id"_L1)},
                                                  {"type"_L1, u"payment_intent"_s}}}}));
    return intent;
}

std::optional<QJsonObject> invoicePaymentOf(const State &state, const QString &invoiceId)
{
    const auto payments = state.select(Kind::InvoicePayment, [&](const QJsonObject &payment) {
        return payment.value("invoice"_L1).toString() == invoiceId;
    });
    if (payments.empty())
        return {};
    return payments.front();
}

void recordSuccess(State &state, QJsonObject invoice, QJsonObject intent)
{
    const qint64 amount = invoice.value("amount_due"_L1).toInteger();
    const qint64 now = state.now();
    invoice.insert("amount_paid"_L1, amount);
    invoice.insert("amount_remaining"_L1, 0);
    invoice.insert("status"_L1, u"paid"_s);
    invoice.insert("next_payment_attempt"_L1, QJsonValue::Null);
    setTransition(invoice, "paid_at"_L1, now);
    if (!intent.isEmpty()) {
        intent.insert("amount_received"_L1, amount);
        intent.insert("status"_L1, u"succeeded"_s);
        intent.insert("last_payment_error"_L1, QJsonValue::Null);
        state.replace(Kind::PaymentIntent, intent, u"payment_intent.succeeded"_s);
    }
    state.update(Kind::Invoice, invoice, {u"invoice.paid"_s, u"invoice.payment_succeeded"_s});
    auto payment = invoicePaymentOf(state, invoice.value("id"_L1).toString());
    if (!payment)
        return;
    payment->insert("amount_paid"_L1, amount);
    payment->insert("status"_L1, u"paid"_s);
    payment->insert("status_transitions"_L1,
                    QJsonObject{{"canceled_at"_L1, QJsonValue::Null}, {"paid_at"_L1, now}});
    state.replace(Kind::InvoicePayment, *payment, u"invoice_payment.paid"_s);
}

void recordFailure(State &state, QJsonObject invoice, QJsonObject intent)
{
    // Days until the next attempt, after the first, second and third.
    static constexpr std::array<qint64, mostAttempts - 1> waits{3, 5, 7};
    const int attempts = invoice.value("attempt_count"_L1).toInt();
    const bool again = attempts < mostAttempts;
    invoice.insert(
        "next_payment_attempt"_L1,
        again ? QJsonValue(state.now() + waits.at(static_cast<std::size_t>(attempts - 1)) * day)
              : QJsonValue(QJsonValue::Null));
    intent.insert("status"_L1, u"requires_payment_method"_s);
    intent.insert("last_payment_error"_L1,
                  QJsonObject{{"type"_L1, u"card_error"_s},
                              {"code"_L1, u"card_declined"_s},
                              {"decline_code"_L1, u"generic_decline"_s},
                              {"message"_L1, u"Your card was declined."_s}});
    state.replace(Kind::PaymentIntent, intent, u"payment_intent.payment_failed"_s);
    state.update(Kind::Invoice, invoice, {u"invoice.payment_failed"_s});
}

} // namespace

bool wouldBePaid(const State &state, const QJsonObject &subscription, qint64 amountDue,
                 Charge charge)
{
    if (amountDue <= 0)
        return true;
    const auto method = paymentMethodOf(state, subscription);
    return charge == Charge::ByCard && method && cardPays(*method);
}

bool attemptPayment(State &state, const QString &invoiceId, Charge charge)
{
    QJsonObject invoice = state.get(Kind::Invoice, invoiceId);
    const QJsonObject subscription = state.get(Kind::Subscription, subscriptionOf(invoice));
    const qint64 due = invoice.value("amount_due"_L1).toInteger();
    invoice.insert("attempted"_L1, true);
    QJsonObject intent;
    if (due > 0) {
        invoice.insert("attempt_count"_L1, invoice.value("attempt_count"_L1).toInt() + 1);
        intent = paymentIntentFor(state, invoice, invoicePaymentOf(state, invoiceId));
        if (const auto method = paymentMethodOf(state, subscription))
            intent.insert("payment_method"_L1, method->value("id"_L1));
    }
    const bool paid = wouldBePaid(state, subscription, due, charge);
    if (paid)
        recordSuccess(state, invoice, intent);
    else
        recordFailure(state, invoice, intent);
    return paid;
}

} // namespace Orion::Sandbox
