#pragma once

#include "services/stripe/client/stripeapi.h"

#include <functional>

namespace Orion
{

// Sees one object; false: enough.
using VisitStripeObject = std::function<bool(const QJsonObject &)>;

// Walks a list of Stripe's from its first object to its last, page by page: `list` is the GET of
// the list with its filters; each page has its deadline. Objects that come in meanwhile are not
// seen.
StripeResult<void> forEachStripeObject(StripeApi &stripe, const StripeCall &list,
                                       const VisitStripeObject &visit);

// The same for a list inside an object (a subscription's items, an invoice's lines), of which
// Stripe sends the beginning only. Asks for what is missing, with the parameters given.
StripeResult<void> forEachNestedObject(StripeApi &stripe, const QJsonObject &nestedList,
                                       const VisitStripeObject &visit,
                                       StripePriority priority = StripePriority::Interactive,
                                       const StripeForm &parameters = {});

} // namespace Orion
