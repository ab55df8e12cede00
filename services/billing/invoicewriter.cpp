#include "services/billing/invoicewriter.h"

#include "services/database/jsonrows.h"

#include <map>

namespace Orion
{

namespace
{

// updated_at decides between invoices of the same date, and many are written in one transaction:
// so the time of the row, not of the transaction.
const QString invoiceSql = QStringLiteral(R"(
insert into billing.billing_history
    (vendor_id, stripe_invoice_id, stripe_customer_id, stripe_subscription_id, invoice_number,
     status, billing_reason, currency, subtotal_cents, tax_cents, total_cents, amount_paid_cents,
     amount_remaining_cents, attempt_count, invoice_date, due_date, period_start, period_end,
     paid_at, pdf_url, hosted_url, updated_at)
select vendor_id, id, customer, subscription, number, status, reason, currency, subtotal, tax,
       total, paid, remaining, attempts, date, due_date, period_start, period_end, paid_at,
       pdf_url, hosted_url, clock_timestamp()
from json_to_recordset(?::json) as g (
    vendor_id bigint, id text, customer text, subscription text, number text, status text,
    reason text, currency text, subtotal bigint, tax bigint, total bigint, paid bigint,
    remaining bigint, attempts integer, date timestamptz, due_date timestamptz,
    period_start timestamptz, period_end timestamptz, paid_at timestamptz, pdf_url text,
    hosted_url text)
on conflict (stripe_invoice_id) do update set
    stripe_customer_id = excluded.stripe_customer_id,
    stripe_subscription_id = excluded.stripe_subscription_id,
    invoice_number = excluded.invoice_number, status = excluded.status,
    billing_reason = excluded.billing_reason, currency = excluded.currency,
    subtotal_cents = excluded.subtotal_cents, tax_cents = excluded.tax_cents,
    total_cents = excluded.total_cents, amount_paid_cents = excluded.amount_paid_cents,
    amount_remaining_cents = excluded.amount_remaining_cents,
    attempt_count = excluded.attempt_count, invoice_date = excluded.invoice_date,
    due_date = excluded.due_date, period_start = excluded.period_start,
    period_end = excluded.period_end, paid_at = excluded.paid_at, pdf_url = excluded.pdf_url,
    hosted_url = excluded.hosted_url, updated_at = excluded.updated_at)");

const QString paymentSql = QStringLiteral(R"(
insert into billing.invoice_payments (stripe_payment_id, stripe_invoice_id, amount_cents, currency)
select payment, invoice, amount, currency
from json_to_recordset(?::json) as g (payment text, invoice text, amount bigint, currency text)
order by payment
on conflict (stripe_payment_id) do update set
    stripe_invoice_id = excluded.stripe_invoice_id,
    amount_cents = coalesce(excluded.amount_cents, invoice_payments.amount_cents),
    currency = coalesce(excluded.currency, invoice_payments.currency))");

// Rows that are right already are left alone.
const QString standingSql = QStringLiteral(R"(
with standing as (
    select g.subscription, g.time, (
        select f.attempt_count from (
            select attempt_count, invoice_date, updated_at from billing.billing_history
            where vendor_id = g.vendor_id and stripe_subscription_id = g.subscription
              and status = 'open' and attempt_count > 0
            order by invoice_date desc, updated_at desc limit 1) f
        where not exists (
            select from billing.billing_history p
            where p.vendor_id = g.vendor_id and p.stripe_subscription_id = g.subscription
              and p.status = 'paid' and p.total_cents > 0
              and coalesce(p.billing_reason, '') not in ('subscription_update', 'manual')
              and (p.invoice_date, p.updated_at) > (f.invoice_date, f.updated_at))) as attempts
    from json_to_recordset(?::json) as g (vendor_id bigint, subscription text, time timestamptz)
), wanted as (
    select v.id, coalesce(attempts, 0) as retries, case
               when attempts is not null then least(v.past_due_since, time)
               when v.status = 'past_due' then v.past_due_since end as since
    from standing join billing.vendor_subscriptions v on v.stripe_subscription_id = subscription
    where v.status in ('trial', 'active', 'past_due', 'paused', 'incomplete')
)
update billing.vendor_subscriptions v set
    payment_retry_count = retries, past_due_since = since, updated_at = now()
from wanted
where v.id = wanted.id
  and (v.payment_retry_count, v.past_due_since) is distinct from (retries, since))");

QJsonObject toJson(const VendorInvoice &of)
{
    using JsonRows::orNull;
    const StripeInvoice &invoice = of.invoice;
    return {{QStringLiteral("vendor_id"), of.vendorId},
            {QStringLiteral("id"), invoice.id},
            {QStringLiteral("customer"), orNull(invoice.customerId)},
            {QStringLiteral("subscription"), orNull(invoice.subscriptionId)},
            {QStringLiteral("number"), orNull(invoice.number)},
            {QStringLiteral("status"), invoice.status},
            {QStringLiteral("reason"), orNull(invoice.billingReason)},
            {QStringLiteral("currency"), invoice.currency},
            {QStringLiteral("subtotal"), invoice.subtotal},
            {QStringLiteral("tax"), invoice.tax},
            {QStringLiteral("total"), invoice.total},
            {QStringLiteral("paid"), invoice.amountPaid},
            {QStringLiteral("remaining"), invoice.amountRemaining},
            {QStringLiteral("attempts"), invoice.attemptCount},
            {QStringLiteral("date"), orNull(invoice.date)},
            {QStringLiteral("due_date"), orNull(invoice.dueDate)},
            {QStringLiteral("period_start"), orNull(invoice.periodStart)},
            {QStringLiteral("period_end"), orNull(invoice.periodEnd)},
            {QStringLiteral("paid_at"), orNull(invoice.paidAt)},
            {QStringLiteral("pdf_url"), orNull(invoice.pdfUrl)},
            {QStringLiteral("hosted_url"), orNull(invoice.hostedUrl)}};
}

QJsonObject paymentJson(const StripeInvoicePayment &payment)
{
    using JsonRows::orNull;
    return {{QStringLiteral("payment"), payment.paymentId},
            {QStringLiteral("invoice"), payment.invoiceId},
            {QStringLiteral("amount"), orNull(payment.amountPaid)},
            {QStringLiteral("currency"), orNull(payment.currency)}};
}

// The payments that the invoices name: of several of one id the last, as if written in turn.
std::vector<StripeInvoicePayment> paymentsOf(const std::vector<VendorInvoice> &invoices)
{
    std::map<QString, StripeInvoicePayment> payments;
    for (const VendorInvoice &of : invoices) {
        for (const QString &id : of.invoice.paymentIds)
            payments.insert_or_assign(
                id, StripeInvoicePayment{of.invoice.id, id, std::nullopt, of.invoice.currency});
    }
    std::vector<StripeInvoicePayment> list;
    for (const auto &[id, payment] : payments)
        list.push_back(payment);
    return list;
}

} // namespace

Result<void> saveInvoices(Session &session, const std::vector<VendorInvoice> &invoices)
{
    if (const auto saved = JsonRows::write(session, invoiceSql, invoices, toJson); !saved)
        return saved;
    return JsonRows::write(session, paymentSql, paymentsOf(invoices), paymentJson);
}

Result<void> saveInvoicePayment(Session &session, const StripeInvoicePayment &payment)
{
    return JsonRows::write(session, paymentSql, std::vector{payment}, paymentJson);
}

bool beginsPeriod(const StripeInvoice &invoice)
{
    return invoice.total > 0 && invoice.billingReason != QLatin1String("subscription_update") &&
           invoice.billingReason != QLatin1String("manual");
}

Result<void> refreshPaymentStandings(Session &session, const std::vector<StandingCheck> &checks)
{
    return JsonRows::write(session, standingSql, checks, [](const StandingCheck &check) {
        return QJsonObject{{QStringLiteral("vendor_id"), check.vendorId},
                           {QStringLiteral("subscription"), check.stripeSubscriptionId},
                           {QStringLiteral("time"), JsonRows::orNull(check.time)}};
    });
}

} // namespace Orion
