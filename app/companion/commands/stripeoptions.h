#pragma once

#include "app/companion/commandcontext.h"
#include "services/catalogue/accountguard.h"
#include "services/catalogue/webhookendpoint.h"
#include "services/stripe/client/stripeclient.h"

namespace Orion::Commands
{

// What the stripe commands share.

// Errors: PaymentSystemNotConfigured without a secret key.
Result<void> requireKey(const Configuration &configuration);

// A companion's session on the database, and Stripe's API behind the guard that lets nothing
// through for another account than the database's.
struct StripeWork
{
    std::unique_ptr<Session> session;
    std::unique_ptr<StripeClient> client;
    std::unique_ptr<AccountGuard> stripe; // in front of the client
};

// The guard asks at the first call; without a key that call is refused.
Result<StripeWork> openStripe(CommandContext &context);

// The same for commands that are all about Stripe: there is a key, and it is the right one.
Result<StripeWork> openVerifiedStripe(CommandContext &context);

// The endpoint that belongs to this installation, or none with --no-endpoint. Errors:
// ConfigurationInvalid when Stripe could not reach it.
Result<std::optional<EndpointWish>> endpointWish(const CommandContext &context);

QCommandLineOption noEndpointOption();

} // namespace Orion::Commands
