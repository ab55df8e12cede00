#include "services/billing/subscriptionwriter.h"

#include "services/billing/subscriptionbulk.h"
#include "services/billing/subscriptionchanges.h"
#include "services/billing/subscriptionrow.h"

namespace Orion
{

namespace
{

const QString byStripeIdSql =
    QStringLiteral("select ") + subscriptionColumns() +
    QStringLiteral(" from billing.vendor_subscriptions where stripe_subscription_id = ? "
                   "for update");

const QString liveSql =
    QStringLiteral("select ") + subscriptionColumns() +
    QStringLiteral(" from billing.vendor_subscriptions where vendor_id = ? and status in "
                   "('trial', 'active', 'past_due', 'paused', 'incomplete') for update");

const QString currentSql =
    QStringLiteral("select ") + subscriptionColumns() +
    QStringLiteral(" from billing.vendor_subscriptions where vendor_id = ? and is_current");

const QString addonSql = QStringLiteral(R"(
insert into billing.vendor_addons as a
    (vendor_id, addon_id, status, stripe_subscription_id, stripe_status, domain_name, quantity,
     price_cents, currency, period_start, period_end, cancel_at, ended_at)
values (?, ?, coalesce(?, 'incomplete'), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (stripe_subscription_id) do update set
    addon_id = excluded.addon_id, status = coalesce(?, a.status),
    stripe_status = excluded.stripe_status,
    domain_name = coalesce(excluded.domain_name, a.domain_name), quantity = excluded.quantity,
    price_cents = excluded.price_cents, currency = excluded.currency,
    period_start = excluded.period_start, period_end = excluded.period_end,
    cancel_at = excluded.cancel_at, ended_at = excluded.ended_at, updated_at = now())");

const QString knownAddonSql = QStringLiteral(
    "select exists (select from billing.vendor_addons where stripe_subscription_id = ?)");

QVariant orNull(const QString &text)
{
    return text.isEmpty() ? QVariant(QMetaType::fromType<QString>()) : QVariant(text);
}

QVariant orNull(const std::optional<qint64> &number)
{
    return number ? QVariant(*number) : QVariant(QMetaType::fromType<qint64>());
}

} // namespace

Result<std::optional<Subscription>> lockSubscription(Session &session,
                                                     const QString &stripeSubscriptionId)
{
    return session.selectOne(byStripeIdSql, {stripeSubscriptionId}, readSubscriptionRow);
}

Result<std::optional<Subscription>> lockLiveSubscription(Session &session, qint64 vendorId)
{
    return session.selectOne(liveSql, {vendorId}, readSubscriptionRow);
}

Result<std::optional<Subscription>> currentSubscription(Session &session, qint64 vendorId)
{
    return session.selectOne(currentSql, {vendorId}, readSubscriptionRow);
}

Result<qint64> saveSubscription(Session &session, const std::optional<Subscription> &before,
                                const Subscription &after, const ChangeCause &cause)
{
    Subscription saved = after;
    if (after.id == 0) {
        const auto id = insertSubscription(session, after);
        if (!id)
            return id;
        saved.id = *id;
    } else if (const auto updated = updateSubscriptions(session, {after}); !updated) {
        return fail(updated.error());
    }
    if (const auto recorded = recordChanges(session, {{before, saved, cause}}); !recorded)
        return fail(recorded.error());
    return saved.id;
}

Result<void> saveAddon(Session &session, const AddonSubscription &addon)
{
    const QVariant status = orNull(addon.status ? toText(*addon.status) : QString());
    const auto done = session.execute(
        addonSql,
        {addon.vendorId, addon.addonId, status, addon.stripeSubscriptionId, addon.stripeStatus,
         orNull(addon.domainName), addon.quantity, orNull(addon.priceCents), addon.currency,
         addon.periodStart, addon.periodEnd, addon.cancelAt, addon.endedAt, status});
    return done ? Result<void>() : fail(done.error());
}

Result<bool> isKnownAddon(Session &session, const QString &stripeSubscriptionId)
{
    const auto known = session.selectOne(knownAddonSql, {stripeSubscriptionId},
                                         [](const Row &row) { return row.boolean(0); });
    if (!known)
        return fail(known.error());
    return known->value_or(false);
}

} // namespace Orion
