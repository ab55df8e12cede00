#pragma once

#include "models/domain/growth.h"
#include "services/capacity/recommendations.h"
#include "services/capacity/sharedresult.h"

namespace Orion
{

// The platform as a whole, with everything that is asked for it.
struct PlatformHealth
{
    PlatformState state;
    SubscriptionCapacity capacity;
    std::vector<Recommendation> recommendations;

    Severity severity() const; // of the most severe recommendation
};

// Answers what reads every subscription from a result that is at most a minute old; many that ask
// at the same time share one computation. Any thread, with a session of its own.
class CapacityService
{
public:
    // The clock outlives it.
    CapacityService(const Clock &clock, const CapacityThresholds &thresholds);

    CapacityService(const CapacityService &) = delete;
    CapacityService &operator=(const CapacityService &) = delete;

    Result<SubscriptionCapacity> subscriptionCapacity(Session &session);
    Result<PlatformHealth> health(Session &session); // its state is never kept

    // Of the days up to today (UTC).
    Result<GrowthTrends> trends(Session &session, int days) const;

    Result<CapacitySnapshot> capture(Session &session) const;
    Result<std::optional<CapacitySnapshot>> latest(Session &session) const;

    QDateTime now() const { return m_clock.now(); }

private:
    Result<std::vector<TierPressure>> tiers(Session &session);
    Result<std::vector<LimitOutlook>> outlooks(Session &session);
    Result<std::vector<Recommendation>> adviseOn(Session &session, const PlatformState &state);

    const Clock &m_clock;
    const CapacityThresholds m_thresholds;
    SharedResult<SubscriptionCapacity> m_capacity;
    SharedResult<std::vector<TierPressure>> m_tiers;
    SharedResult<std::vector<LimitOutlook>> m_outlooks;
};

} // namespace Orion
