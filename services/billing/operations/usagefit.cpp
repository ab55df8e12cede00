#include "services/billing/operations/usagefit.h"

namespace Orion
{

namespace
{

const QString gaugesSql =
    QStringLiteral("select products, team_members from billing.usage_gauges where vendor_id = ?");

const QString overridesSql = QStringLiteral(
    "select metric, limit_value, expires_at from billing.limit_overrides where vendor_id = ?");

std::optional<LimitOverride> *overrideFor(VendorUsage &usage, const QString &metric)
{
    switch (usageMetricFromText(metric).value_or(UsageMetric::Orders)) {
    case UsageMetric::Orders:
        return &usage.ordersOverride;
    case UsageMetric::Products:
        return &usage.productsOverride;
    case UsageMetric::TeamMembers:
        return &usage.teamMembersOverride;
    }
    return nullptr;
}

void addIfOver(std::vector<OverLimit> &over, UsageMetric metric, qint64 used, const Limit &limit)
{
    if (limit && used > *limit)
        over.push_back({metric, used, *limit});
}

} // namespace

Result<VendorUsage> readUsage(Session &session, qint64 vendorId)
{
    VendorUsage usage;
    const auto gauges = session.forEach(gaugesSql, {vendorId}, [&](const Row &row) {
        usage.products = row.integer(0);
        usage.teamMembers = row.integer(1);
        return true;
    });
    if (!gauges)
        return fail(gauges.error());
    const auto overrides = session.forEach(overridesSql, {vendorId}, [&](const Row &row) {
        if (auto *const custom = overrideFor(usage, row.text(0)))
            *custom = LimitOverride{row.optionalInteger(1), row.time(2)};
        return true;
    });
    if (!overrides)
        return fail(overrides.error());
    return usage;
}

std::vector<OverLimit> overLimits(const VendorUsage &usage, const Tier &tier, const QDateTime &now)
{
    std::vector<OverLimit> over;
    addIfOver(over, UsageMetric::Products, usage.products,
              effectiveLimit(tier.productsLimit, usage.productsOverride, now));
    addIfOver(over, UsageMetric::TeamMembers, usage.teamMembers,
              effectiveLimit(tier.teamMembers, usage.teamMembersOverride, now));
    return over;
}

} // namespace Orion
