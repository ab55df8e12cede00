#include "app/sandbox/billing/payments.h"

#include "app/sandbox/billing/cards.h"
#include "app/sandbox/billing/charges.h"
#include "app/sandbox/billing/invoices.h"
#include "app/sandbox/state/shapes.h"

#include <array>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 day = 86'400;
constexpr qint64 debitTime = 3; // seconds until a bank debit's outcome is known

std::optional<QJsonObject> invoicePaymentOf(const State &state, const QString &invoiceId)
{
    const auto payments = state.select(Kind::InvoicePayment, Key{"invoice"_L1, invoiceId});
    if (payments.empty())
        return {};
    return payments.front();
}

// The payment intent of an attempt; at a retry, the same one again.
QJsonObject paymentIntentFor(State &state, const QJsonObject &invoice)
{
    const QJsonObject present = paymentIntentOf(state, invoice.value("id"_L1).toString());
    if (!present.isEmpty())
        return present;
    const QJsonObject intent =
        filled("payment_intent"_L1,
               {{"id"_L1, state.newId(Kind::PaymentIntent)},
                {"amount"_L1, invoice.value("amount_due"_L1)},
                {"created"_L1, state.now()},
                {"currency"_L1, invoice.value("currency"_L1)},
                {"customer"_L1, invoice.value("customer"_L1)},
                {"description"_L1, QString(u"Invoice "_s + invoice.value("number"_L1).toString())},
                {"_test_clock"_L1, invoice.value("test_clock"_L1)}});
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

void recordSuccess(State &state, QJsonObject invoice, QJsonObject intent)
{
    const qint64 amount = invoice.value("amount_due"_L1).toInteger();
    const qint64 now = state.now();
    invoice.insert("amount_paid"_L1, amount);
    invoice.insert("amount_remaining"_L1, 0);
    invoice.insert("status"_L1, u"paid"_s);
    invoice.insert("next_payment_attempt"_L1, QJsonValue::Null);
    setTransition(invoice, "paid_at"_L1, now);
    QString charge;
    if (!intent.isEmpty()) {
        charge = recordCharge(state, intent).value("id"_L1).toString();
        intent.insert("latest_charge"_L1, charge);
        intent.insert("amount_received"_L1, amount);
        intent.insert("status"_L1, u"succeeded"_s);
        intent.insert("next_action"_L1, QJsonValue::Null);
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
    const QJsonObject method =
        state.get(Kind::PaymentMethod, intent.value("payment_method"_L1).toString());
    if (cardOf(method).behavior == CardBehavior::PaysThenDisputed)
        dispute(state, charge);
}

QJsonObject errorObject(const ApiError &error)
{
    QJsonObject object{
        {"type"_L1, error.type}, {"code"_L1, error.code}, {"message"_L1, error.message}};
    if (!error.declineCode.isEmpty())
        object.insert("decline_code"_L1, error.declineCode);
    return object;
}

void recordFailure(State &state, QJsonObject invoice, QJsonObject intent, const ApiError &reason,
                   bool mayRetry)
{
    // Days until the next attempt, after the first, second and third.
    static constexpr std::array<qint64, mostAttempts - 1> waits{3, 5, 7};
    const int attempts = invoice.value("attempt_count"_L1).toInt();
    const bool again = mayRetry && attempts < mostAttempts;
    invoice.insert(
        "next_payment_attempt"_L1,
        again ? QJsonValue(state.now() + waits.at(static_cast<std::size_t>(attempts - 1)) * day)
              : QJsonValue(QJsonValue::Null));
    intent.insert("last_payment_error"_L1, errorObject(reason));
    QStringList told{u"invoice.payment_failed"_s};
    if (reason.code == "authentication_required"_L1) {
        const QString page = invoice.value("hosted_invoice_url"_L1).toString();
        intent.insert("status"_L1, u"requires_action"_s);
        intent.insert("next_action"_L1,
                      QJsonObject{{"redirect_to_url"_L1,
                                   QJsonObject{{"return_url"_L1, page}, {"url"_L1, page}}},
                                  {"type"_L1, u"redirect_to_url"_s}});
        state.replace(Kind::PaymentIntent, intent, u"payment_intent.requires_action"_s);
        told.prepend(u"invoice.payment_action_required"_s);
    } else {
        if (intent.value("payment_method"_L1).isString())
            intent.insert("latest_charge"_L1,
                          recordFailedCharge(state, intent, reason).value("id"_L1));
        intent.insert("status"_L1, u"requires_payment_method"_s);
        state.replace(Kind::PaymentIntent, intent, u"payment_intent.payment_failed"_s);
    }
    state.update(Kind::Invoice, invoice, told);
}

ApiError noPaymentMethod()
{
    return invalidRequest(u"resource_missing"_s,
                          u"This customer has no attached payment source or default payment "
                          "method. Please consider adding a default payment method."_s);
}

} // namespace

std::optional<ApiError> chargeFailure(const State &state, const QJsonObject &subscription,
                                      qint64 amountDue, Charge charge)
{
    if (amountDue <= 0)
        return {};
    if (charge == Charge::Declined)
        return cardDeclined();
    const auto method = paymentMethodOf(state, subscription);
    return method ? declineOf(cardOf(*method)) : noPaymentMethod();
}

QJsonObject paymentIntentOf(const State &state, const QString &invoiceId)
{
    const auto payment = invoicePaymentOf(state, invoiceId);
    if (!payment)
        return {};
    return state.get(Kind::PaymentIntent,
                     payment->value("payment"_L1).toObject().value("payment_intent"_L1).toString());
}

Payment attemptPayment(State &state, const QString &invoiceId, Charge charge, bool mayRetry)
{
    QJsonObject invoice = state.get(Kind::Invoice, invoiceId);
    const QJsonObject subscription = state.get(Kind::Subscription, subscriptionOf(invoice));
    const qint64 due = invoice.value("amount_due"_L1).toInteger();
    invoice.insert("attempted"_L1, true);
    if (due == 0) {
        recordSuccess(state, invoice, {});
        return Payment::Paid;
    }
    invoice.insert("attempt_count"_L1, invoice.value("attempt_count"_L1).toInt() + 1);
    QJsonObject intent = paymentIntentFor(state, invoice);
    const auto method = paymentMethodOf(state, subscription);
    if (method)
        intent.insert("payment_method"_L1, method->value("id"_L1));
    if (const auto failure = chargeFailure(state, subscription, due, charge)) {
        recordFailure(state, invoice, intent, *failure, mayRetry);
        return Payment::Failed;
    }
    if (isDebit(cardOf(*method))) {
        intent.insert("status"_L1, u"processing"_s);
        intent.insert("_settles_at"_L1, state.now() + debitTime);
        intent.insert("_may_retry"_L1, mayRetry);
        invoice.insert("next_payment_attempt"_L1, QJsonValue::Null);
        state.replace(Kind::PaymentIntent, intent, u"payment_intent.processing"_s);
        state.update(Kind::Invoice, invoice);
        return Payment::Processing;
    }
    recordSuccess(state, invoice, intent);
    return Payment::Paid;
}

void authenticatePayment(State &state, const QString &invoiceId)
{
    recordSuccess(state, state.get(Kind::Invoice, invoiceId), paymentIntentOf(state, invoiceId));
}

QString settleDebit(State &state, const QString &intentId)
{
    QJsonObject intent = state.get(Kind::PaymentIntent, intentId);
    intent.remove("_settles_at"_L1);
    const bool mayRetry = intent.take("_may_retry"_L1).toBool();
    state.load(Kind::PaymentIntent, intent);
    const auto payments = state.select(Kind::InvoicePayment, Key{"payment_intent"_L1, intentId});
    const QString invoiceId = payments.front().value("invoice"_L1).toString();
    const QJsonObject invoice = state.get(Kind::Invoice, invoiceId);
    if (invoice.value("status"_L1).toString() != "open"_L1)
        return invoiceId;
    const TestCard &card =
        cardOf(state.get(Kind::PaymentMethod, intent.value("payment_method"_L1).toString()));
    if (card.behavior == CardBehavior::DebitFails)
        recordFailure(state, invoice, intent,
                      {402, u"card_error"_s, card.code, card.message, {}, card.declineCode},
                      mayRetry);
    else
        recordSuccess(state, invoice, intent);
    return invoiceId;
}

} // namespace Orion::Sandbox
