#pragma once

#include "models/domain/enums.h"
#include "models/domain/result.h"
#include "models/domain/tier.h"
#include "services/database/session.h"

#include <vector>

namespace Orion
{

// Something of which a vendor has more than a limit allows.
struct OverLimit
{
    UsageMetric metric = UsageMetric::Products;
    qint64 used = 0;
    qint64 limit = 0;
};

// What the vendor has at present, and the exceptions that an admin made for it.
struct VendorUsage
{
    qint64 products = 0;
    qint64 teamMembers = 0;
    std::optional<LimitOverride> ordersOverride;
    std::optional<LimitOverride> productsOverride;
    std::optional<LimitOverride> teamMembersOverride;
};

Result<VendorUsage> readUsage(Session &session, qint64 vendorId);

// What would be over in the tier. Orders are counted anew every month and keep nobody from a tier.
std::vector<OverLimit> overLimits(const VendorUsage &usage, const Tier &tier, const QDateTime &now);

} // namespace Orion
