#include "app/sandbox/billing/invoices.h"

#include "app/sandbox/billing/lines.h"
#include "app/sandbox/state/shapes.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 day = 86'400;

// The customer's next number, such as "K7QX2A9B-0003", which is used up.
QString takeNumber(QJsonObject &customer)
{
    const int sequence = customer.value("next_invoice_sequence"_L1).toInt(1);
    customer.insert("next_invoice_sequence"_L1, sequence + 1);
    return u"%1-%2"_s.arg(customer.value("invoice_prefix"_L1).toString())
        .arg(sequence, 4, 10, QLatin1Char('0'));
}

// A credit balance is negative, as Stripe writes it, and lowers what is due.
void applyBalance(QJsonObject &invoice, QJsonObject &customer)
{
    const qint64 balance = customer.value("balance"_L1).toInteger();
    const qint64 due = invoice.value("total"_L1).toInteger() + balance;
    invoice.insert("starting_balance"_L1, balance);
    invoice.insert("ending_balance"_L1, qMin<qint64>(0, due));
    invoice.insert("amount_due"_L1, qMax<qint64>(0, due));
    invoice.insert("amount_remaining"_L1, qMax<qint64>(0, due));
    customer.insert("balance"_L1, qMin<qint64>(0, due));
}

QJsonObject newInvoice(const State &state, const InvoiceDraft &draft)
{
    QJsonArray lines;
    qint64 start = state.now();
    qint64 end = 0;
    for (const QJsonValue &value : draft.lines) {
        QJsonObject line = value.toObject();
        line.insert("invoice"_L1, draft.id);
        const QJsonObject period = line.value("period"_L1).toObject();
        start = qMin(start, period.value("start"_L1).toInteger());
        end = qMax(end, period.value("end"_L1).toInteger());
        lines.append(line);
    }
    const QJsonObject &subscription = draft.subscription;
    QJsonObject invoice =
        filled("invoice"_L1,
               {
                   {"id"_L1, draft.id},
                   {"billing_reason"_L1, draft.billingReason},
                   {"collection_method"_L1, subscription.value("collection_method"_L1)},
                   {"created"_L1, state.now()},
                   {"currency"_L1, subscription.value("currency"_L1)},
                   {"customer"_L1, subscription.value("customer"_L1)},
                   {"default_payment_method"_L1, subscription.value("default_payment_method"_L1)},
                   {"lines"_L1, embeddedList(lines, u"/v1/invoices/%1/lines"_s.arg(draft.id))},
                   {"parent"_L1,
                    QJsonObject{{"quote_details"_L1, QJsonValue::Null},
                                {"subscription_details"_L1,
                                 QJsonObject{{"metadata"_L1, subscription.value("metadata"_L1)},
                                             {"subscription"_L1, subscription.value("id"_L1)}}},
                                {"type"_L1, u"subscription_details"_s}}},
                   {"period_end"_L1, end},
                   {"period_start"_L1, start},
               });
    QJsonObject tax = invoice.value("automatic_tax"_L1).toObject();
    tax.insert("enabled"_L1, subscription.value("automatic_tax"_L1).toObject().value("enabled"_L1));
    tax.insert("status"_L1, tax.value("enabled"_L1).toBool() ? QJsonValue(u"complete"_s)
                                                             : QJsonValue(QJsonValue::Null));
    invoice.insert("automatic_tax"_L1, tax);
    sumLines(invoice);
    return invoice;
}

} // namespace

void setTransition(QJsonObject &invoice, QLatin1String name, qint64 time)
{
    QJsonObject transitions = invoice.value("status_transitions"_L1).toObject();
    transitions.insert(name, time);
    invoice.insert("status_transitions"_L1, transitions);
}

QString subscriptionOf(const QJsonObject &invoice)
{
    return invoice.value("parent"_L1)
        .toObject()
        .value("subscription_details"_L1)
        .toObject()
        .value("subscription"_L1)
        .toString();
}

QJsonObject draftInvoice(State &state, const InvoiceDraft &draft, bool advances)
{
    QJsonObject invoice = newInvoice(state, draft);
    const QJsonObject customer = state.get(Kind::Customer, invoice.value("customer"_L1).toString());
    invoice.insert("customer_email"_L1, customer.value("email"_L1));
    invoice.insert("customer_name"_L1, customer.value("name"_L1));
    invoice.insert("customer_address"_L1, customer.value("address"_L1));
    invoice.insert("test_clock"_L1, customer.value("test_clock"_L1));
    invoice.insert("amount_due"_L1, invoice.value("total"_L1));
    invoice.insert("amount_remaining"_L1, invoice.value("total"_L1));
    invoice.insert("auto_advance"_L1, advances);
    state.create(Kind::Invoice, invoice);
    return invoice;
}

void finalizeInvoice(State &state, const QString &invoiceId)
{
    QJsonObject invoice = state.get(Kind::Invoice, invoiceId);
    const QJsonObject subscription = state.get(Kind::Subscription, subscriptionOf(invoice));
    QJsonObject customer = state.get(Kind::Customer, invoice.value("customer"_L1).toString());
    invoice.insert("number"_L1, takeNumber(customer));
    applyBalance(invoice, customer);
    invoice.insert("status"_L1, u"open"_s);
    invoice.insert("effective_at"_L1, state.now());
    const QString page = state.publicUrl() + u"/i/"_s + invoice.value("id"_L1).toString();
    invoice.insert("hosted_invoice_url"_L1, page);
    invoice.insert("invoice_pdf"_L1, page + u"/pdf"_s);
    if (subscription.value("collection_method"_L1).toString() == "send_invoice"_L1) {
        const qint64 days = subscription.value("days_until_due"_L1).toInteger();
        invoice.insert("due_date"_L1, state.now() + days * day);
    }
    setTransition(invoice, "finalized_at"_L1, state.now());
    // Only a changed balance is news about the customer; the next number is not.
    if (invoice.value("starting_balance"_L1) == invoice.value("ending_balance"_L1))
        state.load(Kind::Customer, customer);
    else
        state.update(Kind::Customer, customer);
    state.replace(Kind::Invoice, invoice, u"invoice.finalized"_s);
}

QJsonObject issueInvoice(State &state, const InvoiceDraft &draft)
{
    draftInvoice(state, draft, true);
    finalizeInvoice(state, draft.id);
    return state.get(Kind::Invoice, draft.id);
}

void closeInvoice(State &state, const QString &invoiceId, const QString &status)
{
    QJsonObject invoice = state.get(Kind::Invoice, invoiceId);
    const bool isVoid = status == "void"_L1;
    invoice.insert("status"_L1, status);
    invoice.insert("auto_advance"_L1, false);
    invoice.insert("next_payment_attempt"_L1, QJsonValue::Null);
    setTransition(invoice, isVoid ? "voided_at"_L1 : "marked_uncollectible_at"_L1, state.now());
    state.update(Kind::Invoice, invoice,
                 {isVoid ? u"invoice.voided"_s : u"invoice.marked_uncollectible"_s});
}

} // namespace Orion::Sandbox
