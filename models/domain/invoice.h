#pragma once

#include <QDateTime>
#include <QString>

namespace Orion
{

// A row of billing.billing_history: an invoice as Stripe last told it. Amounts in minor units of
// the currency, times UTC.
struct Invoice
{
    qint64 id = 0;
    QString stripeInvoiceId;
    QString number; // empty while a draft
    qint64 vendorId = 0;
    QString vendorCode;
    QString vendorName;
    QDateTime date;
    QDateTime dueDate;
    QDateTime paidAt;
    qint64 subtotalCents = 0;
    qint64 taxCents = 0;
    qint64 totalCents = 0;
    qint64 amountPaidCents = 0;
    qint64 amountRemainingCents = 0;
    qint64 refundedCents = 0;
    QString currency;
    QString status; // Stripe's word: draft open paid uncollectible void
    int attemptCount = 0;
    QString pdfUrl;
    QString hostedUrl;
};

} // namespace Orion
