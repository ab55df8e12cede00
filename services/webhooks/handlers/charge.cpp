#include "services/webhooks/handlers/charge.h"

#include "models/domain/currency.h"
#include "services/billing/invoicewriter.h"
#include "services/billing/refunds.h"

namespace Orion
{

namespace
{

int rankOf(const EventContext &context, const StripeDispute &dispute)
{
    if (dispute.isClosed())
        return 2;
    return context.event.type == QLatin1String("charge.dispute.created") ? 0 : 1;
}

// Kept in any case. Which invoice it is about is told by another event, which may be on its way.
Result<Handled> atItsInvoice(const EventContext &context, const QString &paymentId)
{
    const auto vendor = vendorOfPayment(context.session, paymentId);
    if (!vendor)
        return fail(vendor.error());
    const QString note =
        *vendor ? QString()
                : QStringLiteral("No invoice is known for this payment yet; it is noted there "
                                 "as soon as one is.");
    return Handled{Verdict::Applied, note, *vendor, {Topic::Invoices}};
}

Result<Handled> applyRefund(const EventContext &context, const StripeCharge &charge)
{
    if (!charge.invoiceId.isEmpty()) {
        InvoicePayments payments;
        addPayment(payments, {charge.invoiceId, charge.paymentId, std::nullopt, charge.currency});
        if (const auto saved = savePayments(context.session, payments); !saved)
            return fail(saved.error());
    }
    const auto saved = saveRefund(context.session, charge, context.event.created);
    if (!saved)
        return fail(saved.error());
    return *saved ? atItsInvoice(context, charge.paymentId) : superseded();
}

} // namespace

Result<Handled> handleRefund(const EventContext &context)
{
    const StripeCharge charge = readCharge(context.event.object);
    if (charge.id.isEmpty() || !Currency::isValidCode(charge.currency) || charge.amountRefunded < 0)
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("The event's charge has no id, currency or amount."));
    return applyRefund(context, charge);
}

Result<Handled> handleDispute(const EventContext &context)
{
    const StripeDispute dispute = readDispute(context.event.object);
    if (dispute.id.isEmpty() || dispute.status.isEmpty() || dispute.paymentId.isEmpty() ||
        !Currency::isValidCode(dispute.currency))
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("The event's dispute has no id, status, charge or currency."));
    const ObjectVersion version{dispute.id,
                                QStringLiteral("dispute"),
                                context.event.created,
                                rankOf(context, dispute),
                                context.event.id,
                                false};
    return applyNewest(context, version, [&]() -> Result<Handled> {
        if (const auto saved = saveDispute(context.session, dispute, context.event.created); !saved)
            return fail(saved.error());
        return atItsInvoice(context, dispute.paymentId);
    });
}

} // namespace Orion
