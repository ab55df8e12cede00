#include "services/webhooks/handlers/customer.h"

#include "services/billing/paymentmethods.h"
#include "services/billing/vendorlookup.h"
#include "services/stripe/readers/json.h"

namespace Orion
{

namespace
{

Result<Handled> apply(const EventContext &context)
{
    const QJsonObject &customer = context.event.object;
    const auto vendor = findVendor(
        context.session, {{},
                          context.event.objectId,
                          StripeJson::metadata(customer).value(QStringLiteral("vendor_code")),
                          {}});
    if (!vendor)
        return fail(vendor.error());
    if (!*vendor)
        return waitForVendor();
    const auto noted = noteCustomerPaymentMethod(context.session, **vendor, customer);
    if (!noted)
        return fail(noted.error());
    return Handled{Verdict::Applied, {}, *vendor, {Topic::Vendors}};
}

Result<Handled> applyDeletion(const EventContext &context)
{
    const auto vendor = unlinkCustomer(context.session, context.event.objectId);
    if (!vendor)
        return fail(vendor.error());
    if (!*vendor)
        return Handled{
            Verdict::Applied, QStringLiteral("No vendor has this customer."), std::nullopt, {}};
    if (const auto noted = forgetPaymentMethod(context.session, **vendor); !noted)
        return fail(noted.error());
    return Handled{Verdict::Applied, {}, *vendor, {Topic::Vendors}};
}

} // namespace

Result<Handled> handleDeletedCustomer(const EventContext &context)
{
    if (context.event.objectId.isEmpty())
        return fail(ErrorCode::InvalidArgument, QStringLiteral("The event's customer has no id."));
    const ObjectVersion version{context.event.objectId, QStringLiteral("customer"),
                                context.event.created,  1,
                                context.event.id,       true};
    const auto handled = applyNewest(context, version, [&] { return applyDeletion(context); });
    if (!handled)
        return handled;
    // Whoever links a customer looks there whether it is gone.
    if (const auto flushed = context.books.versions.flush(); !flushed)
        return fail(flushed.error());
    return handled;
}

Result<Handled> handleCustomer(const EventContext &context)
{
    if (context.event.objectId.isEmpty())
        return fail(ErrorCode::InvalidArgument, QStringLiteral("The event's customer has no id."));
    const ObjectVersion version{context.event.objectId, QStringLiteral("customer"),
                                context.event.created,  0,
                                context.event.id,       false};
    return applyNewest(context, version, [&] { return apply(context); });
}

} // namespace Orion
