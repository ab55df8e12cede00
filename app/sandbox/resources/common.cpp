#include "app/sandbox/api/listing.h"
#include "app/sandbox/resources/resources.h"
#include "app/sandbox/state/shapes.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

void addResources(Api &api)
{
    for (const auto add :
         {addAccount, addCustomers, addProducts, addPrices, addPaymentMethods, addSubscriptions,
          addInvoices, addCharges, addCheckoutSessions, addPortalSessions, addEvents,
          addWebhookEndpoints, addSubscriptionItems, addTestClocks})
        add(api);
}

Answer<QJsonObject> named(const Call &call, Kind kind)
{
    const auto object = call.state.find(kind, call.id);
    if (!object)
        return refuse(noSuch(factsOf(kind).object, call.id, u"id"_s, 404));
    return *object;
}

Operation retrieveOperation(Kind kind)
{
    return {"GET", u"/v1/%1/{id}"_s.arg(factsOf(kind).path), {}, [kind](Call &call) {
                return named(call, kind);
            }};
}

Operation listOperation(Kind kind, Parameters filters)
{
    std::vector<QLatin1String> equal;
    for (const Parameter &filter : filters)
        equal.push_back(filter.name);
    filters.push_back({"created"_L1, ParameterType::Range});
    const auto run = [kind, equal](Call &call) {
        return listPage(call.state, kind, call.parameters, [&](const QJsonObject &object) {
            for (const QLatin1String name : equal) {
                if (!fieldMatches(object, call.parameters, name))
                    return false;
            }
            return inRange(object.value("created"_L1), call.parameters.value("created"_L1));
        });
    };
    return {"GET", u"/v1/"_s + factsOf(kind).path, withPaging(std::move(filters)), run};
}

void addAccount(Api &api)
{
    api.add({"GET", u"/v1/account"_s, {}, [](Call &) -> Answer<QJsonObject> {
                 return shape("account"_L1);
             }});
}

} // namespace Orion::Sandbox
