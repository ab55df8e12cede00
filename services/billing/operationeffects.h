#pragma once

#include "services/stripe/operations/stripeoperations.h"

namespace Orion
{

// What finished operations change in the database, by kind: for StripeOperations, whose recovery
// may finish what another process began.
OperationEffects billingEffects();

// The kinds of operations towards Stripe. They stand in stripe_operations and, as the cause, in
// subscription_changes.
namespace OperationKind
{
inline const QString createCustomer = QStringLiteral("customer.create");
inline const QString createCheckout = QStringLiteral("checkout.create");
inline const QString expireCheckout = QStringLiteral("checkout.expire");
inline const QString createAddonCheckout = QStringLiteral("addon_checkout.create");
inline const QString changeAddonQuantity = QStringLiteral("addon.change_quantity");
inline const QString cancelAddon = QStringLiteral("addon.cancel");
inline const QString upgrade = QStringLiteral("subscription.upgrade");
inline const QString downgrade = QStringLiteral("subscription.downgrade");
inline const QString cancelAtPeriodEnd = QStringLiteral("subscription.cancel_at_period_end");
inline const QString cancelNow = QStringLiteral("subscription.cancel_now");
inline const QString reactivate = QStringLiteral("subscription.reactivate");
inline const QString pause = QStringLiteral("subscription.pause");
inline const QString resume = QStringLiteral("subscription.resume");
} // namespace OperationKind

} // namespace Orion
