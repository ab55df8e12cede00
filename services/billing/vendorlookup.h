#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"

#include <optional>

namespace Orion
{

// What a Stripe object tells about whose it is. Empty texts tell nothing.
struct VendorClues
{
    QString subscriptionId;
    QString customerId;
    QString vendorCode; // metadata[vendor_code]
    QString clientReferenceId;
};

// The vendor, by the first clue that is known, in the order above; nothing when none is.
Result<std::optional<qint64>> findVendor(Session &session, const VendorClues &clues);

// Remembers the Stripe customer of a vendor that has none yet. A customer that is another
// vendor's stays that one's, and one that Stripe has deleted is nobody's.
Result<void> linkCustomer(Session &session, qint64 vendorId, const QString &customerId);

// The same for the customer who pays the vendor's live subscription: it replaces another.
Result<void> replaceCustomer(Session &session, qint64 vendorId, const QString &customerId);

// The customer is gone at Stripe. Gives the vendor whose it was; nothing when it was nobody's.
Result<std::optional<qint64>> unlinkCustomer(Session &session, const QString &customerId);

} // namespace Orion
