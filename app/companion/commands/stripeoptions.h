#pragma once

#include "app/companion/commandcontext.h"
#include "services/catalogue/webhookendpoint.h"

namespace Orion::Commands
{

// What the stripe commands share.

// Errors: PaymentSystemNotConfigured without a secret key.
Result<void> requireKey(const Configuration &configuration);

// The endpoint that belongs to this installation, or none with --no-endpoint. Errors:
// ConfigurationInvalid when Stripe could not reach it.
Result<std::optional<EndpointWish>> endpointWish(const CommandContext &context);

QCommandLineOption noEndpointOption();

} // namespace Orion::Commands
