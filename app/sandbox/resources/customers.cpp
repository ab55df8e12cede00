#include "app/sandbox/billing/customers.h"

#include "app/sandbox/api/listing.h"
#include "app/sandbox/billing/cards.h"
#include "app/sandbox/billing/subscriptions.h"
#include "app/sandbox/resources/resources.h"
#include "app/sandbox/state/changes.h"
#include "app/sandbox/state/shapes.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

Parameters customerParameters()
{
    static const Parameters address{{"city"_L1},  {"country"_L1},     {"line1"_L1},
                                    {"line2"_L1}, {"postal_code"_L1}, {"state"_L1}};
    return {{"address"_L1, ParameterType::Object, address},
            {"description"_L1},
            {"email"_L1},
            {"invoice_settings"_L1,
             ParameterType::Object,
             {{"default_payment_method"_L1}, {"footer"_L1}}},
            {"metadata"_L1, ParameterType::Metadata},
            {"name"_L1},
            {"phone"_L1},
            {"preferred_locales"_L1, ParameterType::Texts},
            {"tax_exempt"_L1, ParameterType::Choice, {}, {"none"_L1, "exempt"_L1, "reverse"_L1}}};
}

Answer<QJsonObject> create(Call &call)
{
    QJsonObject parameters = call.parameters;
    const QString method = parameters.take("payment_method"_L1).toString();
    const QJsonObject settings = parameters.take("invoice_settings"_L1).toObject();
    const QString wanted = settings.value("default_payment_method"_L1).toString();
    if (!wanted.isEmpty() && wanted != method)
        return refuse(
            noSuch(u"PaymentMethod"_s, wanted, u"invoice_settings[default_payment_method]"_s));
    const QString clock = parameters.value("test_clock"_L1).toString();
    if (!clock.isEmpty() && !call.state.find(Kind::TestClock, clock))
        return refuse(noSuch(u"test_clock"_s, clock, u"test_clock"_s));
    QJsonObject customer = newCustomer(call.state, parameters);
    const QString id = customer.value("id"_L1).toString();
    if (!method.isEmpty()) {
        const auto taken = takePaymentMethod(call.state, method, id, u"payment_method"_s);
        if (!taken)
            return taken;
        QJsonObject own = customer.value("invoice_settings"_L1).toObject();
        if (!wanted.isEmpty())
            own.insert("default_payment_method"_L1, taken->value("id"_L1));
        customer.insert("invoice_settings"_L1, own);
    }
    call.state.create(Kind::Customer, customer);
    return customer;
}

Answer<QJsonObject> update(Call &call)
{
    auto customer = named(call, Kind::Customer);
    if (!customer)
        return customer;
    copyGiven(*customer, call.parameters,
              {"address"_L1, "description"_L1, "email"_L1, "name"_L1, "phone"_L1,
               "preferred_locales"_L1, "tax_exempt"_L1});
    customer->insert("metadata"_L1, mergedMetadata(customer->value("metadata"_L1).toObject(),
                                                   call.parameters.value("metadata"_L1)));
    const QJsonObject given = call.parameters.value("invoice_settings"_L1).toObject();
    QJsonObject settings = customer->value("invoice_settings"_L1).toObject();
    copyGiven(settings, given, {"footer"_L1});
    const QString method = given.value("default_payment_method"_L1).toString();
    if (!method.isEmpty()) {
        const auto taken = call.state.find(Kind::PaymentMethod, method);
        if (!taken || taken->value("customer"_L1).toString() != call.id)
            return refuse(
                noSuch(u"PaymentMethod"_s, method, u"invoice_settings[default_payment_method]"_s));
        settings.insert("default_payment_method"_L1, method);
    }
    customer->insert("invoice_settings"_L1, settings);
    call.state.update(Kind::Customer, *customer);
    return customer;
}

// A customer's subscriptions end with it.
Answer<QJsonObject> remove(Call &call)
{
    const auto customer = named(call, Kind::Customer);
    if (!customer)
        return customer;
    const auto theirs = call.state.select(Kind::Subscription, Key{"customer"_L1, call.id}, isLive);
    for (const QJsonObject &subscription : theirs)
        endSubscription(call.state, subscription.value("id"_L1).toString(),
                        u"cancellation_requested"_s);
    call.state.remove(Kind::Customer, call.id);
    return QJsonObject{{"id"_L1, call.id}, {"object"_L1, u"customer"_s}, {"deleted"_L1, true}};
}

// Those of test clocks are listed by their clock alone.
Answer<QJsonObject> list(Call &call)
{
    const QString clock = call.parameters.value("test_clock"_L1).toString();
    return listPage(call.state, Kind::Customer, call.parameters, [&](const QJsonObject &customer) {
        return fieldMatches(customer, call.parameters, "email"_L1) &&
               testClockOf(customer) == clock &&
               inRange(customer.value("created"_L1), call.parameters.value("created"_L1));
    });
}

} // namespace

void addCustomers(Api &api)
{
    Parameters creation = customerParameters();
    creation.push_back({"payment_method"_L1});
    creation.push_back({"test_clock"_L1});
    api.add({"POST", u"/v1/customers"_s, creation, create});
    api.add({"POST", u"/v1/customers/{id}"_s, customerParameters(), update});
    api.add({"DELETE", u"/v1/customers/{id}"_s, {}, remove});
    api.add(retrieveOperation(Kind::Customer));
    api.add({"GET", u"/v1/customers"_s,
             withPaging({{"created"_L1, ParameterType::Range}, {"email"_L1}, {"test_clock"_L1}}),
             list});
}

} // namespace Orion::Sandbox
