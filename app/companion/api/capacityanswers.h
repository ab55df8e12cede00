#pragma once

#include "app/http/message.h"
#include "services/capacity/capacityservice.h"

namespace Orion
{

// How the API writes the platform's capacity. The names are the reference's; ages are those of a
// kept result.

QJsonObject capacityAnswer(const SubscriptionCapacity &capacity, const QDateTime &now);

// The same by tier, with the scaling table and the latest snapshot, if there is one.
QJsonObject capacityByTierAnswer(const SubscriptionCapacity &capacity,
                                 const std::optional<CapacitySnapshot> &snapshot,
                                 const QDateTime &now);

QJsonObject snapshotAnswer(const CapacitySnapshot &snapshot);
QJsonObject trendsAnswer(const GrowthTrends &growth);
QJsonArray recommendationsAnswer(const std::vector<Recommendation> &recommendations,
                                 qint64 clients);
QJsonObject healthAnswer(const PlatformHealth &health, const QDateTime &now);

} // namespace Orion
