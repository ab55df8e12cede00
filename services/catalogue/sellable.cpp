#include "services/catalogue/sellable.h"

#include "services/stripe/readers/json.h"

#include <QJsonArray>

#include <algorithm>

namespace Orion
{

namespace
{

const QString tiersSql = QStringLiteral(R"(
select t.id, t.code, t.name, t.is_active, t.stripe_product_id, t.currency,
       t.price_monthly_cents, t.stripe_price_monthly_id,
       t.price_annual_cents, t.stripe_price_annual_id,
       (select jsonb_agg(p order by p.created_at, p.stripe_price_id)
        from billing.tier_prices p where p.tier_id = t.id)
from billing.subscription_tiers t order by t.display_order)");

const QString addonsSql = QStringLiteral(R"(
select a.id, a.code, a.name, a.is_active, a.stripe_product_id, a.currency,
       a.price_cents, a.stripe_price_id, a.billing_period,
       (select jsonb_agg(p order by p.created_at, p.stripe_price_id)
        from billing.addon_prices p where p.addon_id = a.id)
from billing.addon_products a order by a.display_order)");

Sellable readCommon(const Row &row, SellableKind kind)
{
    Sellable sellable;
    sellable.kind = kind;
    sellable.id = row.integer(0);
    sellable.code = row.text(1);
    sellable.name = row.text(2);
    sellable.isActive = row.boolean(3);
    sellable.productId = row.text(4);
    return sellable;
}

// Tiers and add-ons may have the same code.
QString lookupKey(const Sellable &sellable, BillingInterval interval)
{
    const QString prefix = sellable.kind == SellableKind::Tier ? QStringLiteral("orion_")
                                                               : QStringLiteral("orion_addon_");
    return prefix + sellable.code + u'_' + toText(interval);
}

void addPrice(Sellable &sellable, BillingInterval interval, const std::optional<qint64> &amount,
              const QString &currency, const QString &stripeId)
{
    sellable.prices.push_back(
        {interval, amount, currency, lookupKey(sellable, interval), stripeId});
}

// The rows as JSON; null when there is none.
std::vector<KnownPrice> readKnownPrices(const QJsonDocument &rows)
{
    std::vector<KnownPrice> prices;
    const QJsonArray array = rows.array();
    for (const QJsonValue value : array) {
        const QJsonObject row = value.toObject();
        prices.push_back(
            {StripeJson::text(row, "stripe_price_id"), StripeJson::text(row, "interval"),
             StripeJson::integerOr(row, "amount_cents", 0), StripeJson::text(row, "currency"),
             row.value(QLatin1String("active")).toBool()});
    }
    return prices;
}

Sellable readTier(const Row &row)
{
    Sellable tier = readCommon(row, SellableKind::Tier);
    tier.knownPrices = readKnownPrices(row.json(10));
    addPrice(tier, BillingInterval::Month, row.optionalInteger(6), row.text(5), row.text(7));
    addPrice(tier, BillingInterval::Year, row.optionalInteger(8), row.text(5), row.text(9));
    return tier;
}

Sellable readAddon(const Row &row)
{
    Sellable addon = readCommon(row, SellableKind::Addon);
    addon.knownPrices = readKnownPrices(row.json(9));
    addPrice(addon, billingIntervalFromText(row.text(8)).value_or(BillingInterval::Month),
             row.optionalInteger(6), row.text(5), row.text(7));
    return addon;
}

} // namespace

bool Sellable::hasPrice() const
{
    return std::ranges::any_of(prices,
                               [](const SellablePrice &price) { return price.amount.has_value(); });
}

bool Sellable::isPresent(const QString &priceId) const
{
    return !priceId.isEmpty() &&
           std::ranges::find(prices, priceId, &SellablePrice::stripeId) != prices.end();
}

bool Sellable::knows(const QString &priceId) const
{
    return isPresent(priceId) ||
           std::ranges::find(knownPrices, priceId, &KnownPrice::stripeId) != knownPrices.end();
}

QString Sellable::label() const
{
    return (kind == SellableKind::Tier ? QStringLiteral("tier ") : QStringLiteral("add-on ")) +
           code;
}

QString kindWord(SellableKind kind)
{
    return kind == SellableKind::Tier ? QStringLiteral("base") : QStringLiteral("addon");
}

QString codeField(SellableKind kind)
{
    return kind == SellableKind::Tier ? QStringLiteral("tier_code") : QStringLiteral("addon_code");
}

Result<std::vector<Sellable>> readSellables(Session &session)
{
    auto sellables = session.select(tiersSql, {}, readTier);
    if (!sellables)
        return sellables;
    const auto addons = session.select(addonsSql, {}, readAddon);
    if (!addons)
        return fail(addons.error());
    sellables->insert(sellables->end(), addons->begin(), addons->end());
    return sellables;
}

} // namespace Orion
