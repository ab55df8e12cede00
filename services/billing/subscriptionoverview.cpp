#include "services/billing/subscriptionoverview.h"

#include "services/database/session.h"

namespace Orion
{

namespace
{

const QString overviewSql = QStringLiteral(R"(
select v.vendor_code, s.status, s.stripe_status, t.code, t.name, s.is_annual, s.trial_ends_at,
    s.period_start, s.period_end, s.cancel_at, s.payment_retry_count, s.has_payment_method,
    w.used, case when oo.vendor_id is null then t.orders_per_month else oo.limit_value end,
    g.products, case when op.vendor_id is null then t.products_limit else op.limit_value end,
    g.team_members, case when om.vendor_id is null then t.team_members else om.limit_value end
from billing.vendors v
left join billing.vendor_subscriptions s on s.vendor_id = v.id and s.is_current
left join billing.subscription_tiers t on t.id = s.tier_id
left join billing.usage_gauges g on g.vendor_id = v.id
left join billing.usage_windows w on w.vendor_id = v.id and w.metric = 'orders'
    and w.window_start = billing.window_start(s.period_start, s.period_end, ?)
left join billing.limit_overrides oo on oo.vendor_id = v.id and oo.metric = 'orders'
    and (oo.expires_at is null or ? < oo.expires_at)
left join billing.limit_overrides op on op.vendor_id = v.id and op.metric = 'products'
    and (op.expires_at is null or ? < op.expires_at)
left join billing.limit_overrides om on om.vendor_id = v.id and om.metric = 'team_members'
    and (om.expires_at is null or ? < om.expires_at)
where v.vendor_code = ?)");

// What the database says until the daily job has come by: a local trial is over when it ends.
std::optional<SubscriptionStatus> statusAt(const QDateTime &now, const Row &row)
{
    const auto status = subscriptionStatusFromText(row.text(1));
    const bool isLocal = row.isNull(2);
    if (status == SubscriptionStatus::Trial && isLocal && row.time(6) <= now)
        return SubscriptionStatus::Expired;
    return status;
}

SubscriptionOverview readRow(const Row &row, const QDateTime &now)
{
    SubscriptionOverview read;
    read.vendorCode = row.text(0);
    read.status = statusAt(now, row);
    read.tierCode = row.text(3);
    read.tierName = row.text(4);
    read.isAnnual = row.boolean(5);
    if (read.status == SubscriptionStatus::Trial)
        read.trialEndsAt = row.time(6);
    read.periodStart = row.time(7);
    read.periodEnd = row.time(8);
    read.cancelAt = row.time(9);
    read.paymentRetryCount = row.integer(10);
    read.hasPaymentMethod = row.boolean(11);
    const auto usage = [&](int column) {
        // Without a tier nothing is allowed, which is not the same as without a limit.
        const Limit limit = read.status ? row.optionalInteger(column + 1) : Limit(0);
        return Usage{row.integer(column), limit};
    };
    read.orders = usage(12);
    read.products = usage(14);
    read.teamMembers = usage(16);
    read.nextBillingDate = nextBilling(read, !row.isNull(2));
    return read;
}

} // namespace

QDateTime nextBilling(const SubscriptionOverview &overview, bool isLinked)
{
    const bool isCharged = overview.status == SubscriptionStatus::Trial ||
                           overview.status == SubscriptionStatus::Active ||
                           overview.status == SubscriptionStatus::PastDue;
    const bool endsBefore = overview.cancelAt.isValid() && overview.cancelAt <= overview.periodEnd;
    return isLinked && isCharged && !endsBefore ? overview.periodEnd : QDateTime();
}

Result<SubscriptionOverview> readOverview(Session &session, const QString &vendorCode,
                                          const QDateTime &now)
{
    const auto found = session.selectOne(overviewSql, {now, now, now, now, vendorCode},
                                         [&](const Row &row) { return readRow(row, now); });
    if (!found)
        return fail(found.error());
    if (!*found)
        return fail(ErrorCode::NotFound,
                    QStringLiteral("There is no vendor %1. Let the platform register it first.")
                        .arg(vendorCode));
    return **found;
}

} // namespace Orion
