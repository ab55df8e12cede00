#pragma once

#include "services/stripe/operations/operationrecord.h"

namespace Orion
{

// Looks at Stripe for what became of an operation whose idempotency key may be forgotten, without
// doing anything: among the objects of the kind that it was to create, or at the object that its
// path names, for metadata[operation_id] or the price that was set; for a deletion, whether the
// object is gone.
//
// The object as it is now, or nothing when the operation left no trace: it was not done, or what it
// did has been overwritten since, or it is one of those that leave none.
StripeResult<std::optional<StripeAnswer>>
lookUpOutcome(StripeApi &stripe, const OperationRecord &record, StripePriority priority);

} // namespace Orion
