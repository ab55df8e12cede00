#include "services/catalogue/cataloguelinks.h"

#include "services/billing/tierservice.h"
#include "services/database/changes.h"
#include "services/database/transaction.h"

#include <functional>

namespace Orion
{

namespace
{

constexpr int mostAttempts = 5; // against somebody who edits the same tier again and again

const QString rememberTierPriceSql =
    QStringLiteral("insert into billing.tier_prices"
                   " (stripe_price_id, tier_id, interval, amount_cents, currency, active)"
                   " values (?, ?, ?, ?, ?, false) on conflict (stripe_price_id) do nothing");

const QString rememberAddonPriceSql =
    QStringLiteral("insert into billing.addon_prices as p"
                   " (stripe_price_id, addon_id, interval, amount_cents, currency, active)"
                   " values (?, ?, ?, ?, ?, ?) on conflict (stripe_price_id) do update"
                   " set active = p.active or excluded.active");

const QString addonJson = QStringLiteral(
    "jsonb_build_object('code', a.code, 'price_cents', a.price_cents, 'currency', a.currency,"
    " 'stripe_product_id', a.stripe_product_id, 'stripe_price_id', a.stripe_price_id,"
    " 'revision', a.revision)");

// The row before and after in one statement, for the audit.
const QString linkAddonSql =
    QStringLiteral(
        "with before as (select a.id, %1 as state from billing.addon_products a where id = ?"
        " for update), after as ("
        " update billing.addon_products a set stripe_product_id = coalesce(?, stripe_product_id),"
        " stripe_price_id = coalesce(?, stripe_price_id), revision = revision + 1,"
        " updated_at = now() from before b where a.id = b.id"
        " returning a.code, b.state as before, %1 as after)"
        " insert into billing.audit_log (actor, action, entity, entity_id, before, after)"
        " select ?, 'addon.changed', 'addon', code, before, after from after")
        .arg(addonJson);

QVariant orNull(const QString &text)
{
    return text.isEmpty() ? QVariant(QMetaType::fromType<QString>()) : QVariant(text);
}

Result<void> done(const Result<qint64> &changed)
{
    return changed ? Result<void>() : fail(changed.error());
}

tl::unexpected<Error> editedMeanwhile(const Sellable &sellable)
{
    return fail(ErrorCode::Conflict,
                QStringLiteral("The price of %1 was edited in the meantime. Run the setup again.")
                    .arg(sellable.label()));
}

// Saves the tier as edit() changes it; false from edit: there is nothing to save.
Result<void> editTier(Session &session, qint64 id, const QString &actor,
                      const std::function<Result<bool>(Tier &)> &edit)
{
    for (int attempt = 1;; ++attempt) {
        auto tier = getTier(session, id);
        if (!tier)
            return fail(tier.error());
        const auto changed = edit(*tier);
        if (!changed)
            return fail(changed.error());
        if (!*changed)
            return {};
        const auto saved = saveTier(session, *tier, tier->revision, actor);
        if (saved)
            return {};
        if (saved.error().code != ErrorCode::Conflict || attempt == mostAttempts)
            return fail(saved.error());
    }
}

Result<void> linkTierPrice(Session &session, const Sellable &sellable, const SellablePrice &price,
                           const QString &priceId, const QString &actor)
{
    return editTier(session, sellable.id, actor, [&](Tier &tier) -> Result<bool> {
        const bool isYear = price.interval == BillingInterval::Year;
        const auto &amount = isYear ? tier.priceAnnualCents : tier.priceMonthlyCents;
        QString &stripeId = isYear ? tier.stripePriceAnnualId : tier.stripePriceMonthlyId;
        if (amount == price.amount && tier.currency == price.currency) {
            const bool isNew = stripeId != priceId;
            stripeId = priceId;
            return isNew;
        }
        const auto remembered =
            session.execute(rememberTierPriceSql, {priceId, sellable.id, toText(price.interval),
                                                   *price.amount, price.currency});
        if (!remembered)
            return fail(remembered.error());
        return editedMeanwhile(sellable);
    });
}

struct AddonState
{
    QString productId;
    QString priceId;
    qint64 amount;
    QString currency;
    QString interval;
};

Result<std::optional<AddonState>> lockAddon(Session &session, qint64 id)
{
    return session.selectOne(
        QStringLiteral("select stripe_product_id, stripe_price_id, price_cents, currency,"
                       " billing_period from billing.addon_products where id = ? for update"),
        {id}, [](const Row &row) {
            return AddonState{row.text(0), row.text(1), row.integer(2), row.text(3), row.text(4)};
        });
}

Result<void> writeAddon(Session &session, qint64 id, const QString &productId,
                        const QString &priceId, const QString &actor)
{
    const auto written =
        session.execute(linkAddonSql, {id, orNull(productId), orNull(priceId), actor});
    if (!written)
        return fail(written.error());
    return notifyChanges(session, {Topic::Addons});
}

// Gives whether the price became the present one; it is known in either case.
Result<bool> linkAddonPriceInTransaction(Session &session, const Sellable &sellable,
                                         const SellablePrice &price, const QString &priceId,
                                         const QString &actor)
{
    const auto addon = lockAddon(session, sellable.id);
    if (!addon)
        return fail(addon.error());
    const bool isWanted = *addon && (*addon)->amount == price.amount &&
                          (*addon)->currency == price.currency &&
                          (*addon)->interval == toText(price.interval);
    const auto remembered =
        session.execute(rememberAddonPriceSql, {priceId, sellable.id, toText(price.interval),
                                                *price.amount, price.currency, isWanted});
    if (!remembered)
        return fail(remembered.error());
    if (!isWanted || (*addon)->priceId == priceId)
        return isWanted;
    if (const auto retired = retirePrice(session, sellable, (*addon)->priceId); !retired)
        return fail(retired.error());
    if (const auto written = writeAddon(session, sellable.id, {}, priceId, actor); !written)
        return fail(written.error());
    return true;
}

} // namespace

Result<void> linkProduct(Session &session, const Sellable &sellable, const QString &productId,
                         const QString &actor)
{
    if (sellable.kind == SellableKind::Tier) {
        return editTier(session, sellable.id, actor, [&](Tier &tier) -> Result<bool> {
            const bool isNew = tier.stripeProductId != productId;
            tier.stripeProductId = productId;
            return isNew;
        });
    }
    return inTransaction(session, [&]() -> Result<void> {
        const auto addon = lockAddon(session, sellable.id);
        if (!addon)
            return fail(addon.error());
        if (!*addon || (*addon)->productId == productId)
            return {};
        return writeAddon(session, sellable.id, productId, {}, actor);
    });
}

Result<void> linkPrice(Session &session, const Sellable &sellable, const SellablePrice &price,
                       const QString &priceId, const QString &actor)
{
    if (sellable.kind == SellableKind::Tier)
        return linkTierPrice(session, sellable, price, priceId, actor);
    const auto linked = inTransaction(session, [&] {
        return linkAddonPriceInTransaction(session, sellable, price, priceId, actor);
    });
    if (!linked)
        return fail(linked.error());
    return *linked ? Result<void>() : editedMeanwhile(sellable);
}

Result<void> retirePrice(Session &session, const Sellable &sellable, const QString &priceId)
{
    static const QString tierSql = QStringLiteral(
        "update billing.tier_prices set active = false where stripe_price_id = ? and active");
    static const QString addonSql = QStringLiteral(
        "update billing.addon_prices set active = false where stripe_price_id = ? and active");
    return done(
        session.execute(sellable.kind == SellableKind::Tier ? tierSql : addonSql, {priceId}));
}

} // namespace Orion
