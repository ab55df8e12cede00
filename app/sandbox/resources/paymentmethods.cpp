#include "app/sandbox/billing/cards.h"
#include "app/sandbox/resources/resources.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

Answer<QJsonObject> attach(Call &call)
{
    const QString customer = call.parameters.value("customer"_L1).toString();
    if (!call.state.find(Kind::Customer, customer))
        return refuse(noSuch(u"customer"_s, customer, u"customer"_s));
    const auto present = call.state.find(Kind::PaymentMethod, call.id);
    if (present && present->value("customer"_L1).toString() != customer)
        return refuse(invalidRequest({}, u"The payment method is attached to another customer."_s,
                                     u"customer"_s));
    auto method = takePaymentMethod(call.state, call.id, customer, u"payment_method"_s);
    if (!method && method.error().code == "resource_missing"_L1)
        method.error().status = 404;
    return method;
}

} // namespace

// Payment methods come from the hosted pages, or from a test card's token by attaching it.
void addPaymentMethods(Api &api)
{
    api.add({"POST",
             u"/v1/payment_methods/{id}/attach"_s,
             {Parameter{"customer"_L1}.needed()},
             attach});
    api.add(retrieveOperation(Kind::PaymentMethod));
    api.add(listOperation(Kind::PaymentMethod, {{"customer"_L1}, {"type"_L1}}));
    api.add(retrieveOperation(Kind::PaymentIntent));
    api.add(listOperation(Kind::PaymentIntent, {{"customer"_L1}}));
}

} // namespace Orion::Sandbox
