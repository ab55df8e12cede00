#include "services/billing/operations/tierprice.h"

#include "services/billing/tierservice.h"

#include <algorithm>

namespace Orion
{

namespace
{

const QString otherCurrencySql = QStringLiteral(R"(
select stripe_price_id, amount_cents from billing.tier_prices
where tier_id = ? and interval = ? and currency = ? and active
order by created_at desc, stripe_price_id limit 1)");

Result<Tier> tierOnSale(Session &session, const QString &code)
{
    const auto tiers = listTiers(session);
    if (!tiers)
        return fail(tiers.error());
    const auto found = std::find_if(tiers->begin(), tiers->end(), [&](const Tier &tier) {
        return tier.code == code && tier.isActive;
    });
    if (found == tiers->end())
        return fail(ErrorCode::TierNotFound,
                    QStringLiteral("There is no tier with this code on sale. GET /tiers lists "
                                   "those that are."));
    return *found;
}

Result<TierPrice> inCurrency(Session &session, TierPrice price)
{
    const auto found =
        session.forEach(otherCurrencySql, {price.tier.id, toText(price.interval), price.currency},
                        [&](const Row &row) {
                            price.stripePriceId = row.text(0);
                            price.amountCents = row.integer(1);
                            return true;
                        });
    if (!found)
        return fail(found.error());
    return price;
}

Error notConfigured(const TierPrice &price)
{
    const Tier &tier = price.tier;
    const QString message =
        !tier.priceMonthlyCents && !tier.priceAnnualCents
            ? QStringLiteral("The tier %1 is sold by contact. Write to us.").arg(tier.name)
            : QStringLiteral("The tier %1 has no price per %2 in %3 at Stripe yet. Run stripe "
                             "setup.")
                  .arg(tier.name, toText(price.interval), price.currency.toUpper());
    return {ErrorCode::StripePriceNotConfigured, message, {}};
}

} // namespace

Result<TierPrice> findTierPrice(Session &session, const TierWish &wish, const QString &currency)
{
    const auto tier = tierOnSale(session, wish.tierCode);
    if (!tier)
        return fail(tier.error());
    TierPrice price{*tier, wish.interval(), {}, {}, currency.isEmpty() ? tier->currency : currency};
    if (price.currency == tier->currency) {
        price.stripePriceId =
            wish.isAnnual ? tier->stripePriceAnnualId : tier->stripePriceMonthlyId;
        price.amountCents = wish.isAnnual ? tier->priceAnnualCents : tier->priceMonthlyCents;
    } else {
        auto other = inCurrency(session, std::move(price));
        if (!other)
            return other;
        price = std::move(*other);
    }
    if (price.stripePriceId.isEmpty())
        return fail(notConfigured(price));
    return price;
}

} // namespace Orion
