#include "services/billing/subscriptionbulk.h"

#include "services/billing/subscriptionrow.h"
#include "services/database/jsonrows.h"

namespace Orion
{

namespace
{

constexpr char16_t separator = 0x1f; // of ids, which hold no such character

const QString lockSql = QStringLiteral(R"(
with own as (
    select id, vendor_id from billing.vendor_subscriptions
    where stripe_subscription_id = any (string_to_array(?, chr(31)))
)
select %1 from billing.vendor_subscriptions s
where s.id in (
    select id from own
    union
    select l.id from own join billing.vendor_subscriptions l using (vendor_id)
    where l.status in ('trial', 'active', 'past_due', 'paused', 'incomplete'))
order by s.id for update of s)")
                            .arg(subscriptionColumns());

const QString updateSql = QStringLiteral(R"(
update billing.vendor_subscriptions s set
    tier_id = g.tier_id, is_annual = g.is_annual, stripe_customer_id = g.stripe_customer_id,
    stripe_status = g.stripe_status, stripe_item_id = g.stripe_item_id,
    stripe_price_id = g.stripe_price_id, price_unknown = g.price_unknown,
    price_cents = g.price_cents, currency = g.currency, period_start = g.period_start,
    period_end = g.period_end, trial_ends_at = g.trial_ends_at, cancel_at = g.cancel_at,
    cancel_reason = g.cancel_reason, ended_at = g.ended_at, past_due_since = g.past_due_since,
    has_own_payment_method = g.has_payment_method,
    has_payment_method = g.has_payment_method or v.has_payment_method, updated_at = now()
from json_to_recordset(?::json) as g (
    id bigint, tier_id bigint, is_annual boolean, stripe_customer_id text, stripe_status text,
    stripe_item_id text, stripe_price_id text, price_unknown boolean, price_cents bigint,
    currency text, period_start timestamptz, period_end timestamptz, trial_ends_at timestamptz,
    cancel_at timestamptz, cancel_reason text, ended_at timestamptz, past_due_since timestamptz,
    has_payment_method boolean), billing.vendors v
where s.id = g.id and v.id = s.vendor_id)");

const QString windowSql = QStringLiteral(R"(
insert into billing.usage_windows (vendor_id, metric, window_start)
select vendor_id, 'orders', start
from json_to_recordset(?::json) as g (vendor_id bigint, start timestamptz)
order by vendor_id, start
on conflict do nothing)");

QJsonObject toJson(const Subscription &s)
{
    using namespace JsonRows;
    return {{QStringLiteral("id"), s.id},
            {QStringLiteral("tier_id"), s.tierId},
            {QStringLiteral("is_annual"), s.isAnnual},
            {QStringLiteral("stripe_customer_id"), orNull(s.stripeCustomerId)},
            {QStringLiteral("stripe_status"), orNull(s.stripeStatus)},
            {QStringLiteral("stripe_item_id"), orNull(s.stripeItemId)},
            {QStringLiteral("stripe_price_id"), orNull(s.stripePriceId)},
            {QStringLiteral("price_unknown"), s.priceUnknown},
            {QStringLiteral("price_cents"), orNull(s.priceCents)},
            {QStringLiteral("currency"), s.currency},
            {QStringLiteral("period_start"), orNull(s.periodStart)},
            {QStringLiteral("period_end"), orNull(s.periodEnd)},
            {QStringLiteral("trial_ends_at"), orNull(s.trialEndsAt)},
            {QStringLiteral("cancel_at"), orNull(s.cancelAt)},
            {QStringLiteral("cancel_reason"), orNull(s.cancelReason)},
            {QStringLiteral("ended_at"), orNull(s.endedAt)},
            {QStringLiteral("past_due_since"), orNull(s.pastDueSince)},
            {QStringLiteral("has_payment_method"), s.hasPaymentMethod}};
}

} // namespace

Result<std::vector<Subscription>> lockSubscriptions(Session &session,
                                                    const QStringList &stripeSubscriptionIds)
{
    return session.select(lockSql, {stripeSubscriptionIds.join(QChar(separator))},
                          readSubscriptionRow);
}

Result<void> updateSubscriptions(Session &session, const std::vector<Subscription> &subscriptions)
{
    return JsonRows::write(session, updateSql, subscriptions, toJson);
}

Result<void> openOrderWindows(Session &session, const std::vector<OrderWindow> &windows)
{
    return JsonRows::write(session, windowSql, windows, [](const OrderWindow &window) {
        return QJsonObject{{QStringLiteral("vendor_id"), window.vendorId},
                           {QStringLiteral("start"), JsonRows::orNull(window.start)}};
    });
}

} // namespace Orion
