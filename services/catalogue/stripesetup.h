#pragma once

#include "services/catalogue/catalogueplan.h"
#include "services/catalogue/webhookendpoint.h"

#include <functional>

namespace Orion
{

struct StripeSetupOptions
{
    TaxBehavior tax = TaxBehavior::Exclusive;
    std::optional<EndpointWish> endpoint; // nothing: products and prices only
    SecretPlace *secretPlace = nullptr;   // where a new endpoint's secret goes
    bool retireOldEndpoints = false;
    bool dryRun = false; // tells the plan and changes nothing anywhere
    bool livemode = false;
    QString actor;
};

struct StripeSetupOutcome
{
    int steps = 0;   // done, or planned in a dry run
    int skipped = 0; // lines that say what is left out
};

// Told before each step is done, in order; in a dry run, of the whole plan.
using SetupReport = std::function<void(const QString &line)>;

// Makes Stripe's products, prices and webhook endpoint those of the database, and writes their ids
// to the tiers and add-ons. May be repeated and interrupted at any point: everything is found again
// by id, metadata or lookup key. No transaction is open during a call.
//
// Errors: ConfigurationInvalid when the key is of another account or mode, or when an endpoint has
// to be made and there is no place for its secret (then nothing was done); Conflict while another
// setup runs; those of Stripe and the database, after which it may simply be run again.
Result<StripeSetupOutcome> setUpStripe(Session &session, StripeApi &stripe,
                                       const StripeSetupOptions &options,
                                       const SetupReport &report);

} // namespace Orion
