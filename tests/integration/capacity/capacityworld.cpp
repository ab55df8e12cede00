#include "tests/integration/capacity/capacityworld.h"

namespace Orion
{

namespace
{

QVariant orNull(const std::optional<int> &number)
{
    return number ? QVariant(*number) : QVariant(QMetaType::fromType<int>());
}

} // namespace

CapacityWorld::CapacityWorld()
    : companion(database.open(QStringLiteral("orion_companion")))
{}

void CapacityWorld::execute(const QString &sql, const QVariantList &arguments)
{
    const auto done = database.session().execute(sql, arguments);
    if (!done)
        qFatal("%s", qPrintable(done.error().detail));
}

void CapacityWorld::vendor(const QString &code, const QString &tier, const UseState &use,
                           const QString &status)
{
    VendorState state;
    state.code = code;
    state.tier = tier;
    state.status = status;
    state.stripeStatus = status == QLatin1String("trial") ? QStringLiteral("trialing") : status;
    state.pastDueSince = status == QLatin1String("past_due") ? usageNow.addDays(-1) : QDateTime();
    addVendor(database, state);
    if (use.products || use.teamMembers || use.storageGb)
        execute(QStringLiteral(
                    "insert into billing.usage_gauges (vendor_id, products, team_members, "
                    "storage_used_gb) select id, coalesce(?::integer, 0), coalesce(?::integer, 0), "
                    "?::numeric from billing.vendors where vendor_code = ?"),
                {orNull(use.products), orNull(use.teamMembers),
                 use.storageGb ? QVariant(*use.storageGb) : QVariant(QMetaType::fromType<double>()),
                 code});
    if (use.orders)
        window(code, state.periodStart, *use.orders);
}

void CapacityWorld::exception(const QString &code, const QString &metric, const Limit &limit,
                              const QDateTime &expiresAt)
{
    execute(QStringLiteral("insert into billing.limit_overrides (vendor_id, metric, limit_value, "
                           "expires_at, reason, created_by) select id, ?, ?::integer, ?, 'agreed', "
                           "'alice' from billing.vendors where vendor_code = ?"),
            {metric, limit ? QVariant(*limit) : QVariant(QMetaType::fromType<qint64>()), expiresAt,
             code});
}

void CapacityWorld::window(const QString &code, const QDateTime &start, int orders)
{
    execute(QStringLiteral("insert into billing.usage_windows (vendor_id, metric, window_start, "
                           "used) select id, 'orders', ?, ? from billing.vendors where "
                           "vendor_code = ?"),
            {start, orders, code});
}

QString described(const LimitedUse &use)
{
    return QStringLiteral("%1 limited use %2 of %3, %4 unlimited use %5")
        .arg(use.limited)
        .arg(use.actual)
        .arg(use.sumOfLimits)
        .arg(use.unlimited)
        .arg(use.unlimitedUse);
}

} // namespace Orion
