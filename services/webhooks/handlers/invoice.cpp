#include "services/webhooks/handlers/invoice.h"

#include "models/domain/currency.h"
#include "services/billing/invoicewriter.h"
#include "services/stripe/readers/json.h"

namespace Orion
{

namespace
{

// Whether a subscription of this status has a period in which orders are counted.
bool countsOrders(SubscriptionStatus status)
{
    return status == SubscriptionStatus::Trial || status == SubscriptionStatus::Active ||
           status == SubscriptionStatus::PastDue;
}

// Of the base subscription, when it is one.
Result<void> openWindow(const EventContext &context, const QString &stripeSubscriptionId)
{
    SubscriptionBook &book = context.books.subscriptions;
    const auto subscription = book.find(stripeSubscriptionId);
    if (!subscription)
        return fail(subscription.error());
    if (*subscription && countsOrders((*subscription)->status))
        book.openWindow(**subscription, context.now);
    return {};
}

bool isFailing(const StripeInvoice &invoice)
{
    return invoice.status == QLatin1String("open") && invoice.attemptCount > 0;
}

// Stripe makes up invoices to show what will come; they have no id or one of their own kind.
bool isPreview(const StripeInvoice &invoice)
{
    return invoice.id.isEmpty() || invoice.id.startsWith(QLatin1String("upcoming_"));
}

// What has to be looked at, beyond the invoice's row.
QString noteOf(const EventContext &context)
{
    if (context.event.type == QLatin1String("invoice.payment_action_required"))
        return QStringLiteral("The bank wants the customer to confirm the payment.");
    if (context.event.type != QLatin1String("invoice.finalization_failed"))
        return {};
    const QJsonObject error = StripeJson::child(context.event.object, "last_finalization_error");
    return QStringLiteral("Stripe cannot finalise this invoice: %1")
        .arg(StripeJson::firstOf(StripeJson::text(error, "message"),
                                 QStringLiteral("it does not say why.")));
}

// Says nothing about the present any more, but still since when payment is due.
void noteOlder(const EventContext &context, const StripeInvoice &invoice)
{
    if (!isFailing(invoice))
        return;
    context.books.invoices.noteFailure(invoice.id, context.event.created);
    context.books.invoices.checkStanding(invoice.subscriptionId);
}

Result<Handled> apply(const EventContext &context, const StripeInvoice &invoice)
{
    const auto vendor = vendorOf(context, cluesOf(invoice));
    if (!vendor)
        return fail(vendor.error());
    if (!*vendor)
        return waitForVendor();
    context.books.invoices.save(
        {**vendor, invoice, isFailing(invoice) ? context.event.created : QDateTime()});
    context.books.invoices.checkStanding(invoice.subscriptionId);
    if (invoice.status == QLatin1String("paid") && beginsPeriod(invoice)) {
        if (const auto opened = openWindow(context, invoice.subscriptionId); !opened)
            return fail(opened.error());
    }
    return Handled{Verdict::Applied, noteOf(context), *vendor, {Topic::Invoices, Topic::Vendors}};
}

} // namespace

int rankOf(const StripeInvoice &invoice)
{
    static const QStringList order{QStringLiteral("draft"), QStringLiteral("open"),
                                   QStringLiteral("uncollectible"), QStringLiteral("void"),
                                   QStringLiteral("paid")};
    const int step = std::max<int>(0, int(order.indexOf(invoice.status)));
    return step * 1000 + int(std::clamp<qint64>(invoice.attemptCount, 0, 999));
}

VendorClues cluesOf(const StripeInvoice &invoice)
{
    const QString key = QStringLiteral("vendor_code");
    const QString code = invoice.subscriptionMetadata.value(key, invoice.metadata.value(key));
    return {invoice.subscriptionId, invoice.customerId, code, {}};
}

Result<Handled> handleInvoice(const EventContext &context)
{
    const StripeInvoice invoice = readInvoice(context.event.object);
    if (isPreview(invoice))
        return Handled{Verdict::Ignored,
                       QStringLiteral("A preview of an invoice that is not there yet."),
                       std::nullopt,
                       {}};
    if (!Currency::isValidCode(invoice.currency))
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("The event's invoice has no currency."));
    const ObjectVersion version{invoice.id,      QStringLiteral("invoice"), context.event.created,
                                rankOf(invoice), context.event.id,          false};
    const auto handled = applyNewest(context, version, [&] { return apply(context, invoice); });
    if (handled && handled->verdict == Verdict::Superseded)
        noteOlder(context, invoice);
    return handled;
}

Result<Handled> handleInvoicePayment(const EventContext &context)
{
    const StripeInvoicePayment payment = readInvoicePayment(context.event.object);
    if (payment.invoiceId.isEmpty() || payment.paymentId.isEmpty())
        return Handled{Verdict::Ignored,
                       QStringLiteral("This payment was made outside Stripe."),
                       std::nullopt,
                       {}};
    context.books.invoices.savePayment(payment);
    return Handled{Verdict::Applied, {}, std::nullopt, {Topic::Invoices}};
}

} // namespace Orion
