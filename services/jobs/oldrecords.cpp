#include "services/jobs/oldrecords.h"

#include "services/jobs/batches.h"

namespace Orion
{

namespace
{

constexpr qint64 daysKept = 400; // so that a year can be compared with the one before

// The last run by the schedule keeps the job from being done again for that time.
const QString runsSql = QStringLiteral(R"(
with newest as materialized (
    select job, max(scheduled_for) as due from billing.job_runs where requested_by is null group by job
)
delete from billing.job_runs where id = any (array(
    select r.id from billing.job_runs r left join newest n using (job)
    where r.finished_at <= ? and (r.requested_by is not null or r.scheduled_for < n.due)
    order by r.id limit ?)))");

// The last success tells from when on the next recovery compares.
const QString recoveriesSql = QStringLiteral(R"(
delete from billing.webhook_recoveries where id = any (array(
    select r.id from billing.webhook_recoveries r
    where r.finished_at <= ?
      and r.id is distinct from (select n.id from billing.webhook_recoveries n
                                 where n.state = 'succeeded'
                                 order by n.reached desc nulls last, n.id desc limit 1)
    order by r.id limit ?)))");

Result<qint64> deleteAll(JobContext &context, qint64 doneBefore, const QString &sql)
{
    const QDateTime until = context.now().addDays(-daysKept);
    return inBatches(context, doneBefore, [&](qint64 most) -> Result<Batch> {
        const auto gone = context.session().execute(sql, {until, most});
        return gone ? Result<Batch>(Batch{*gone, *gone < most}) : fail(gone.error());
    });
}

} // namespace

Result<qint64> forgetOldRecords(JobContext &context, qint64 doneBefore)
{
    const auto runs = deleteAll(context, doneBefore, runsSql);
    return runs ? deleteAll(context, *runs, recoveriesSql) : runs;
}

} // namespace Orion
