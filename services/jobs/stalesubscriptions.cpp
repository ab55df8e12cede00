#include "services/jobs/batches.h"
#include "services/jobs/joblist.h"
#include "services/jobs/oldrecords.h"

namespace Orion
{

namespace
{

constexpr qint64 daysKept = 30;

// As in trialexpirations.cpp. Cancelled pays nothing, and neither does expired.
const QString expireSql = QStringLiteral(R"(
with due as (
    select s.id from billing.vendor_subscriptions s
    where s.id = any (array(
        select id from billing.vendor_subscriptions
        where status = 'cancelled' and coalesce(ended_at, updated_at) <= ?
        order by coalesce(ended_at, updated_at) limit ?))
      and s.status || '' = 'cancelled' and coalesce(s.ended_at, s.updated_at) <= ?
    order by s.id for update of s
), expired as (
    update billing.vendor_subscriptions s
    set status = 'expired', ended_at = coalesce(s.ended_at, s.updated_at), updated_at = ?
    from due where s.id = due.id
    returning s.id, s.vendor_id, s.tier_id, s.price_cents, s.currency, s.ended_at
), recorded as (
    insert into billing.subscription_changes
        (vendor_id, subscription_id, occurred_at, old_tier_id, new_tier_id, old_status, new_status,
         old_price_cents, new_price_cents, currency, cause, actor)
    select vendor_id, id, ?, tier_id, tier_id, 'cancelled', 'expired', price_cents, price_cents,
           currency, ?, ?
    from expired
), audited as (
    insert into billing.audit_log (occurred_at, actor, action, entity, entity_id, before, after)
    select ?, ?, 'subscription.expired', 'vendor', v.vendor_code,
           jsonb_build_object('status', 'cancelled', 'ended_at', e.ended_at),
           jsonb_build_object('status', 'expired')
    from expired e join billing.vendors v on v.id = e.vendor_id
)
select count(*) from expired)");

const QString addonSql = QStringLiteral(R"(
with due as (
    select id from billing.vendor_addons
    where status = 'cancelled' and coalesce(ended_at, updated_at) <= ?
    order by id limit ? for update
), expired as (
    update billing.vendor_addons a set status = 'expired', updated_at = ?
    from due where a.id = due.id returning a.id, a.vendor_id, a.addon_id
), audited as (
    insert into billing.audit_log (occurred_at, actor, action, entity, entity_id, before, after)
    select ?, ?, 'addon.expired', 'vendor', v.vendor_code,
           jsonb_build_object('status', 'cancelled', 'addon', p.code),
           jsonb_build_object('status', 'expired', 'addon', p.code)
    from expired e join billing.vendors v on v.id = e.vendor_id
    join billing.addon_products p on p.id = e.addon_id
)
select count(*) from expired)");

const QString forgetSql = QStringLiteral(R"(
with due as (
    select vendor_id, idempotency_key from billing.usage_requests
    where created_at <= ? order by created_at limit ?
), gone as (
    delete from billing.usage_requests r using due
    where r.vendor_id = due.vendor_id and r.idempotency_key = due.idempotency_key
    returning 1
)
select count(*) from gone)");

// Runs a statement that takes at most so many rows until it finds fewer.
Result<qint64> untilNothingIsLeft(JobContext &context, qint64 doneBefore, const QString &sql,
                                  const std::function<QVariantList(qint64)> &arguments)
{
    return inBatches(context, doneBefore, [&](qint64 most) -> Result<Batch> {
        const auto rows = context.session().selectOne(
            sql, arguments(most), [](const Row &row) { return row.integer(0); });
        if (!rows)
            return fail(rows.error());
        return Batch{rows->value_or(0), rows->value_or(0) < most};
    });
}

} // namespace

Result<JobOutcome> cleanupStaleSubscriptions(JobContext &context)
{
    const QDateTime now = context.now();
    const QDateTime until = now.addDays(-daysKept);
    const QString actor = context.actor();
    const auto subscriptions =
        untilNothingIsLeft(context, 0, expireSql, [&](qint64 most) -> QVariantList {
            return {until, most, until, now, now, context.name(), actor, now, actor};
        });
    if (!subscriptions)
        return fail(subscriptions.error());
    const auto addons =
        untilNothingIsLeft(context, *subscriptions, addonSql, [&](qint64 most) -> QVariantList {
            return {until, most, now, now, actor};
        });
    if (!addons)
        return fail(addons.error());
    if (*addons > 0)
        context.changed({Topic::Vendors, Topic::Addons});
    const auto keys = untilNothingIsLeft(context, *addons, forgetSql, [&](qint64 most) {
        return QVariantList{until, most};
    });
    if (!keys)
        return fail(keys.error());
    const auto all = forgetOldRecords(context, *keys);
    if (!all)
        return fail(all.error());
    return JobOutcome{*all, QStringLiteral("%1 subscriptions and %2 add-ons expired, %3 keys of "
                                           "usage changes and %4 old records were forgotten.")
                                .arg(*subscriptions)
                                .arg(*addons - *subscriptions)
                                .arg(*keys - *addons)
                                .arg(*all - *keys)};
}

} // namespace Orion
