#include "services/jobs/batches.h"
#include "services/jobs/joblist.h"

namespace Orion
{

namespace
{

// Found by the index, then locked in the order in which everybody locks subscriptions, and looked
// at again: they may have changed while the lock was waited for. The array and the joined text keep
// the planner from going through that index for every row, as it does where its statistics are old.
const QString expireSql = QStringLiteral(R"(
with due as (
    select s.id from billing.vendor_subscriptions s
    where s.id = any (array(
        select id from billing.vendor_subscriptions
        where status = 'trial' and stripe_subscription_id is null and trial_ends_at <= ?
        order by trial_ends_at limit ?))
      and s.status || '' = 'trial' and s.stripe_subscription_id is null and s.trial_ends_at <= ?
    order by s.id for update of s
), expired as (
    update billing.vendor_subscriptions s
    set status = 'expired', ended_at = s.trial_ends_at, updated_at = ?
    from due where s.id = due.id
    returning s.id, s.vendor_id, s.tier_id, s.price_cents, s.currency, s.trial_ends_at
), recorded as (
    insert into billing.subscription_changes
        (vendor_id, subscription_id, occurred_at, old_tier_id, new_tier_id, old_status, new_status,
         old_price_cents, new_price_cents, currency, cause, actor)
    select vendor_id, id, ?, tier_id, tier_id, 'trial', 'expired', price_cents, price_cents,
           currency, ?, ?
    from expired
), audited as (
    insert into billing.audit_log (occurred_at, actor, action, entity, entity_id, before, after)
    select ?, ?, 'subscription.expired', 'vendor', v.vendor_code,
           jsonb_build_object('status', 'trial', 'trial_ends_at', e.trial_ends_at),
           jsonb_build_object('status', 'expired')
    from expired e join billing.vendors v on v.id = e.vendor_id
)
select count(*) from expired)");

} // namespace

Result<JobOutcome> checkTrialExpirations(JobContext &context)
{
    const QDateTime now = context.now();
    const auto expired = inBatches(context, 0, [&](qint64 most) -> Result<Batch> {
        const auto rows = context.session().selectOne(
            expireSql,
            {now, most, now, now, now, context.name(), context.actor(), now, context.actor()},
            [](const Row &row) { return row.integer(0); });
        if (!rows)
            return fail(rows.error());
        return Batch{rows->value_or(0), rows->value_or(0) < most};
    });
    if (!expired)
        return fail(expired.error());
    if (*expired > 0)
        context.changed({Topic::Vendors});
    return JobOutcome{*expired, QStringLiteral("%1 trials are over.").arg(*expired)};
}

} // namespace Orion
