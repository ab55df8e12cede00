#include "app/sandbox/api/listing.h"
#include "app/sandbox/billing/subscriptions.h"
#include "app/sandbox/resources/resources.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

Answer<QJsonObject> list(Call &call)
{
    const QString id = call.parameters.value("subscription"_L1).toString();
    const auto subscription = call.state.find(Kind::Subscription, id);
    if (!subscription)
        return refuse(noSuch(u"subscription"_s, id, u"subscription"_s));
    return pageOf(itemsOf(*subscription), call.parameters, u"/v1/subscription_items"_s);
}

} // namespace

// Items live inside their subscription; here they are paged.
void addSubscriptionItems(Api &api)
{
    api.add({"GET", u"/v1/subscription_items"_s,
             withPaging({Parameter{"subscription"_L1}.needed()}), list});
}

} // namespace Orion::Sandbox
