#include "services/jobs/batches.h"
#include "services/jobs/joblist.h"

namespace Orion
{

namespace
{

// A stretch of subscriptions by their ids at a time. A trial or a Stripe period that is over opens
// nothing: what follows it is not known yet.
const QString openSql = QStringLiteral(R"(
with stretch as (
    select id, vendor_id, status, stripe_subscription_id, period_start, period_end, trial_ends_at
    from billing.vendor_subscriptions where id > ? order by id limit ?
), due as (
    select vendor_id, billing.window_start(period_start, ?) as start
    from stretch
    where status in ('trial', 'active', 'past_due') and period_start <= ?
      and case when stripe_subscription_id is not null then coalesce(period_end > ?, true)
               when status = 'trial' then trial_ends_at > ?
               else true end
), opened as (
    insert into billing.usage_windows (vendor_id, metric, window_start)
    select vendor_id, 'orders', start from due order by vendor_id
    on conflict do nothing returning 1
)
select (select count(*) from opened), (select max(id) from stretch),
       (select count(*) from stretch))");

struct Stretch
{
    qint64 opened = 0;
    qint64 lastId = 0;
    qint64 looked = 0;
};

} // namespace

Result<JobOutcome> resetPeriodCounters(JobContext &context)
{
    const QDateTime now = context.now();
    qint64 after = 0;
    const auto opened = inBatches(context, 0, [&](qint64 most) -> Result<Batch> {
        const auto found = context.session().selectOne(
            openSql, {after, most, now, now, now, now}, [](const Row &row) {
                return Stretch{row.integer(0), row.integer(1), row.integer(2)};
            });
        if (!found)
            return fail(found.error());
        const Stretch stretch = found->value_or(Stretch());
        after = stretch.lastId;
        return Batch{stretch.opened, stretch.looked < most};
    });
    if (!opened)
        return fail(opened.error());
    if (*opened > 0)
        context.changed({Topic::Vendors});
    return JobOutcome{*opened, QStringLiteral("%1 order windows were opened.").arg(*opened)};
}

} // namespace Orion
