#include "services/webhooks/handlers/invoice.h"

#include "models/domain/currency.h"
#include "services/billing/invoicewriter.h"

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
        book.openWindow((*subscription)->vendorId, (*subscription)->periodStart, context.now);
    return {};
}

Result<Handled> apply(const EventContext &context, const StripeInvoice &invoice)
{
    const auto vendor = vendorOf(context, cluesOf(invoice));
    if (!vendor)
        return fail(vendor.error());
    if (!*vendor)
        return waitForVendor();
    context.books.invoices.save(**vendor, invoice);
    const bool failed = invoice.status == QLatin1String("open") && invoice.attemptCount > 0;
    context.books.invoices.checkStanding(**vendor, invoice.subscriptionId,
                                         failed ? context.event.created : QDateTime());
    if (invoice.status == QLatin1String("paid") && beginsPeriod(invoice)) {
        if (const auto opened = openWindow(context, invoice.subscriptionId); !opened)
            return fail(opened.error());
    }
    return Handled{Verdict::Applied, {}, *vendor, {Topic::Invoices, Topic::Vendors}};
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
    if (invoice.id.isEmpty() || !Currency::isValidCode(invoice.currency))
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("The event's invoice has no id or no currency."));
    const ObjectVersion version{invoice.id,      QStringLiteral("invoice"), context.event.created,
                                rankOf(invoice), context.event.id,          false};
    return applyNewest(context, version, [&] { return apply(context, invoice); });
}

Result<Handled> handleInvoicePayment(const EventContext &context)
{
    const StripeInvoicePayment payment = readInvoicePayment(context.event.object);
    if (payment.invoiceId.isEmpty() || payment.paymentId.isEmpty())
        return Handled{Verdict::Ignored,
                       QStringLiteral("This payment was made outside Stripe."),
                       std::nullopt,
                       {}};
    if (const auto saved = saveInvoicePayment(context.session, payment); !saved)
        return fail(saved.error());
    return Handled{Verdict::Applied, {}, std::nullopt, {Topic::Invoices}};
}

} // namespace Orion
