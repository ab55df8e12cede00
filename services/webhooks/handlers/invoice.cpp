#include "services/webhooks/handlers/invoice.h"

#include "models/domain/currency.h"
#include "services/billing/invoicewriter.h"

namespace Orion
{

namespace
{

Result<Handled> apply(const EventContext &context, const StripeInvoice &invoice)
{
    Session &session = context.session;
    const auto vendor = findVendor(session, cluesOf(invoice));
    if (!vendor)
        return fail(vendor.error());
    if (!*vendor)
        return waitForVendor();
    if (const auto saved = saveInvoice(session, **vendor, invoice); !saved)
        return fail(saved.error());
    const auto standing =
        refreshPaymentStanding(session, **vendor, invoice.subscriptionId, context.event.created);
    if (!standing)
        return fail(standing.error());
    if (invoice.status == QLatin1String("paid") && beginsPeriod(invoice)) {
        const auto opened = openWindowOfSubscription(session, invoice.subscriptionId, context.now);
        if (!opened)
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
