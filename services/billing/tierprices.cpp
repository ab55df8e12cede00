#include "services/billing/tierprices.h"

#include "services/database/idlist.h"

namespace Orion
{

namespace
{

const QString tiersSql = QStringLiteral(R"(
select price, coalesce(
    (select tier_id from billing.tier_prices where stripe_price_id = price),
    (select id from billing.subscription_tiers
     where stripe_price_monthly_id = price or stripe_price_annual_id = price))
from unnest(string_to_array(?, chr(31))) price)");

const QString fallbackSql = QStringLiteral(R"(
select tier from (
    select 1 as choice, id as tier, 0 as rank
    from billing.subscription_tiers where code = ?
    union all
    (select 2, tier_id, 0 from billing.vendor_subscriptions where vendor_id = ?
     order by created_at desc, id desc limit 1)
    union all
    select 3, id, display_order from billing.subscription_tiers where is_active) choices
order by choice, rank limit 1)");

const QString addonSql = QStringLiteral(R"(
select addon from (
    select 1 as choice, id as addon from billing.addon_products where code = ?
    union all
    select 2, addon_id from billing.addon_prices
    where stripe_price_id = any (string_to_array(?, chr(31)))
    union all
    select 3, id from billing.addon_products
    where stripe_price_id = any (string_to_array(?, chr(31)))) choices
order by choice limit 1)");

} // namespace

Result<QHash<QString, qint64>> tiersOfPrices(Session &session, const QStringList &priceIds)
{
    QHash<QString, qint64> tiers;
    const auto done = session.forEach(tiersSql, {idList(priceIds)}, [&](const Row &row) {
        if (!row.isNull(1))
            tiers.insert(row.text(0), row.integer(1));
        return true;
    });
    if (!done)
        return fail(done.error());
    return tiers;
}

Result<std::optional<qint64>> PriceTiers::tierOf(const QString &priceId)
{
    if (const auto known = m_known.constFind(priceId); known != m_known.cend())
        return *known;
    const auto tiers = tiersOfPrices(m_session, {priceId});
    if (!tiers)
        return fail(tiers.error());
    const auto found = tiers->constFind(priceId);
    const auto tier = found == tiers->cend() ? std::nullopt : std::optional<qint64>(*found);
    m_known.insert(priceId, tier);
    return tier;
}

Result<qint64> tierWithoutPrice(Session &session, qint64 vendorId, const QString &tierCode)
{
    const auto tier = session.selectOne(fallbackSql, {tierCode, vendorId},
                                        [](const Row &row) { return row.integer(0); });
    if (!tier)
        return fail(tier.error());
    if (!*tier)
        return fail(ErrorCode::TierNotFound,
                    QStringLiteral("There is no tier on sale. Activate one and replay the event."));
    return **tier;
}

Result<std::optional<qint64>> findAddon(Session &session, const QString &addonCode,
                                        const QStringList &priceIds)
{
    const QString prices = idList(priceIds);
    return session.selectOne(addonSql, {addonCode, prices, prices},
                             [](const Row &row) { return row.integer(0); });
}

} // namespace Orion
