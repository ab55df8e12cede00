#include "services/capacity/capacityoverview.h"

#include "services/capacity/snapshots.h"

namespace Orion
{

namespace
{

const QDate beforeAll(1970, 1, 1);

const QString tiersSql =
    QStringLiteral("select code, name from billing.subscription_tiers order by display_order");

} // namespace

Result<CapacityOverview> capacityOverview(Session &session, const MetricQuestion &question,
                                          const QDate &today)
{
    CapacityOverview overview;
    auto snapshots = listSnapshots(session, beforeAll, today);
    if (!snapshots)
        return fail(snapshots.error());
    overview.snapshots = std::move(*snapshots);
    auto tiers = session.select(tiersSql, {}, [](const Row &row) {
        return TierName{row.text(0), row.text(1)};
    });
    if (!tiers)
        return fail(tiers.error());
    overview.tiers = std::move(*tiers);
    auto outlook = metricOutlook(overview.snapshots, question);
    if (!outlook)
        return fail(outlook.error());
    overview.outlook = std::move(*outlook);
    return overview;
}

} // namespace Orion
