#pragma once

#include "services/catalogue/catalogueplan.h"
#include "services/catalogue/difference.h"
#include "services/catalogue/webhookendpoint.h"

namespace Orion
{

// Every difference between the tiers and add-ons with all the prices they ever had, and Stripe's
// products and prices.
void checkCatalogue(const std::vector<Sellable> &sellables, const StripeCatalogue &catalogue,
                    TaxBehavior tax, const DifferenceReport &report);

// The same for the endpoints that events are sent to.
void checkEndpoints(const EndpointWish &wish, const std::vector<StripeEndpoint> &present,
                    const DifferenceReport &report);

} // namespace Orion
