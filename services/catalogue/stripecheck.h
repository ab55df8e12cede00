#pragma once

#include "services/catalogue/catalogueplan.h"
#include "services/catalogue/difference.h"
#include "services/catalogue/webhookendpoint.h"

namespace Orion
{

struct StripeCheckOptions
{
    TaxBehavior tax = TaxBehavior::Exclusive;
    std::optional<EndpointWish> endpoint; // nothing: endpoints are not looked at
    bool livemode = false;
};

struct StripeCheckOutcome
{
    qint64 differences = 0;
    qint64 sellables = 0;     // tiers and add-ons compared
    qint64 subscriptions = 0; // that Stripe has
};

// Compares the database with Stripe and reports each difference as it is found: products, prices,
// webhook endpoints, subscriptions. Changes nothing. Errors: ConfigurationInvalid for a key of
// another account or mode; those of Stripe and the database.
Result<StripeCheckOutcome> checkStripe(Session &session, StripeApi &stripe,
                                       const StripeCheckOptions &options,
                                       const DifferenceReport &report);

} // namespace Orion
