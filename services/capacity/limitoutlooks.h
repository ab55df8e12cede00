#pragma once

#include "services/capacity/recommendations.h"

#include <span>

namespace Orion
{

// When the use of each metric will have reached its limits, and the clients the next
// infrastructure step, by the forecast of the snapshots; nothing for what these are too few for, or
// what is over already. Use is forecast as a part of its limits, since those grow with the vendors.
// Looks `days` ahead. Pure, and takes some tens of milliseconds.
Result<std::vector<LimitOutlook>> limitOutlooks(std::span<const CapacitySnapshot> snapshots,
                                                int days);

} // namespace Orion
