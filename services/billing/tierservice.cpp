#include "services/billing/tierservice.h"

#include "services/billing/tierhistory.h"
#include "services/database/changes.h"
#include "services/database/transaction.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace Orion
{

namespace
{

const QString &tierColumns()
{
    static const QString columns = QStringLiteral(
        "select id, code, name, price_monthly_cents, price_annual_cents, currency,"
        " orders_per_month, products_limit, team_members, features, stripe_product_id,"
        " stripe_price_monthly_id, stripe_price_annual_id, is_active, display_order, revision"
        " from billing.subscription_tiers");
    return columns;
}

Tier readTier(const Row &row)
{
    Tier tier;
    tier.id = row.integer(0);
    tier.code = row.text(1);
    tier.name = row.text(2);
    tier.priceMonthlyCents = row.optionalInteger(3);
    tier.priceAnnualCents = row.optionalInteger(4);
    tier.currency = row.text(5);
    tier.ordersPerMonth = row.optionalInteger(6);
    tier.productsLimit = row.optionalInteger(7);
    tier.teamMembers = row.optionalInteger(8);
    tier.features = row.textList(9);
    tier.stripeProductId = row.text(10);
    tier.stripePriceMonthlyId = row.text(11);
    tier.stripePriceAnnualId = row.text(12);
    tier.isActive = row.boolean(13);
    tier.displayOrder = int(row.integer(14));
    tier.revision = row.integer(15);
    return tier;
}

tl::unexpected<Error> notFound()
{
    return fail(ErrorCode::TierNotFound,
                QStringLiteral("This tier does not exist any more. Reload the list."));
}

Result<Tier> tierById(Session &session, qint64 id, const QString &suffix)
{
    const auto tier =
        session.selectOne(tierColumns() + QStringLiteral(" where id = ?") + suffix, {id}, readTier);
    if (!tier)
        return fail(tier.error());
    if (!*tier)
        return notFound();
    return **tier;
}

QVariant orNull(const std::optional<qint64> &value)
{
    return value ? QVariant(*value) : QVariant(QMetaType::fromType<qlonglong>());
}

QVariant orNull(const QString &text)
{
    return text.isEmpty() ? QVariant(QMetaType::fromType<QString>()) : QVariant(text);
}

QVariantList valuesOf(const Tier &tier)
{
    const QJsonDocument features(QJsonArray::fromStringList(tier.features));
    return {tier.code,
            tier.name.trimmed(),
            orNull(tier.priceMonthlyCents),
            orNull(tier.priceAnnualCents),
            tier.currency,
            orNull(tier.ordersPerMonth),
            orNull(tier.productsLimit),
            orNull(tier.teamMembers),
            QString::fromUtf8(features.toJson(QJsonDocument::Compact)),
            orNull(tier.stripeProductId),
            orNull(tier.stripePriceMonthlyId),
            orNull(tier.stripePriceAnnualId),
            tier.isActive,
            tier.displayOrder};
}

// What must be unique is asked first, so that the answer names the field.
Result<void> checkUnique(Session &session, const Tier &tier)
{
    static const QString sql =
        QStringLiteral("select name, code = ?, display_order = ? from billing.subscription_tiers"
                       " where id <> ? and (code = ? or display_order = ?) limit 1");
    struct Other
    {
        QString name;
        bool code;
    };
    const auto other = session.selectOne(
        sql, {tier.code, tier.displayOrder, tier.id, tier.code, tier.displayOrder},
        [](const Row &row) {
            return Other{row.text(0), row.boolean(1)};
        });
    if (!other)
        return fail(other.error());
    if (!*other)
        return {};
    return fail(ErrorCode::InvalidArgument,
                (*other)->code
                    ? QStringLiteral("The tier %1 has this code already.").arg((*other)->name)
                    : QStringLiteral("The tier %1 stands at this place already. Choose another "
                                     "display order.")
                          .arg((*other)->name));
}

Result<qint64> writeTier(Session &session, const Tier &tier)
{
    static const QString insert = QStringLiteral(
        "insert into billing.subscription_tiers (code, name, price_monthly_cents,"
        " price_annual_cents, currency, orders_per_month, products_limit, team_members, features,"
        " stripe_product_id, stripe_price_monthly_id, stripe_price_annual_id, is_active,"
        " display_order) values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?) returning id");
    static const QString update = QStringLiteral(
        "update billing.subscription_tiers set code = ?, name = ?, price_monthly_cents = ?,"
        " price_annual_cents = ?, currency = ?, orders_per_month = ?, products_limit = ?,"
        " team_members = ?, features = ?::jsonb, stripe_product_id = ?,"
        " stripe_price_monthly_id = ?, stripe_price_annual_id = ?, is_active = ?,"
        " display_order = ?, revision = revision + 1, updated_at = now()"
        " where id = ? returning id");
    QVariantList values = valuesOf(tier);
    if (tier.id != 0)
        values.append(tier.id);
    const auto id = session.selectOne(tier.id == 0 ? insert : update, values,
                                      [](const Row &row) { return row.integer(0); });
    if (!id)
        return fail(id.error());
    return id->value_or(0);
}

// The stored tier that an edit was made on; an empty one for a new tier.
Result<Tier> tierBefore(Session &session, const Tier &tier, qint64 expectedRevision)
{
    if (tier.id == 0)
        return Tier{};
    auto before = tierById(session, tier.id, QStringLiteral(" for update"));
    if (!before)
        return before;
    if (before->revision != expectedRevision)
        return fail(ErrorCode::Conflict,
                    QStringLiteral("Somebody else changed this tier in the meantime. Compare the "
                                   "two versions."));
    if (before->code != tier.code)
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("The code of a tier cannot change, programs rely on it."));
    return before;
}

Result<Tier> saveInTransaction(Session &session, Tier tier, qint64 expectedRevision,
                               const QString &actor)
{
    const auto before = tierBefore(session, tier, expectedRevision);
    if (!before)
        return before;
    if (const auto unique = checkUnique(session, tier); !unique)
        return fail(unique.error());
    dropOutdatedStripePrices(*before, tier);
    const auto id = writeTier(session, tier);
    if (!id)
        return fail(id.error());
    tier.id = *id;
    if (const auto kept = keepStripePrices(session, *before, tier); !kept)
        return fail(kept.error());
    const auto after = tierById(session, *id, {});
    if (!after)
        return after;
    if (const auto written = auditTier(session, *before, *after, actor); !written)
        return fail(written.error());
    if (const auto told = notifyChanges(session, {Topic::Tiers}); !told)
        return fail(told.error());
    return after;
}

} // namespace

Result<std::vector<Tier>> listTiers(Session &session)
{
    return session.select(tierColumns() + QStringLiteral(" order by display_order"), {}, readTier);
}

Result<Tier> getTier(Session &session, qint64 id)
{
    return tierById(session, id, {});
}

Result<Tier> saveTier(Session &session, const Tier &tier, qint64 expectedRevision,
                      const QString &actor)
{
    if (const auto problems = checkTier(tier); !problems.empty())
        return fail(ErrorCode::InvalidArgument, problems.front().message, problems.front().field);
    return inTransaction(session,
                         [&] { return saveInTransaction(session, tier, expectedRevision, actor); });
}

} // namespace Orion
