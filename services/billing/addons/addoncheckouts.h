#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"

#include <optional>
#include <vector>

namespace Orion
{

// A row of billing.checkout_sessions, of an add-on's checkout. That a session was completed or has
// run out is noted as for tiers (operations/checkoutsessions.h).
struct AddonCheckout
{
    QString sessionId;
    qint64 vendorId = 0;
    qint64 addonId = 0;
    QString stripePriceId;
    qint64 quantity = 1;
    QString domainName; // empty without one
};

Result<std::optional<AddonCheckout>> openAddonCheckout(Session &session, qint64 vendorId,
                                                       qint64 addonId, const QString &domainName);

// Remembers one that was made. Nothing when it is known.
Result<void> recordAddonCheckout(Session &session, const AddonCheckout &checkout);

// Whether a completed checkout made a subscription of the add-on that no event has told of yet.
Result<bool> awaitsAddon(Session &session, qint64 vendorId, qint64 addonId,
                         const QString &domainName);

// The first payment of what the checkout made never came: nothing is awaited any more.
Result<void> markCheckoutUnpaid(Session &session, const QString &stripeSubscriptionId);

// Who has the domain, or may be about to have it.
struct DomainHolder
{
    qint64 vendorId = 0;
    QString openSessionId; // a checkout that may still be paid; empty: it is sold
};
Result<std::vector<DomainHolder>> holdersOfDomain(Session &session, const QString &domain);

} // namespace Orion
