#include "services/stripe/readers/invoice.h"

#include "services/stripe/readers/json.h"

#include <QJsonArray>

using namespace Orion::StripeJson;

namespace Orion
{

namespace
{

// 0 when the sum is beyond 64 bits: no money that anybody could mean.
qint64 sumOfAmounts(const QJsonArray &entries)
{
    qint64 sum = 0;
    for (const QJsonValue entry : entries) {
        if (__builtin_add_overflow(sum, integerOr(entry.toObject(), "amount", 0), &sum))
            return 0;
    }
    return sum;
}

qint64 readTax(const QJsonObject &object)
{
    const QJsonValue taxes = object.value(QLatin1String("total_taxes"));
    if (taxes.isArray())
        return sumOfAmounts(taxes.toArray());
    if (const auto tax = integer(object, "tax"))
        return *tax;
    return sumOfAmounts(object.value(QLatin1String("total_tax_amounts")).toArray());
}

// Old versions say only "paid": true; a status has the last word.
QString readStatus(const QJsonObject &object)
{
    const QString status = text(object, "status");
    if (!status.isEmpty())
        return status;
    return object.value(QLatin1String("paid")).toBool() ? QStringLiteral("paid")
                                                        : QStringLiteral("open");
}

QDateTime readDate(const QJsonObject &object)
{
    for (const QDateTime &date :
         {time(object, "effective_at"), time(child(object, "status_transitions"), "finalized_at")})
    {
        if (date.isValid())
            return date;
    }
    return time(object, "created");
}

QString paymentId(const QJsonObject &payment)
{
    return firstOf(id(payment, "payment_intent"),
                   firstOf(id(payment, "charge"), id(payment, "payment_record")));
}

QStringList readPaymentIds(const QJsonObject &object)
{
    QStringList ids;
    for (const QJsonValue payment :
         child(object, "payments").value(QLatin1String("data")).toArray())
        ids.append(paymentId(child(payment.toObject(), "payment")));
    ids.append(id(object, "payment_intent"));
    ids.append(id(object, "charge"));
    ids.removeAll(QString());
    ids.removeDuplicates();
    return ids;
}

// Since 2025-03-31 it stands in what the line comes from.
bool isProration(const QJsonObject &line)
{
    const QJsonObject parent = child(line, "parent");
    for (const char *source : {"subscription_item_details", "invoice_item_details"}) {
        if (child(parent, source).value(QLatin1String("proration")).toBool())
            return true;
    }
    return line.value(QLatin1String("proration")).toBool();
}

} // namespace

StripeInvoice readInvoice(const QJsonObject &object)
{
    const QJsonObject details = child(child(object, "parent"), "subscription_details");
    StripeInvoice read;
    read.id = text(object, "id");
    read.number = text(object, "number");
    read.customerId = id(object, "customer");
    read.subscriptionId = firstOf(id(details, "subscription"), id(object, "subscription"));
    read.subscriptionMetadata = metadata(details);
    if (read.subscriptionMetadata.isEmpty())
        read.subscriptionMetadata = metadata(child(object, "subscription_details"));
    read.metadata = metadata(object);
    read.status = readStatus(object);
    read.billingReason = text(object, "billing_reason");
    read.currency = text(object, "currency").toLower();
    read.total = integerOr(object, "total", 0);
    read.subtotal = integerOr(object, "subtotal", read.total);
    read.tax = readTax(object);
    read.amountPaid = integerOr(object, "amount_paid", 0);
    read.amountRemaining = integerOr(object, "amount_remaining", 0);
    read.attemptCount = integerOr(object, "attempt_count", 0);
    read.date = readDate(object);
    read.dueDate = time(object, "due_date");
    read.paidAt = time(child(object, "status_transitions"), "paid_at");
    read.periodStart = time(object, "period_start");
    read.periodEnd = time(object, "period_end");
    read.pdfUrl = text(object, "invoice_pdf");
    read.hostedUrl = text(object, "hosted_invoice_url");
    read.paymentIds = readPaymentIds(object);
    return read;
}

std::vector<StripeInvoiceLine> readInvoiceLines(const QJsonObject &invoice)
{
    std::vector<StripeInvoiceLine> lines;
    const QJsonArray data = child(invoice, "lines").value(QLatin1String("data")).toArray();
    for (const QJsonValue value : data) {
        const QJsonObject line = value.toObject();
        const QJsonObject period = child(line, "period");
        lines.push_back({text(line, "description"), integerOr(line, "amount", 0),
                         text(line, "currency").toLower(), integer(line, "quantity"),
                         isProration(line), time(period, "start"), time(period, "end")});
    }
    return lines;
}

StripeInvoicePayment readInvoicePayment(const QJsonObject &object)
{
    return {id(object, "invoice"), paymentId(child(object, "payment")),
            integer(object, "amount_paid"), text(object, "currency").toLower()};
}

} // namespace Orion
