#pragma once

#include "models/domain/result.h"
#include "models/domain/vendor.h"
#include "services/database/session.h"

#include <optional>

namespace Orion
{

// Who a vendor is, as far as its subscription is concerned.
struct VendorAccount
{
    qint64 id = 0;
    QString code;
    QString name;
    QString email;
    QString stripeCustomerId;                 // empty: none yet
    std::optional<Subscription> subscription; // the present one, or the last
};

// Errors: NotFound.
Result<VendorAccount> readAccount(Session &session, const QString &vendorCode);

// Fills in the tier's code and name.
Result<void> nameTier(Session &session, Subscription &subscription);

} // namespace Orion
