#pragma once

#include "models/domain/result.h"
#include "models/domain/tier.h"
#include "models/domain/tiermove.h"
#include "services/database/session.h"

namespace Orion
{

// What a vendor asks for.
struct TierWish
{
    QString tierCode;
    bool isAnnual = false;

    BillingInterval interval() const
    {
        return isAnnual ? BillingInterval::Year : BillingInterval::Month;
    }
};

// A tier with the Stripe price at which it is sold.
struct TierPrice
{
    Tier tier;
    BillingInterval interval = BillingInterval::Month;
    QString stripePriceId;
    std::optional<qint64> amountCents; // per interval
    QString currency;

    PricedTier priced() const { return {tier.id, tier.displayOrder, interval, amountCents}; }
};

// The price that is sold at present, in the currency (empty: the tier's own): who pays in another
// currency than the tier's gets the price that the tier has in that one.
// Errors: TierNotFound, also for a tier that is not on sale; StripePriceNotConfigured.
Result<TierPrice> findTierPrice(Session &session, const TierWish &wish, const QString &currency);

} // namespace Orion
