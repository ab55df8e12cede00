#include "services/billing/subscriptionbulk.h"

#include "services/billing/subscriptionrow.h"
#include "services/database/idlist.h"
#include "services/database/jsonrows.h"

#include <array>

namespace Orion
{

namespace
{

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

// One row of JSON for each subscription; describe() writes them.
const QString given = QStringLiteral(R"(
json_to_recordset(?::json) as g (
    id bigint, vendor_id bigint, tier_id bigint, status text, is_annual boolean,
    stripe_customer_id text, stripe_subscription_id text, stripe_status text, stripe_item_id text,
    stripe_price_id text, price_unknown boolean, price_cents bigint, currency text,
    period_start timestamptz, period_end timestamptz, trial_ends_at timestamptz,
    cancel_at timestamptz, cancel_reason text, ended_at timestamptz, past_due_since timestamptz,
    has_payment_method boolean))");

const QString insertSql = QStringLiteral(R"(
insert into billing.vendor_subscriptions
    (vendor_id, tier_id, status, is_annual, stripe_customer_id, stripe_subscription_id,
     stripe_status, stripe_item_id, stripe_price_id, price_unknown, price_cents, currency,
     period_start, period_end, trial_ends_at, cancel_at, cancel_reason, ended_at, past_due_since,
     has_own_payment_method, has_payment_method)
select g.vendor_id, g.tier_id, g.status, g.is_annual, g.stripe_customer_id,
       g.stripe_subscription_id, g.stripe_status, g.stripe_item_id, g.stripe_price_id,
       g.price_unknown, g.price_cents, g.currency, g.period_start, g.period_end, g.trial_ends_at,
       g.cancel_at, g.cancel_reason, g.ended_at, g.past_due_since, g.has_payment_method,
       g.has_payment_method or v.has_payment_method
from %1 join billing.vendors v on v.id = g.vendor_id
returning id)")
                              .arg(given);

const QString updateSql = QStringLiteral(R"(
update billing.vendor_subscriptions s set
    tier_id = g.tier_id, status = g.status, is_annual = g.is_annual,
    stripe_customer_id = g.stripe_customer_id,
    stripe_subscription_id = g.stripe_subscription_id, stripe_status = g.stripe_status,
    stripe_item_id = g.stripe_item_id, stripe_price_id = g.stripe_price_id,
    price_unknown = g.price_unknown, price_cents = g.price_cents, currency = g.currency,
    period_start = g.period_start, period_end = g.period_end, trial_ends_at = g.trial_ends_at,
    cancel_at = g.cancel_at, cancel_reason = g.cancel_reason, ended_at = g.ended_at,
    past_due_since = g.past_due_since, has_own_payment_method = g.has_payment_method,
    has_payment_method = g.has_payment_method or v.has_payment_method, updated_at = now()
from %1, billing.vendors v
where s.id = g.id and v.id = s.vendor_id)")
                              .arg(given);

const QString windowSql = QStringLiteral(R"(
insert into billing.usage_windows (vendor_id, metric, window_start)
select vendor_id, 'orders', start
from json_to_recordset(?::json) as g (vendor_id bigint, start timestamptz)
order by vendor_id, start
on conflict do nothing)");

void describe(JsonRows::RowWriter &row, const Subscription &s)
{
    row.add("id", s.id)
        .add("vendor_id", s.vendorId)
        .add("tier_id", s.tierId)
        .add("status", toText(s.status))
        .add("is_annual", s.isAnnual)
        .addOrNull("stripe_customer_id", s.stripeCustomerId)
        .addOrNull("stripe_subscription_id", s.stripeSubscriptionId)
        .addOrNull("stripe_status", s.stripeStatus)
        .addOrNull("stripe_item_id", s.stripeItemId)
        .addOrNull("stripe_price_id", s.stripePriceId)
        .add("price_unknown", s.priceUnknown)
        .add("price_cents", s.priceCents)
        .add("currency", s.currency)
        .add("period_start", s.periodStart)
        .add("period_end", s.periodEnd)
        .add("trial_ends_at", s.trialEndsAt)
        .add("cancel_at", s.cancelAt)
        .addOrNull("cancel_reason", s.cancelReason)
        .add("ended_at", s.endedAt)
        .add("past_due_since", s.pastDueSince)
        .add("has_payment_method", s.hasPaymentMethod);
}

} // namespace

Result<std::vector<Subscription>> lockSubscriptions(Session &session,
                                                    const QStringList &stripeSubscriptionIds)
{
    return session.select(lockSql, {idList(stripeSubscriptionIds)}, readSubscriptionRow);
}

Result<qint64> insertSubscription(Session &session, const Subscription &subscription)
{
    const auto id =
        session.selectOne(insertSql, {JsonRows::text(std::array{subscription}, describe)},
                          [](const Row &row) { return row.integer(0); });
    if (!id)
        return fail(id.error());
    if (!*id)
        return fail(ErrorCode::NotFound, QStringLiteral("The vendor is gone."));
    return **id;
}

Result<void> updateSubscriptions(Session &session, const std::vector<Subscription> &subscriptions)
{
    if (subscriptions.empty())
        return {};
    const auto updated = session.execute(updateSql, {JsonRows::text(subscriptions, describe)});
    if (!updated)
        return fail(updated.error());
    if (std::size_t(*updated) != subscriptions.size())
        return fail(ErrorCode::NotFound, QStringLiteral("The subscription is gone."));
    return {};
}

Result<void> openOrderWindows(Session &session, const OrderWindows &windows)
{
    return JsonRows::write(session, windowSql, windows,
                           [](JsonRows::RowWriter &row, const auto &window) {
                               row.add("vendor_id", window.first).add("start", window.second);
                           });
}

} // namespace Orion
