#include "services/jobs/expiry.h"

namespace Orion
{

namespace
{

// Found by the index, then locked in the order in which everybody locks subscriptions, and looked
// at again: they may have changed while the lock was waited for. The array and the joined text keep
// the planner from going through that index for every row, as it does where its statistics are old.
// Nothing is paid before or after.
const QString expireSql = QStringLiteral(R"(
with due as (
    select id from billing.vendor_subscriptions s
    where id = any (array(
        select id from billing.vendor_subscriptions
        where status = '%1' and %2 and %3 <= ?
        order by %3 limit ?))
      and status || '' = '%1' and %2 and %3 <= ?
    order by id for update of s
), expired as (
    update billing.vendor_subscriptions s
    set status = 'expired', ended_at = %3, updated_at = ?
    from due where s.id = due.id
    returning s.id, s.vendor_id, s.tier_id, s.price_cents, s.currency, s.ended_at
), recorded as (
    insert into billing.subscription_changes
        (vendor_id, subscription_id, occurred_at, old_tier_id, new_tier_id, old_status, new_status,
         old_price_cents, new_price_cents, currency, cause, actor)
    select vendor_id, id, ?, tier_id, tier_id, '%1', 'expired', price_cents, price_cents,
           currency, ?, ?
    from expired
), audited as (
    insert into billing.audit_log (occurred_at, actor, action, entity, entity_id, before, after)
    select ?, ?, 'subscription.expired', 'vendor', v.vendor_code,
           jsonb_build_object('status', '%1', '%4', e.ended_at),
           jsonb_build_object('status', 'expired')
    from expired e join billing.vendors v on v.id = e.vendor_id
)
select count(*) from expired)");

} // namespace

Result<Batch> expireSubscriptions(JobContext &context, const Expiry &expiry, const QDateTime &until,
                                  qint64 mostRows)
{
    const QDateTime now = context.now();
    const QString actor = context.actor();
    const auto rows = context.session().selectOne(
        expireSql.arg(expiry.status, expiry.condition, expiry.over, expiry.told),
        {until, mostRows, until, now, now, context.name(), actor, now, actor},
        [](const Row &row) { return row.integer(0); });
    if (!rows)
        return fail(rows.error());
    return Batch{rows->value_or(0), rows->value_or(0) < mostRows};
}

} // namespace Orion
