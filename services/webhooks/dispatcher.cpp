#include "services/webhooks/dispatcher.h"

#include "services/stripe/readers/json.h"
#include "services/webhooks/handlers/charge.h"
#include "services/webhooks/handlers/checkoutsession.h"
#include "services/webhooks/handlers/customer.h"
#include "services/webhooks/handlers/invoice.h"
#include "services/webhooks/handlers/subscription.h"

namespace Orion
{

namespace
{

// Whether a handler leaves its changes to the books, or goes to the database itself. One that does
// finds there what the handlers before it did.
enum class Writes
{
    Later,
    AtOnce
};

struct Entry
{
    Handler handler = nullptr;
    Writes writes = Writes::AtOnce;
};

const QHash<QString, Entry> &handlers()
{
    static const QHash<QString, Entry> table{
        {QStringLiteral("checkout.session.completed"), {handleCheckoutSession, Writes::AtOnce}},
        {QStringLiteral("checkout.session.async_payment_succeeded"),
         {handleCheckoutSession, Writes::AtOnce}},
        {QStringLiteral("checkout.session.async_payment_failed"),
         {handleFailedCheckout, Writes::AtOnce}},
        {QStringLiteral("checkout.session.expired"), {handleExpiredCheckout, Writes::AtOnce}},
        {QStringLiteral("charge.refunded"), {handleRefund, Writes::AtOnce}},
        {QStringLiteral("charge.dispute.created"), {handleDispute, Writes::AtOnce}},
        {QStringLiteral("charge.dispute.updated"), {handleDispute, Writes::AtOnce}},
        {QStringLiteral("charge.dispute.funds_withdrawn"), {handleDispute, Writes::AtOnce}},
        {QStringLiteral("charge.dispute.funds_reinstated"), {handleDispute, Writes::AtOnce}},
        {QStringLiteral("charge.dispute.closed"), {handleDispute, Writes::AtOnce}},
        {QStringLiteral("customer.updated"), {handleCustomer, Writes::AtOnce}},
        {QStringLiteral("customer.deleted"), {handleDeletedCustomer, Writes::AtOnce}},
        {QStringLiteral("customer.subscription.created"), {handleSubscription, Writes::Later}},
        {QStringLiteral("customer.subscription.updated"), {handleSubscription, Writes::Later}},
        {QStringLiteral("customer.subscription.deleted"), {handleSubscription, Writes::Later}},
        {QStringLiteral("customer.subscription.paused"), {handleSubscription, Writes::Later}},
        {QStringLiteral("customer.subscription.resumed"), {handleSubscription, Writes::Later}},
        {QStringLiteral("customer.subscription.trial_will_end"),
         {handleSubscription, Writes::Later}},
        {QStringLiteral("customer.subscription.pending_update_applied"),
         {handleSubscription, Writes::Later}},
        {QStringLiteral("customer.subscription.pending_update_expired"),
         {handleSubscription, Writes::Later}},
        {QStringLiteral("invoice.created"), {handleInvoice, Writes::Later}},
        {QStringLiteral("invoice.updated"), {handleInvoice, Writes::Later}},
        {QStringLiteral("invoice.finalized"), {handleInvoice, Writes::Later}},
        {QStringLiteral("invoice.finalization_failed"), {handleInvoice, Writes::Later}},
        {QStringLiteral("invoice.paid"), {handleInvoice, Writes::Later}},
        {QStringLiteral("invoice.payment_action_required"), {handleInvoice, Writes::Later}},
        {QStringLiteral("invoice.payment_failed"), {handleInvoice, Writes::Later}},
        {QStringLiteral("invoice.voided"), {handleInvoice, Writes::Later}},
        {QStringLiteral("invoice.marked_uncollectible"), {handleInvoice, Writes::Later}},
        {QStringLiteral("invoice_payment.paid"), {handleInvoicePayment, Writes::Later}},
    };
    return table;
}

} // namespace

Result<Handled> dispatch(const EventContext &context)
{
    const Entry entry = handlers().value(context.event.type);
    if (!entry.handler)
        return Handled{Verdict::Ignored,
                       QStringLiteral("Nothing is done with events of this type."),
                       std::nullopt,
                       {}};
    if (entry.writes == Writes::Later)
        return entry.handler(context);
    if (const auto flushed = context.books.flush(); !flushed)
        return fail(flushed.error());
    return entry.handler(context);
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
    const QJsonObject payment = child(event.object, "payment");
    QStringList keys{event.objectId,
                     id(event.object, "customer"),
                     id(event.object, "payment_intent"),
                     id(event.object, "charge"),
                     id(payment, "payment_intent"),
                     id(payment, "charge"),
                     id(event.object, "subscription"),
                     id(details, "subscription"),
                     id(event.object, "invoice"),
                     text(event.object, "client_reference_id"),
                     metadata(event.object).value(QStringLiteral("vendor_code"))};
    keys.removeAll(QString());
    return keys;
}

QString subscriptionOf(const StripeEvent &event)
{
    using namespace StripeJson;
    if (event.type.startsWith(QLatin1String("customer.subscription.")))
        return event.objectId;
    const QJsonObject details = child(child(event.object, "parent"), "subscription_details");
    const QString id = StripeJson::id(details, "subscription");
    return id.isEmpty() ? StripeJson::id(event.object, "subscription") : id;
}

} // namespace Orion
