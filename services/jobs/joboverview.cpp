#include "services/jobs/joboverview.h"

#include "models/domain/cronschedule.h"
#include "services/jobs/runrows.h"

#include <algorithm>

namespace Orion
{

namespace
{

constexpr int largestPage = 1000;

// The names in the ledger, one step of the index each, for the ledger may be long.
const QString namesSql = QStringLiteral(R"(
with recursive ran as (
    (select job from billing.job_runs order by job limit 1)
    union all
    select (select r.job from billing.job_runs r where r.job > ran.job order by r.job limit 1)
    from ran where ran.job is not null
), names as (
    select job from ran where job is not null union select job from billing.job_schedules
)
)");

const QString jobsSql = namesSql + QStringLiteral(R"(
select n.job, s.schedule, s.since, s.host,
       (select r.scheduled_for from billing.job_runs r
        where r.job = n.job and r.requested_by is null order by r.scheduled_for desc limit 1)
from names n left join billing.job_schedules s using (job)
where s.retired_at is null
order by n.job)");

const QString openSql = QStringLiteral("select %1 from billing.job_runs"
                                       " where state in ('requested', 'running')"
                                       " order by state = 'running' desc, id")
                            .arg(runColumns);

const QString endedSql =
    namesSql +
    QStringLiteral("select %1 from names n cross join lateral ("
                   "select r.* from billing.job_runs r"
                   " where r.job = n.job and r.finished_at is not null"
                   " order by r.started_at desc, r.id desc limit 1) as last")
        .arg(QStringLiteral("last.") +
             QString(runColumns).replace(QStringLiteral(", "), QStringLiteral(", last.")));

const QString historySql = QStringLiteral(R"(
select %1 from billing.job_runs
where job = ? %2
order by started_at desc, id desc limit ?)");
const QString firstPageSql = historySql.arg(runColumns, QString());
const QString nextPageSql =
    historySql.arg(runColumns, QStringLiteral("and (started_at, id) < (select r.started_at, r.id"
                                              " from billing.job_runs r where r.id = ?)"));

Result<Page<JobRun>> pageOf(Result<std::vector<JobRun>> rows, int limit)
{
    if (!rows)
        return fail(rows.error());
    Page<JobRun> page{std::move(*rows), {}};
    if (page.rows.size() > std::size_t(limit)) {
        page.rows.pop_back();
        page.nextCursor = QByteArray::number(page.rows.back().id);
    }
    return page;
}

JobOverview *find(std::vector<JobOverview> &jobs, const QString &name)
{
    const auto found = std::ranges::find(jobs, name, &JobOverview::job);
    return found == jobs.end() ? nullptr : &*found;
}

} // namespace

JobTimes timesOf(const JobOverview &job, const QDateTime &now)
{
    const auto schedule = CronSchedule::parse(job.schedule);
    if (!schedule || !job.since.isValid())
        return {};
    const QDateTime last = schedule->lastUntil(now);
    const bool isMissing =
        last.isValid() && last > job.since && (!job.lastDue.isValid() || job.lastDue < last);
    return {schedule->nextAfter(now), isMissing ? last : QDateTime()};
}

// Open runs are read before those that are over: one that ends meanwhile is seen twice, not never.
Result<std::vector<JobOverview>> listJobs(Session &session)
{
    auto jobs = session.select(jobsSql, {}, [](const Row &row) {
        JobOverview job;
        job.job = row.text(0);
        job.schedule = row.text(1);
        job.since = row.time(2);
        job.host = row.text(3);
        job.lastDue = row.time(4);
        return job;
    });
    if (!jobs)
        return jobs;
    const auto open = session.select(openSql, {}, readRun);
    if (!open)
        return fail(open.error());
    const auto ended = session.select(endedSql, {}, readRun);
    if (!ended)
        return fail(ended.error());
    for (const JobRun &run : *open) {
        if (JobOverview *job = find(*jobs, run.job); job && !job->open)
            job->open = run;
    }
    for (const JobRun &run : *ended) {
        if (JobOverview *job = find(*jobs, run.job))
            job->ended = run;
    }
    return jobs;
}

Result<Page<JobRun>> jobHistory(Session &session, const QString &job, const PageRequest &request)
{
    const int limit = std::clamp(request.limit, 1, largestPage);
    if (request.cursor.isEmpty())
        return pageOf(session.select(firstPageSql, {job, limit + 1}, readRun), limit);
    bool isNumber = false;
    const qint64 after = request.cursor.toLongLong(&isNumber);
    if (!isNumber)
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("The cursor is not one of this list. Start from its "
                                   "beginning."));
    return pageOf(session.select(nextPageSql, {job, after, limit + 1}, readRun), limit);
}

} // namespace Orion
