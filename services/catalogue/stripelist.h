#pragma once

#include "models/domain/result.h"
#include "services/stripe/client/stripeapi.h"

#include <functional>

namespace Orion
{

// Visits every object of one of Stripe's lists, keeping only the page at hand. visit returns an
// error to stop.
Result<void> forEachOfList(StripeApi &stripe, const StripeCall &call,
                           const std::function<Result<void>(const QJsonObject &)> &visit);

// The same a hundred at a time, for what is compared or stored in bulk, from the object after the
// one given. While a page is visited the next one is on its way. The page is never empty.
Result<void>
forEachPageOfList(StripeApi &stripe, const StripeCall &call,
                  const std::function<Result<void>(const std::vector<QJsonObject> &)> &visit,
                  const QString &startingAfter = {});

// One object; nothing when Stripe does not have it, or says that it was deleted.
Result<std::optional<QJsonObject>> findObject(StripeApi &stripe, const QString &path,
                                              StripePriority priority);

} // namespace Orion
