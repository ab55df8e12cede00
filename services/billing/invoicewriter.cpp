#include "services/billing/invoicewriter.h"

#include "services/billing/refunds.h"
#include "services/database/jsonrows.h"

namespace Orion
{

namespace
{

// Refunds of an invoice that is known are written when they, or its payments, are heard of.
const QString invoiceSql = QStringLiteral(R"(
insert into billing.billing_history
    (vendor_id, stripe_invoice_id, stripe_customer_id, stripe_subscription_id, invoice_number,
     status, billing_reason, currency, subtotal_cents, tax_cents, total_cents, amount_paid_cents,
     amount_remaining_cents, attempt_count, invoice_date, due_date, period_start, period_end,
     paid_at, pdf_url, hosted_url, first_failed_at, refunded_cents, updated_at)
select vendor_id, id, customer, subscription, number, status, reason, currency, subtotal, tax,
       total, paid, remaining, attempts, date, due_date, period_start, period_end, paid_at,
       pdf_url, hosted_url, failed_at, billing.refunded_of(id), clock_timestamp()
from json_to_recordset(?::json) as g (
    vendor_id bigint, id text, customer text, subscription text, number text, status text,
    reason text, currency text, subtotal bigint, tax bigint, total bigint, paid bigint,
    remaining bigint, attempts integer, date timestamptz, due_date timestamptz,
    period_start timestamptz, period_end timestamptz, paid_at timestamptz, pdf_url text,
    hosted_url text, failed_at timestamptz)
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
    hosted_url = excluded.hosted_url,
    first_failed_at = least(billing_history.first_failed_at, excluded.first_failed_at),
    updated_at = excluded.updated_at)");

const QString failureSql = QStringLiteral(R"(
update billing.billing_history h set first_failed_at = g.time
from json_to_recordset(?::json) as g (invoice text, time timestamptz)
where h.stripe_invoice_id = g.invoice
  and (h.first_failed_at is null or h.first_failed_at > g.time))");

const QString paymentSql = QStringLiteral(R"(
insert into billing.invoice_payments (stripe_payment_id, stripe_invoice_id, amount_cents, currency)
select payment, invoice, amount, currency
from json_to_recordset(?::json) as g (payment text, invoice text, amount bigint, currency text)
order by payment
on conflict (stripe_payment_id) do update set
    stripe_invoice_id = excluded.stripe_invoice_id,
    amount_cents = coalesce(excluded.amount_cents, invoice_payments.amount_cents),
    currency = coalesce(excluded.currency, invoice_payments.currency))");

// A failure counts until a period that came later is paid. Payment is due since the first failure
// that counts; where no event told of it, since whatever was noted before. Rows that are right
// already are left alone.
const QString standingSql = QStringLiteral(R"(
with standing as (
    select v.id, (array_agg(f.attempt_count order by f.invoice_date desc, f.first_failed_at desc,
                            f.stripe_invoice_id desc))[1] as attempts,
           min(f.first_failed_at) as since
    from json_to_recordset(?::json) as g (subscription text)
    join billing.vendor_subscriptions v on v.stripe_subscription_id = g.subscription
    left join billing.billing_history f
        on f.vendor_id = v.vendor_id and f.stripe_subscription_id = g.subscription
       and f.status = 'open' and f.attempt_count > 0
       and not exists (
            select from billing.billing_history p
            where p.vendor_id = v.vendor_id and p.stripe_subscription_id = g.subscription
              and p.status = 'paid' and p.total_cents > 0
              and coalesce(p.billing_reason, '') not in ('subscription_update', 'manual')
              and (p.invoice_date, p.paid_at) > (f.invoice_date, f.first_failed_at))
    group by v.id
), wanted as (
    select v.id, coalesce(s.attempts, 0) as retries, case
               when v.status not in ('trial', 'active', 'past_due', 'paused', 'incomplete')
                   then null
               when s.attempts is not null or v.status = 'past_due'
                   then coalesce(s.since, v.past_due_since) end as since
    from standing s join billing.vendor_subscriptions v using (id)
)
update billing.vendor_subscriptions v set
    payment_retry_count = retries, past_due_since = since, updated_at = now()
from wanted
where v.id = wanted.id
  and (v.payment_retry_count, v.past_due_since) is distinct from (retries, since))");

void describeInvoice(JsonRows::RowWriter &row, const VendorInvoice &of)
{
    const StripeInvoice &invoice = of.invoice;
    row.add("vendor_id", of.vendorId)
        .add("id", invoice.id)
        .addOrNull("customer", invoice.customerId)
        .addOrNull("subscription", invoice.subscriptionId)
        .addOrNull("number", invoice.number)
        .add("status", invoice.status)
        .addOrNull("reason", invoice.billingReason)
        .add("currency", invoice.currency)
        .add("subtotal", invoice.subtotal)
        .add("tax", invoice.tax)
        .add("total", invoice.total)
        .add("paid", invoice.amountPaid)
        .add("remaining", invoice.amountRemaining)
        .add("attempts", invoice.attemptCount)
        .add("date", invoice.date)
        .add("due_date", invoice.dueDate)
        .add("period_start", invoice.periodStart)
        .add("period_end", invoice.periodEnd)
        .add("paid_at", invoice.paidAt)
        .addOrNull("pdf_url", invoice.pdfUrl)
        .addOrNull("hosted_url", invoice.hostedUrl)
        .add("failed_at", of.failedAt);
}

void describePayment(JsonRows::RowWriter &row, const InvoicePayments::value_type &entry)
{
    const StripeInvoicePayment &payment = entry.second;
    row.add("payment", payment.paymentId)
        .add("invoice", payment.invoiceId)
        .add("amount", payment.amountPaid)
        .addOrNull("currency", payment.currency);
}

} // namespace

Result<void> saveInvoices(Session &session, const std::vector<VendorInvoice> &invoices)
{
    return JsonRows::write(session, invoiceSql, invoices, describeInvoice);
}

Result<void> savePayments(Session &session, const InvoicePayments &payments)
{
    if (const auto saved = JsonRows::write(session, paymentSql, payments, describePayment); !saved)
        return saved;
    QStringList ids;
    for (const auto &[id, payment] : payments)
        ids.append(id);
    return writeRefunds(session, ids);
}

void addPayment(InvoicePayments &payments, const StripeInvoicePayment &payment)
{
    StripeInvoicePayment &known = payments.try_emplace(payment.paymentId, payment).first->second;
    known.invoiceId = payment.invoiceId;
    if (payment.amountPaid)
        known.amountPaid = payment.amountPaid;
    if (!payment.currency.isEmpty())
        known.currency = payment.currency;
}

void addPayments(InvoicePayments &payments, const StripeInvoice &invoice)
{
    for (const QString &id : invoice.paymentIds)
        addPayment(payments, {invoice.id, id, std::nullopt, invoice.currency});
}

Result<void> saveFailures(Session &session, const std::map<QString, QDateTime> &failures)
{
    return JsonRows::write(session, failureSql, failures,
                           [](JsonRows::RowWriter &row, const auto &failure) {
                               row.add("invoice", failure.first).add("time", failure.second);
                           });
}

bool beginsPeriod(const StripeInvoice &invoice)
{
    return invoice.total > 0 && invoice.billingReason != QLatin1String("subscription_update") &&
           invoice.billingReason != QLatin1String("manual");
}

Result<void> refreshPaymentStandings(Session &session, const std::set<QString> &subscriptions)
{
    return JsonRows::write(
        session, standingSql, subscriptions,
        [](JsonRows::RowWriter &row, const QString &id) { row.add("subscription", id); });
}

} // namespace Orion
