#include "app/companion/routes/routes.h"

#include "app/companion/api/apirouter.h"
#include "app/companion/api/subscriptionanswer.h"

namespace Orion::Routes
{

void addSubscription(ApiRouter &api, const Clock &clock)
{
    const auto read = [&clock](const ApiCall &call) -> Result<Http::Response> {
        const auto overview = readOverview(call.session, call.principal.vendorCode, clock.now());
        if (!overview)
            return fail(overview.error());
        return Http::Response::json(subscriptionAnswer(*overview));
    };
    api.addVendor("GET", QStringLiteral("/api/v1/vendor/billing/subscription"), ApiCost::Database,
                  read);
}

} // namespace Orion::Routes
