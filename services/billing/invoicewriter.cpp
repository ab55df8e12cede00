#include "services/billing/invoicewriter.h"

#include "services/billing/subscriptionwriter.h"

namespace Orion
{

namespace
{

// updated_at decides between invoices of the same date, and many are written in one transaction:
// so the time of the statement, not of the transaction.
const QString invoiceSql = QStringLiteral(R"(
insert into billing.billing_history
    (vendor_id, stripe_invoice_id, stripe_customer_id, stripe_subscription_id, invoice_number,
     status, billing_reason, currency, subtotal_cents, tax_cents, total_cents, amount_paid_cents,
     amount_remaining_cents, attempt_count, invoice_date, due_date, period_start, period_end,
     paid_at, pdf_url, hosted_url, updated_at)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp())
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
values (?, ?, ?, ?)
on conflict (stripe_payment_id) do update set
    stripe_invoice_id = excluded.stripe_invoice_id,
    amount_cents = coalesce(excluded.amount_cents, invoice_payments.amount_cents),
    currency = coalesce(excluded.currency, invoice_payments.currency))");

const QString standingSql = QStringLiteral(R"(
with failing as (
    select attempt_count, invoice_date, updated_at from billing.billing_history
    where vendor_id = ? and stripe_subscription_id = ? and status = 'open' and attempt_count > 0
    order by invoice_date desc, updated_at desc limit 1
), settled as (
    select invoice_date, updated_at from billing.billing_history
    where vendor_id = ? and stripe_subscription_id = ? and status = 'paid' and total_cents > 0
      and coalesce(billing_reason, '') not in ('subscription_update', 'manual')
    order by invoice_date desc, updated_at desc limit 1
), standing as (
    select max(f.attempt_count) as attempts from failing f
    where not exists (select from settled s
                      where (s.invoice_date, s.updated_at) > (f.invoice_date, f.updated_at))
)
update billing.vendor_subscriptions v set
    payment_retry_count = coalesce(attempts, 0),
    past_due_since = case
        when attempts is not null then least(v.past_due_since, ?)
        when v.status = 'past_due' then v.past_due_since end,
    updated_at = now()
from standing
where v.stripe_subscription_id = ?
  and v.status in ('trial', 'active', 'past_due', 'paused', 'incomplete'))");

const QString periodSql = QStringLiteral(R"(
select vendor_id, period_start from billing.vendor_subscriptions
where stripe_subscription_id = ? and status in ('trial', 'active', 'past_due'))");

QVariant orNull(const QString &text)
{
    return text.isEmpty() ? QVariant(QMetaType::fromType<QString>()) : QVariant(text);
}

Result<void> done(const Result<qint64> &changed)
{
    return changed ? Result<void>() : fail(changed.error());
}

} // namespace

Result<void> saveInvoice(Session &session, qint64 vendorId, const StripeInvoice &invoice)
{
    const auto saved = session.execute(invoiceSql, {vendorId,
                                                    invoice.id,
                                                    orNull(invoice.customerId),
                                                    orNull(invoice.subscriptionId),
                                                    orNull(invoice.number),
                                                    invoice.status,
                                                    orNull(invoice.billingReason),
                                                    invoice.currency,
                                                    invoice.subtotal,
                                                    invoice.tax,
                                                    invoice.total,
                                                    invoice.amountPaid,
                                                    invoice.amountRemaining,
                                                    invoice.attemptCount,
                                                    invoice.date,
                                                    invoice.dueDate,
                                                    invoice.periodStart,
                                                    invoice.periodEnd,
                                                    invoice.paidAt,
                                                    orNull(invoice.pdfUrl),
                                                    orNull(invoice.hostedUrl)});
    if (!saved)
        return fail(saved.error());
    const QVariant unknownAmount{QMetaType::fromType<qint64>()};
    for (const QString &paymentId : invoice.paymentIds) {
        const auto linked =
            session.execute(paymentSql, {paymentId, invoice.id, unknownAmount, invoice.currency});
        if (!linked)
            return fail(linked.error());
    }
    return {};
}

Result<void> saveInvoicePayment(Session &session, const StripeInvoicePayment &payment)
{
    return done(session.execute(paymentSql, {payment.paymentId, payment.invoiceId,
                                             payment.amountPaid, orNull(payment.currency)}));
}

bool beginsPeriod(const StripeInvoice &invoice)
{
    return invoice.total > 0 && invoice.billingReason != QLatin1String("subscription_update") &&
           invoice.billingReason != QLatin1String("manual");
}

Result<void> refreshPaymentStanding(Session &session, qint64 vendorId,
                                    const QString &stripeSubscriptionId, const QDateTime &time)
{
    if (stripeSubscriptionId.isEmpty())
        return {};
    return done(session.execute(standingSql, {vendorId, stripeSubscriptionId, vendorId,
                                              stripeSubscriptionId, time, stripeSubscriptionId}));
}

Result<void> openWindowOfSubscription(Session &session, const QString &stripeSubscriptionId,
                                      const QDateTime &time)
{
    struct Anchor
    {
        qint64 vendorId;
        QDateTime start;
    };
    const auto anchor = session.selectOne(periodSql, {stripeSubscriptionId}, [](const Row &row) {
        return Anchor{row.integer(0), row.time(1)};
    });
    if (!anchor)
        return fail(anchor.error());
    if (!*anchor)
        return {};
    return openOrderWindow(session, (*anchor)->vendorId, (*anchor)->start, time);
}

} // namespace Orion
