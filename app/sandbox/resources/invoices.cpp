#include "app/sandbox/billing/invoices.h"
#include "app/sandbox/api/listing.h"
#include "app/sandbox/billing/cards.h"
#include "app/sandbox/billing/pendingupdates.h"
#include "app/sandbox/billing/previews.h"
#include "app/sandbox/billing/subscriptions.h"
#include "app/sandbox/resources/resources.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

// The invoice of the path in one of the statuses that the operation takes.
Answer<QJsonObject> invoiceIn(const Call &call, const QStringList &statuses)
{
    const auto invoice = named(call, Kind::Invoice);
    if (!invoice)
        return invoice;
    const QString status = invoice->value("status"_L1).toString();
    if (status == "paid"_L1)
        return refuse(invalidRequest({}, u"Invoice is already paid"_s));
    if (!statuses.contains(status))
        return refuse(invalidRequest(
            {}, u"This invoice is %1, which this call does not take."_s.arg(status)));
    return invoice;
}

// From now on the customer's default is what the subscription is paid with.
void clearOwnPaymentMethod(State &state, const QString &subscriptionId)
{
    QJsonObject subscription = state.get(Kind::Subscription, subscriptionId);
    if (!subscription.value("default_payment_method"_L1).isString())
        return;
    subscription.insert("default_payment_method"_L1, QJsonValue::Null);
    state.update(Kind::Subscription, subscription);
}

// Why the last attempt failed, as this call tells it.
ApiError paymentFailure(const State &state, const QString &invoiceId)
{
    const QJsonObject error =
        paymentIntentOf(state, invoiceId).value("last_payment_error"_L1).toObject();
    const QString code = error.value("code"_L1).toString();
    if (code == "authentication_required"_L1)
        return {402, u"card_error"_s, u"invoice_payment_intent_requires_action"_s,
                u"Payment for this invoice requires additional user action before it can be "
                "completed successfully."_s};
    return {402,  u"card_error"_s,
            code, error.value("message"_L1).toString(),
            {},   error.value("decline_code"_L1).toString()};
}

Answer<QJsonObject> pay(Call &call)
{
    const auto invoice = invoiceIn(call, {u"draft"_s, u"open"_s, u"uncollectible"_s});
    if (!invoice)
        return invoice;
    const QString method = call.parameters.value("payment_method"_L1).toString();
    if (!method.isEmpty()) {
        const QString customer = invoice->value("customer"_L1).toString();
        const auto taken = takePaymentMethod(call.state, method, customer, u"payment_method"_s);
        if (!taken)
            return taken;
        if (const auto decline = declineOf(cardOf(*taken)))
            return refuse(*decline);
        setDefaultPaymentMethod(call.state, customer, taken->value("id"_L1).toString());
        clearOwnPaymentMethod(call.state, subscriptionOf(*invoice));
    }
    if (invoice->value("status"_L1).toString() == "draft"_L1)
        finalizeInvoice(call.state, call.id);
    if (collect(call.state, call.id, Charge::ByCard) == Payment::Failed)
        return refuse(paymentFailure(call.state, call.id));
    return call.state.get(Kind::Invoice, call.id);
}

Answer<QJsonObject> finalize(Call &call)
{
    const auto invoice = invoiceIn(call, {u"draft"_s});
    if (!invoice)
        return invoice;
    finalizeInvoice(call.state, call.id);
    if (call.parameters.value("auto_advance"_L1).toBool(invoice->value("auto_advance"_L1).toBool()))
        collect(call.state, call.id, Charge::ByCard);
    return call.state.get(Kind::Invoice, call.id);
}

Answer<QJsonObject> close(Call &call, const QString &status)
{
    const auto invoice =
        invoiceIn(call, status == "void"_L1 ? QStringList{u"open"_s, u"uncollectible"_s}
                                            : QStringList{u"open"_s});
    if (!invoice)
        return invoice;
    const QString subscription = subscriptionOf(*invoice);
    if (isPendingInvoice(call.state.get(Kind::Subscription, subscription), call.id))
        dropPendingUpdate(call.state, subscription);
    if (call.state.get(Kind::Invoice, call.id).value("status"_L1).toString() != status)
        closeInvoice(call.state, call.id, status);
    return call.state.get(Kind::Invoice, call.id);
}

Answer<QJsonObject> lines(Call &call)
{
    const auto invoice = named(call, Kind::Invoice);
    if (!invoice)
        return invoice;
    const QJsonObject list = invoice->value("lines"_L1).toObject();
    return pageOf(list.value("data"_L1).toArray(), call.parameters,
                  list.value("url"_L1).toString());
}

Answer<QJsonObject> listPayments(Call &call)
{
    // The payment intent lies in a group of its own; it finds its payment like any other key.
    QJsonObject parameters = call.parameters;
    const QJsonValue intent = parameters.take("payment"_L1).toObject().value("payment_intent"_L1);
    if (intent.isString())
        parameters.insert("payment_intent"_L1, intent);
    return listPage(call.state, Kind::InvoicePayment, parameters, [&](const QJsonObject &payment) {
        return fieldMatches(payment, parameters, "invoice"_L1) &&
               fieldMatches(payment, parameters, "status"_L1) &&
               (!intent.isString() ||
                payment.value("payment"_L1).toObject().value("payment_intent"_L1) == intent) &&
               inRange(payment.value("created"_L1), parameters.value("created"_L1));
    });
}

Parameters previewParameters()
{
    const Parameter anchor{"type"_L1, ParameterType::Choice, {}, {"now"_L1, "unchanged"_L1}};
    const Parameter behavior{"proration_behavior"_L1,
                             ParameterType::Choice,
                             {},
                             {"always_invoice"_L1, "create_prorations"_L1, "none"_L1}};
    const Parameters items{{"id"_L1},
                           {"price"_L1},
                           {"quantity"_L1, ParameterType::Integer},
                           {"deleted"_L1, ParameterType::Boolean},
                           {"metadata"_L1, ParameterType::Metadata}};
    const Parameters details{
        {"billing_cycle_anchor"_L1, ParameterType::Object, {anchor.needed()}},
        {"billing_mode"_L1,
         ParameterType::Object,
         {{"type"_L1, ParameterType::Choice, {}, {"classic"_L1, "flexible"_L1}}}},
        {"cancel_at"_L1, ParameterType::TimeOrWord, {}, {"min_period_end"_L1, "max_period_end"_L1}},
        {"cancel_at_period_end"_L1, ParameterType::Boolean},
        {"cancel_now"_L1, ParameterType::Boolean},
        {"items"_L1, ParameterType::Objects, items},
        {"metadata"_L1, ParameterType::Metadata},
        behavior,
        {"proration_date"_L1, ParameterType::Time},
        {"resume_at"_L1, ParameterType::Choice, {}, {"now"_L1}},
        {"trial_end"_L1, ParameterType::TimeOrWord, {}, {"now"_L1}}};
    return {{"automatic_tax"_L1, ParameterType::Object, {{"enabled"_L1, ParameterType::Boolean}}},
            {"currency"_L1},
            {"customer"_L1},
            {"preview_mode"_L1, ParameterType::Choice, {}, {"next"_L1, "recurring"_L1}},
            {"subscription"_L1},
            {"subscription_details"_L1, ParameterType::Object, details}};
}

Answer<QJsonObject> list(Call &call)
{
    const QString subscription = call.parameters.value("subscription"_L1).toString();
    return listPage(call.state, Kind::Invoice, call.parameters, [&](const QJsonObject &invoice) {
        return fieldMatches(invoice, call.parameters, "customer"_L1) &&
               fieldMatches(invoice, call.parameters, "status"_L1) &&
               fieldMatches(invoice, call.parameters, "collection_method"_L1) &&
               (subscription.isEmpty() || subscriptionOf(invoice) == subscription) &&
               inRange(invoice.value("created"_L1), call.parameters.value("created"_L1));
    });
}

} // namespace

void addInvoices(Api &api)
{
    // Before the invoices by id, whose pattern it would fit as well.
    api.add({"POST", u"/v1/invoices/create_preview"_s, previewParameters(),
             [](Call &call) { return previewInvoice(call.state, call.parameters); }});
    api.add(retrieveOperation(Kind::Invoice));
    api.add({"POST",
             u"/v1/invoices/{id}/finalize"_s,
             {{"auto_advance"_L1, ParameterType::Boolean}},
             finalize});
    api.add({"POST", u"/v1/invoices/{id}/void"_s, {}, [](Call &call) {
                 return close(call, u"void"_s);
             }});
    api.add({"POST", u"/v1/invoices/{id}/mark_uncollectible"_s, {}, [](Call &call) {
                 return close(call, u"uncollectible"_s);
             }});
    api.add({"GET", u"/v1/invoices/{id}/lines"_s, withPaging({}), lines});
    api.add({"POST",
             u"/v1/invoices/{id}/pay"_s,
             {{"off_session"_L1, ParameterType::Boolean}, {"payment_method"_L1}},
             pay});
    api.add({"GET", u"/v1/invoices"_s,
             withPaging({{"collection_method"_L1},
                         {"created"_L1, ParameterType::Range},
                         {"customer"_L1},
                         {"status"_L1},
                         {"subscription"_L1}}),
             list});
    api.add(retrieveOperation(Kind::InvoicePayment));
    api.add(
        {"GET", u"/v1/invoice_payments"_s,
         withPaging(
             {{"created"_L1, ParameterType::Range},
              {"invoice"_L1},
              {"payment"_L1,
               ParameterType::Object,
               {{"payment_intent"_L1},
                Parameter{"type"_L1, ParameterType::Choice, {}, {"payment_intent"_L1}}.needed()}},
              {"status"_L1}}),
         listPayments});
}

} // namespace Orion::Sandbox
