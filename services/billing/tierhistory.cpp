#include "services/billing/tierhistory.h"

#include "models/domain/enums.h"
#include "services/database/session.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace Orion
{

namespace
{

// One of the two prices of a tier.
struct TierPrice
{
    BillingInterval interval;
    std::optional<qint64> amount;
    QString stripeId;
};

std::array<TierPrice, 2> pricesOf(const Tier &tier)
{
    return {{{BillingInterval::Month, tier.priceMonthlyCents, tier.stripePriceMonthlyId},
             {BillingInterval::Year, tier.priceAnnualCents, tier.stripePriceAnnualId}}};
}

QString tierWithPrice(Session &session, const QString &stripeId)
{
    static const QString sql =
        QStringLiteral("select t.name from billing.tier_prices p join billing.subscription_tiers t"
                       " on t.id = p.tier_id where p.stripe_price_id = ?");
    const auto name =
        session.selectOne(sql, {stripeId}, [](const Row &row) { return row.text(0); });
    return name && *name ? **name : QString();
}

// The known price, with what the tier now says of it, becomes the present one again; anything
// else under its id is a mistake.
Result<void> rememberPrice(Session &session, const Tier &tier, const TierPrice &price)
{
    static const QString sql = QStringLiteral(
        "insert into billing.tier_prices as p"
        " (stripe_price_id, tier_id, interval, amount_cents, currency, active)"
        " values (?, ?, ?, ?, ?, true)"
        " on conflict (stripe_price_id) do update set active = true"
        " where p.tier_id = excluded.tier_id and p.interval = excluded.interval"
        " and p.amount_cents = excluded.amount_cents and p.currency = excluded.currency");
    const auto written = session.execute(
        sql, {price.stripeId, tier.id, toText(price.interval), *price.amount, tier.currency});
    if (!written)
        return fail(written.error());
    if (*written == 1)
        return {};
    return fail(ErrorCode::InvalidArgument,
                QStringLiteral("Stripe price %1 is known with another amount or interval, of the "
                               "tier %2. Enter the id of a new price.")
                    .arg(price.stripeId, tierWithPrice(session, price.stripeId)));
}

QJsonValue orNull(const std::optional<qint64> &value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QString toJson(const Tier &tier)
{
    const QJsonObject object{
        {QStringLiteral("code"), tier.code},
        {QStringLiteral("name"), tier.name},
        {QStringLiteral("price_monthly_cents"), orNull(tier.priceMonthlyCents)},
        {QStringLiteral("price_annual_cents"), orNull(tier.priceAnnualCents)},
        {QStringLiteral("currency"), tier.currency},
        {QStringLiteral("orders_per_month"), orNull(tier.ordersPerMonth)},
        {QStringLiteral("products_limit"), orNull(tier.productsLimit)},
        {QStringLiteral("team_members"), orNull(tier.teamMembers)},
        {QStringLiteral("features"), QJsonArray::fromStringList(tier.features)},
        {QStringLiteral("stripe_product_id"), tier.stripeProductId},
        {QStringLiteral("stripe_price_monthly_id"), tier.stripePriceMonthlyId},
        {QStringLiteral("stripe_price_annual_id"), tier.stripePriceAnnualId},
        {QStringLiteral("is_active"), tier.isActive},
        {QStringLiteral("display_order"), tier.displayOrder},
        {QStringLiteral("revision"), tier.revision}};
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

} // namespace

void dropOutdatedStripePrices(const Tier &before, Tier &after)
{
    const bool currency = before.currency != after.currency;
    if ((currency || before.priceMonthlyCents != after.priceMonthlyCents) &&
        before.stripePriceMonthlyId == after.stripePriceMonthlyId)
        after.stripePriceMonthlyId.clear();
    if ((currency || before.priceAnnualCents != after.priceAnnualCents) &&
        before.stripePriceAnnualId == after.stripePriceAnnualId)
        after.stripePriceAnnualId.clear();
}

Result<void> keepStripePrices(Session &session, const Tier &before, const Tier &after)
{
    static const QString retire =
        QStringLiteral("update billing.tier_prices set active = false where stripe_price_id = ?");
    const auto old = pricesOf(before);
    const auto now = pricesOf(after);
    for (std::size_t i = 0; i < now.size(); ++i) {
        if (!old[i].stripeId.isEmpty() && old[i].stripeId != now[i].stripeId) {
            if (const auto done = session.execute(retire, {old[i].stripeId}); !done)
                return fail(done.error());
        }
    }
    for (const TierPrice &price : now) {
        if (price.stripeId.isEmpty())
            continue;
        if (const auto done = rememberPrice(session, after, price); !done)
            return done;
    }
    return {};
}

Result<void> auditTier(Session &session, const Tier &before, const Tier &after,
                       const QString &actor)
{
    static const QString sql = QStringLiteral(
        "insert into billing.audit_log (actor, action, entity, entity_id, before, after)"
        " values (?, ?, 'tier', ?, ?::jsonb, ?::jsonb)");
    const bool created = before.id == 0;
    const auto written = session.execute(
        sql, {actor, created ? QStringLiteral("tier.created") : QStringLiteral("tier.changed"),
              after.code, created ? QString() : toJson(before), toJson(after)});
    if (!written)
        return fail(written.error());
    return {};
}

} // namespace Orion
