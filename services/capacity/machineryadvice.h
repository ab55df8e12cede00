#pragma once

#include "services/capacity/recommendations.h"

namespace Orion
{

// What there is to say about webhooks, jobs and snapshots, as a part of recommend().
void adviseOnMachinery(std::vector<Recommendation> &advice, const PlatformState &platform,
                       const CapacityThresholds &thresholds);

} // namespace Orion
