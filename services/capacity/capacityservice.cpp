#include "services/capacity/capacityservice.h"

#include "services/capacity/limitoutlooks.h"
#include "services/capacity/metricoutlook.h"
#include "services/capacity/snapshots.h"
#include "services/capacity/subscriptioncapacity.h"

#include <algorithm>

namespace Orion
{

namespace
{

constexpr std::chrono::minutes goodFor{1};

} // namespace

Severity PlatformHealth::severity() const
{
    Severity worst = Severity::Info;
    for (const Recommendation &one : recommendations)
        worst = std::max(worst, one.severity);
    return worst;
}

CapacityService::CapacityService(const Clock &clock, const CapacityThresholds &thresholds)
    : m_clock(clock)
    , m_thresholds(thresholds)
    , m_capacity(clock, goodFor)
    , m_tiers(clock, goodFor)
    , m_outlooks(clock, goodFor)
{}

Result<SubscriptionCapacity> CapacityService::subscriptionCapacity(Session &session)
{
    return m_capacity.get([&] { return Orion::subscriptionCapacity(session, m_clock.now()); });
}

Result<std::vector<TierPressure>> CapacityService::tiers(Session &session)
{
    return m_tiers.get(
        [&] { return tierPressure(session, m_thresholds.nearLimitPercent, m_clock.now()); });
}

Result<std::vector<LimitOutlook>> CapacityService::outlooks(Session &session)
{
    return m_outlooks.get([&]() -> Result<std::vector<LimitOutlook>> {
        const QDate today = m_clock.now().toUTC().date();
        const auto snapshots = listSnapshots(session, today.addDays(-forecastHistoryDays), today);
        if (!snapshots)
            return fail(snapshots.error());
        return limitOutlooks(*snapshots, m_thresholds.warningDays);
    });
}

Result<std::vector<Recommendation>> CapacityService::adviseOn(Session &session,
                                                              const PlatformState &state)
{
    auto capacity = subscriptionCapacity(session);
    if (!capacity)
        return fail(capacity.error());
    auto pressure = tiers(session);
    if (!pressure)
        return fail(pressure.error());
    auto ahead = outlooks(session);
    if (!ahead)
        return fail(ahead.error());
    return recommend({std::move(*capacity), std::move(*pressure), state, std::move(*ahead)},
                     m_thresholds);
}

Result<PlatformHealth> CapacityService::health(Session &session)
{
    auto state = platformState(session, m_clock.now());
    if (!state)
        return fail(state.error());
    auto capacity = subscriptionCapacity(session);
    if (!capacity)
        return fail(capacity.error());
    auto advice = adviseOn(session, *state);
    if (!advice)
        return fail(advice.error());
    return PlatformHealth{std::move(*state), std::move(*capacity), std::move(*advice)};
}

Result<GrowthTrends> CapacityService::trends(Session &session, int days) const
{
    const QDate today = m_clock.now().toUTC().date();
    const QDate first = today.addDays(1 - days);
    const auto snapshots = listSnapshots(session, first, today);
    if (!snapshots)
        return fail(snapshots.error());
    return growthTrends(*snapshots, first, today);
}

Result<CapacitySnapshot> CapacityService::capture(Session &session) const
{
    return captureSnapshot(session, m_clock.now());
}

Result<std::optional<CapacitySnapshot>> CapacityService::latest(Session &session) const
{
    return latestSnapshot(session);
}

} // namespace Orion
