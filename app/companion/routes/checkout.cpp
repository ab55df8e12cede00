#include "app/companion/api/apirouter.h"
#include "app/companion/api/billinganswers.h"
#include "app/companion/api/fields.h"
#include "app/companion/routes/routes.h"
#include "services/billing/operations/billingservice.h"

namespace Orion::Routes
{

namespace
{

Result<Http::Response> checkout(const BillingService &billing, const ApiCall &call)
{
    Fields fields(call.body);
    const TierWish wish = readWish(fields);
    if (const auto good = fields.check(); !good)
        return fail(good.error());
    const auto link = billing.checkout(call.session, call.principal.vendorCode, wish, call.actor());
    if (!link)
        return fail(link.error());
    return checkoutAnswer(*link);
}

Result<Http::Response> portal(const BillingService &billing, const ApiCall &call)
{
    if (const auto good = Fields(call.body).check(); !good)
        return fail(good.error());
    const auto url = billing.portal(call.session, call.principal.vendorCode);
    if (!url)
        return fail(url.error());
    return Http::Response::json({{QStringLiteral("portal_url"), *url}});
}

} // namespace

void addCheckout(ApiRouter &api, const BillingService &billing)
{
    api.addVendor("POST", QStringLiteral("/api/v1/vendor/billing/checkout"), ApiCost::Stripe,
                  [&billing](const ApiCall &call) { return checkout(billing, call); });
    api.addVendor("POST", QStringLiteral("/api/v1/vendor/billing/portal"), ApiCost::Stripe,
                  [&billing](const ApiCall &call) { return portal(billing, call); });
}

} // namespace Orion::Routes
