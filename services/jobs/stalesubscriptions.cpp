#include "models/domain/words.h"
#include "services/jobs/expiry.h"
#include "services/jobs/joblist.h"
#include "services/jobs/oldrecords.h"

namespace Orion
{

namespace
{

constexpr qint64 daysKept = 30;

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

struct Cleared
{
    qint64 subscriptions = 0;
    qint64 addons = 0;
    qint64 keys = 0;
    qint64 records = 0;
};

QString sentences(const Cleared &cleared)
{
    QStringList said;
    if (cleared.subscriptions > 0)
        said << counted(cleared.subscriptions, QStringLiteral("1 subscription expired."),
                        QStringLiteral("%1 subscriptions expired."));
    if (cleared.addons > 0)
        said << counted(cleared.addons, QStringLiteral("1 add-on expired."),
                        QStringLiteral("%1 add-ons expired."));
    if (cleared.keys > 0)
        said << counted(cleared.keys, QStringLiteral("1 key of a usage change was forgotten."),
                        QStringLiteral("%1 keys of usage changes were forgotten."));
    if (cleared.records > 0)
        said << counted(cleared.records, QStringLiteral("1 old record was forgotten."),
                        QStringLiteral("%1 old records were forgotten."));
    return said.isEmpty() ? QStringLiteral("Nothing was due.") : said.join(u' ');
}

} // namespace

Result<JobOutcome> cleanupStaleSubscriptions(JobContext &context)
{
    static const Expiry cancelled{QStringLiteral("cancelled"), QStringLiteral("true"),
                                  QStringLiteral("coalesce(ended_at, updated_at)"),
                                  QStringLiteral("ended_at")};
    const QDateTime now = context.now();
    const QDateTime until = now.addDays(-daysKept);
    const QString actor = context.actor();
    const auto subscriptions = inBatches(context, 0, [&](qint64 most) {
        return expireSubscriptions(context, cancelled, until, most);
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
    return JobOutcome{
        *all, sentences({*subscriptions, *addons - *subscriptions, *keys - *addons, *all - *keys})};
}

} // namespace Orion
