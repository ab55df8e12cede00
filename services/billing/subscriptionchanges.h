#pragma once

#include "models/domain/result.h"
#include "services/billing/subscriptionwriter.h"

#include <optional>
#include <vector>

namespace Orion
{

// What became of a subscription, and why. Nothing before: it is new.
struct SubscriptionChange
{
    std::optional<Subscription> before;
    Subscription after;
    ChangeCause cause;
};

// Whether it is one that MRR movements are read from: of tier, status or price.
bool isWorthRecording(const std::optional<Subscription> &before, const Subscription &after);

// Writes into subscription_changes those that are worth it, in this order.
Result<void> recordChanges(Session &session, const std::vector<SubscriptionChange> &changes);

} // namespace Orion
