#include "app/sandbox/billing/invoices.h"
#include "app/sandbox/api/listing.h"
#include "app/sandbox/billing/cards.h"
#include "app/sandbox/billing/subscriptions.h"
#include "app/sandbox/resources/resources.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

Answer<QJsonObject> pay(Call &call)
{
    const auto invoice = named(call, Kind::Invoice);
    if (!invoice)
        return invoice;
    const QString status = invoice->value("status"_L1).toString();
    if (status == "paid"_L1)
        return refuse(invalidRequest({}, u"Invoice is already paid"_s));
    if (status != "open"_L1)
        return refuse(
            invalidRequest({}, u"This invoice is %1 and can no longer be paid."_s.arg(status)));
    const QString method = call.parameters.value("payment_method"_L1).toString();
    if (!method.isEmpty()) {
        const QString customer = invoice->value("customer"_L1).toString();
        const auto taken = takePaymentMethod(call.state, method, customer);
        if (!taken)
            return refuse(noSuch(u"PaymentMethod"_s, method, u"payment_method"_s));
        if (!cardPays(*taken))
            return refuse(cardDeclined());
        setDefaultPaymentMethod(call.state, customer, taken->value("id"_L1).toString());
    }
    if (!collect(call.state, call.id, Charge::ByCard))
        return refuse(cardDeclined());
    return call.state.get(Kind::Invoice, call.id);
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
    api.add(retrieveOperation(Kind::Invoice));
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
    api.add(listOperation(Kind::InvoicePayment, {{"invoice"_L1}, {"status"_L1}}));
}

} // namespace Orion::Sandbox
