#include "services/billing/vendorquery.h"

#include "models/domain/period.h"

#include <QJsonObject>

namespace Orion
{

namespace
{

// {"orders": {"limit": 500, "expires": "2026-…"}, …}: the vendor's exceptions by metric.
std::optional<LimitOverride> overrideOf(const QJsonObject &all, const QString &metric)
{
    const auto found = all.constFind(metric);
    if (found == all.constEnd())
        return std::nullopt;
    const QJsonObject entry = found->toObject();
    LimitOverride custom;
    if (!entry.value(QStringLiteral("limit")).isNull())
        custom.limit = entry.value(QStringLiteral("limit")).toInteger();
    custom.expiresAt =
        QDateTime::fromString(entry.value(QStringLiteral("expires")).toString(), Qt::ISODateWithMs);
    return custom;
}

// The count of the window that is open now; an older one says nothing about it.
qint64 ordersNow(const Period &billed, const QDateTime &windowStart, qint64 used,
                 const QDateTime &now)
{
    if (!windowStart.isValid())
        return 0;
    const Period window =
        billed.start.isValid() ? orderWindow(billed, now) : monthlyWindow(windowStart, now);
    // Times are cut to milliseconds on the way here.
    return windowStart.addMSecs(1) >= window.start ? used : 0;
}

} // namespace

VendorStatement selectSummaries(const VendorStatement &picked, bool descending,
                                const QDateTime &now)
{
    static const QString head = QStringLiteral(
        "select v.id, v.vendor_code, v.name, v.email, v.created_at, t.code, t.name, s.status,"
        " s.stripe_status, s.is_annual, s.currency, s.mrr_cents, s.period_start, s.period_end,"
        " s.cancel_at, t.orders_per_month, t.products_limit, t.team_members, o.overrides,"
        " w.window_start, w.used, g.products, g.team_members, picked.key::text from (");
    static const QString joins = QStringLiteral(
        ") picked join billing.vendors v on v.id = picked.id"
        " left join billing.vendor_subscriptions s on s.vendor_id = v.id and s.is_current"
        " left join billing.subscription_tiers t on t.id = s.tier_id"
        " left join billing.usage_gauges g on g.vendor_id = v.id"
        " left join lateral (select window_start, used from billing.usage_windows"
        "  where vendor_id = v.id and metric = 'orders' and window_start <= ?"
        "  order by window_start desc limit 1) w on true"
        " left join lateral (select jsonb_object_agg(metric, jsonb_build_object("
        "  'limit', limit_value, 'expires', expires_at)) as overrides"
        "  from billing.limit_overrides where vendor_id = v.id) o on true"
        " order by picked.key%1, picked.id%1");
    VendorStatement statement;
    statement.sql = head + picked.sql +
                    QString(joins).replace(QStringLiteral("%1"),
                                           descending ? QStringLiteral(" desc") : QString());
    statement.arguments = picked.arguments;
    statement.arguments.append(now);
    return statement;
}

SummaryRow readSummary(const Row &row, const QDateTime &now)
{
    VendorSummary vendor;
    vendor.vendorId = row.integer(0);
    vendor.vendorCode = row.text(1);
    vendor.name = row.text(2);
    vendor.email = row.text(3);
    vendor.createdAt = row.time(4);
    vendor.tierCode = row.text(5);
    vendor.tierName = row.text(6);
    vendor.status = subscriptionStatusFromText(row.text(7));
    vendor.stripeStatus = row.text(8);
    vendor.isAnnual = row.boolean(9);
    vendor.currency = row.text(10);
    vendor.mrrCents = row.integer(11);
    vendor.periodEnd = row.time(13);
    vendor.cancelAt = row.time(14);

    const QJsonObject custom = row.json(18).object();
    const auto limit = [&](int column, const char *metric) {
        return effectiveLimit(row.optionalInteger(column),
                              overrideOf(custom, QLatin1String(metric)), now);
    };
    vendor.orders = {ordersNow({row.time(12), row.time(13)}, row.time(19), row.integer(20), now),
                     limit(15, "orders")};
    vendor.products = {row.integer(21), limit(16, "products")};
    vendor.teamMembers = {row.integer(22), limit(17, "team_members")};
    return {vendor, row.text(23)};
}

} // namespace Orion
