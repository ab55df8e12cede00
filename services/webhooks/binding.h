#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"
#include "services/stripe/readers/event.h"

#include <optional>

namespace Orion
{

// The Stripe account and mode that the database belongs to.
struct StripeBinding
{
    QString account; // empty until an event or a key names it
    bool livemode = false;
};

// The binding, made from the event when there is none yet. An event that names an account fills it
// in where none is known.
Result<StripeBinding> bindTo(Session &session, const StripeEvent &event);

// Whether the event has nothing to add to the binding.
bool isSettled(const StripeBinding &binding, const StripeEvent &event);

// Makes the binding where there is none, and fills in the account where only the mode is known.
// Another binding stays as it is.
Result<void> bindToAccount(Session &session, const StripeBinding &binding);

// Why the event is not for this database; nothing when it is.
std::optional<QString> foreignReason(const StripeBinding &binding, const StripeEvent &event);

} // namespace Orion
