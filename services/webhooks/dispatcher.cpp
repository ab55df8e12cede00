#include "services/webhooks/dispatcher.h"

#include "services/stripe/readers/json.h"
#include "services/webhooks/handlers/checkoutsession.h"
#include "services/webhooks/handlers/customer.h"
#include "services/webhooks/handlers/invoice.h"
#include "services/webhooks/handlers/subscription.h"

namespace Orion
{

namespace
{

const QHash<QString, Handler> &handlers()
{
    static const QHash<QString, Handler> table{
        {QStringLiteral("checkout.session.completed"), handleCheckoutSession},
        {QStringLiteral("checkout.session.async_payment_succeeded"), handleCheckoutSession},
        {QStringLiteral("checkout.session.expired"), handleExpiredCheckout},
        {QStringLiteral("customer.updated"), handleCustomer},
        {QStringLiteral("customer.subscription.created"), handleSubscription},
        {QStringLiteral("customer.subscription.updated"), handleSubscription},
        {QStringLiteral("customer.subscription.deleted"), handleSubscription},
        {QStringLiteral("customer.subscription.paused"), handleSubscription},
        {QStringLiteral("customer.subscription.resumed"), handleSubscription},
        {QStringLiteral("invoice.created"), handleInvoice},
        {QStringLiteral("invoice.finalized"), handleInvoice},
        {QStringLiteral("invoice.paid"), handleInvoice},
        {QStringLiteral("invoice.payment_failed"), handleInvoice},
        {QStringLiteral("invoice.voided"), handleInvoice},
        {QStringLiteral("invoice.marked_uncollectible"), handleInvoice},
        {QStringLiteral("invoice_payment.paid"), handleInvoicePayment},
    };
    return table;
}

} // namespace

Result<Handled> dispatch(const EventContext &context)
{
    const Handler handler = handlers().value(context.event.type);
    if (!handler)
        return Handled{Verdict::Ignored,
                       QStringLiteral("Nothing is done with events of this type."),
                       std::nullopt,
                       {}};
    return handler(context);
}

QStringList handledTypes()
{
    QStringList types = handlers().keys();
    types.sort();
    return types;
}

QStringList lockKeys(const StripeEvent &event)
{
    using namespace StripeJson;
    const QJsonObject details = child(child(event.object, "parent"), "subscription_details");
    QStringList keys{event.objectId,
                     id(event.object, "customer"),
                     id(event.object, "subscription"),
                     id(details, "subscription"),
                     id(event.object, "invoice"),
                     text(event.object, "client_reference_id"),
                     metadata(event.object).value(QStringLiteral("vendor_code"))};
    keys.removeAll(QString());
    return keys;
}

} // namespace Orion
