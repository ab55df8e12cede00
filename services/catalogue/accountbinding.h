#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"
#include "services/stripe/client/stripeapi.h"

namespace Orion
{

// What a key that was never used here may do.
enum class FirstUse
{
    Bind, // the database belongs to the key's account and mode from now on
    Look, // nothing is written
};

// Refuses a key of another Stripe account or mode than the database belongs to, and gives the
// account's id. Asks Stripe whose key it is. Errors: ConfigurationInvalid with a sentence that says
// what to change, those of toError(StripeError), and the database's.
Result<QString> checkAccount(Session &session, StripeApi &stripe, bool livemode, FirstUse firstUse,
                             std::chrono::milliseconds deadline = std::chrono::seconds(20));

// The part that needs no call: the key's mode against the database's.
Result<void> checkMode(Session &session, bool livemode);

} // namespace Orion
