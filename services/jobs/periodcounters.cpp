#include "models/domain/words.h"
#include "services/jobs/batches.h"
#include "services/jobs/joblist.h"

namespace Orion
{

namespace
{

// Most of those that are looked at are not due: so many times as many as may be opened at once.
constexpr qint64 lookedAtOnce = 5;

// A stretch of subscriptions by their ids at a time, and of those that are due as many as a
// transaction may have; the next one goes on behind the last. A trial or a Stripe period that is
// over opens nothing: what follows it is not known yet. The offsets keep the planner from reading
// all windows for each stretch.
const QString openSql = QStringLiteral(R"(
with stretch as (
    select id, vendor_id, status, stripe_subscription_id, period_start, period_end, trial_ends_at
    from billing.vendor_subscriptions where id > ? order by id limit ?
), due as materialized (
    select id, vendor_id, start from (
        select id, vendor_id, billing.window_start(period_start, period_end, ?) as start
        from stretch
        where status in ('trial', 'active', 'past_due') and period_start <= ?
          and case when stripe_subscription_id is not null then coalesce(period_end > ?, true)
                   when status = 'trial' then trial_ends_at > ?
                   else true end
        offset 0) present
    where not exists (select from billing.usage_windows w where w.vendor_id = present.vendor_id
                      and w.metric = 'orders' and w.window_start = present.start offset 0)
    order by id limit ?
), opened as (
    insert into billing.usage_windows (vendor_id, metric, window_start)
    select vendor_id, 'orders', start from due order by vendor_id
    on conflict do nothing returning 1
)
select (select count(*) from opened), (select count(*) from due), (select max(id) from due),
       (select count(*) from stretch), (select max(id) from stretch))");

struct Stretch
{
    qint64 opened = 0; // somebody else may have opened some meanwhile
    qint64 due = 0;
    qint64 lastDue = 0;
    qint64 looked = 0;
    qint64 lastLooked = 0;
};

Stretch readStretch(const Row &row)
{
    return {row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4)};
}

} // namespace

Result<JobOutcome> resetPeriodCounters(JobContext &context)
{
    const QDateTime now = context.now();
    qint64 after = 0;
    const auto opened = inBatches(context, 0, [&](qint64 most) -> Result<Batch> {
        const qint64 look = most * lookedAtOnce;
        const auto found = context.session().selectOne(
            openSql, {after, look, now, now, now, now, most}, readStretch);
        if (!found)
            return fail(found.error());
        const Stretch stretch = found->value_or(Stretch());
        const bool isFull = stretch.due == most; // the rest of the stretch is not done
        after = isFull ? stretch.lastDue : stretch.lastLooked;
        return Batch{stretch.opened, !isFull && stretch.looked < look};
    });
    if (!opened)
        return fail(opened.error());
    if (*opened > 0)
        context.changed({Topic::Vendors});
    return JobOutcome{*opened, counted(*opened, QStringLiteral("1 order window was opened."),
                                       QStringLiteral("%1 order windows were opened."))};
}

} // namespace Orion
