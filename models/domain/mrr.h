#pragma once

#include "models/domain/enums.h"

#include <optional>

namespace Orion
{

// What a price paid per interval is a month, in minor units: a yearly one divided by twelve, to the
// nearest unit, halves up.
constexpr qint64 monthlyEquivalent(qint64 priceCents, BillingInterval interval)
{
    return interval == BillingInterval::Year ? (priceCents + 6) / 12 : priceCents;
}

// The monthly recurring revenue of a base subscription, in minor units. Active and past due ones
// count; trials, paused, incomplete and ended ones do not.
constexpr qint64 mrrCents(SubscriptionStatus status, std::optional<qint64> priceCents,
                          BillingInterval interval)
{
    const bool counts =
        status == SubscriptionStatus::Active || status == SubscriptionStatus::PastDue;
    return counts && priceCents ? monthlyEquivalent(*priceCents, interval) : 0;
}

} // namespace Orion
