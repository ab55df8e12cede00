#pragma once

#include "services/stripe/readers/subscription.h"

#include <QStringList>

namespace Orion
{

// A Stripe invoice as far as the product uses it, from any API version. Amounts in minor units,
// times UTC, invalid when Stripe has none; texts empty when Stripe has none.
struct StripeInvoice
{
    QString id;
    QString number;
    QString customerId;
    QString subscriptionId;              // empty for one-off invoices
    StripeMetadata subscriptionMetadata; // the subscription's, as of the invoice
    StripeMetadata metadata;
    QString status; // draft open paid uncollectible void; the set is open
    QString billingReason;
    QString currency;
    qint64 subtotal = 0;
    qint64 tax = 0;
    qint64 total = 0;
    qint64 amountPaid = 0;
    qint64 amountRemaining = 0;
    qint64 attemptCount = 0;
    QDateTime date; // of issue; of creation while a draft
    QDateTime dueDate;
    QDateTime paidAt;
    QDateTime periodStart;
    QDateTime periodEnd;
    QString pdfUrl;
    QString hostedUrl;
    QStringList paymentIds; // payment intents and charges, where the invoice names them
};

StripeInvoice readInvoice(const QJsonObject &object);

struct StripeInvoiceLine
{
    QString description;
    qint64 amount = 0; // minor units; below 0: a credit
    QString currency;
    std::optional<qint64> quantity;
    bool isProration = false;
    QDateTime periodStart;
    QDateTime periodEnd;
};

// Those that stand in the invoice itself; Stripe cuts long lists off.
std::vector<StripeInvoiceLine> readInvoiceLines(const QJsonObject &invoice);

// One payment of an invoice: the object of invoice_payment.* events.
struct StripeInvoicePayment
{
    QString invoiceId;
    QString paymentId;                // payment intent, charge or payment record
    std::optional<qint64> amountPaid; // minor units
    QString currency;
};

StripeInvoicePayment readInvoicePayment(const QJsonObject &object);

} // namespace Orion
