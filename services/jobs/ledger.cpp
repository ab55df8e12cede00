#include "services/jobs/ledger.h"

#include "services/jobs/runrows.h"

namespace Orion
{

namespace
{

const QString lostSql = QStringLiteral(R"(
update billing.job_runs set state = 'lost', finished_at = greatest(started_at, ?),
    message = 'The companion that ran it ended or lost the database.'
        || case when attempt >= ? then ' It is not begun again after so many attempts.' else '' end
where job = ? and state = 'running')");

const QString beginSql = QStringLiteral(R"(
insert into billing.job_runs as r (job, scheduled_for, started_at, requested_by, host)
values (?, ?, ?, ?, ?)
on conflict (job, scheduled_for) do update set
    state = 'running', attempt = r.attempt + (r.state = 'lost')::integer, started_at = excluded.started_at,
    finished_at = null, processed = 0, message = null, requested_by = excluded.requested_by,
    host = excluded.host
where r.state = 'requested' or r.state = 'lost' and r.attempt < ?
returning id, attempt)");

const QString endSql = QStringLiteral(R"(
update billing.job_runs
set state = ?, processed = ?, message = ?, finished_at = greatest(started_at, ?)
where id = ? and attempt = ? and state = 'running')");

const QString requestSql = QStringLiteral(R"(
insert into billing.job_runs (job, scheduled_for, started_at, requested_at, state, requested_by)
values (?, ?, ?, ?, 'requested', ?) on conflict do nothing returning id)");

const QString cancelSql = QStringLiteral(R"(
update billing.job_runs
set cancel_requested_by = ?, state = case state when 'requested' then 'cancelled' else state end,
    message = case state when 'requested' then 'Cancelled by ' || ? || '.' end,
    finished_at = case state when 'requested' then greatest(started_at, ?) end
where id = ? and state in ('requested', 'running'))");

const QString listSql = QStringLiteral("select %1 from billing.job_runs where job = ? or ? = ''"
                                       " order by started_at desc, id desc limit ?")
                            .arg(runColumns);

const QString requestedSql =
    QStringLiteral("select %1 from billing.job_runs where requested_at is not null"
                   " and state in ('requested', 'lost') and (state = 'requested' or attempt < ?)"
                   " order by id")
        .arg(runColumns);

const QString lastSql = QStringLiteral("select distinct on (job) %1 from billing.job_runs"
                                       " order by job, started_at desc, id desc")
                            .arg(runColumns);

QVariant orNull(const QString &text)
{
    return text.isEmpty() ? QVariant(QMetaType::fromType<QString>()) : QVariant(text);
}

} // namespace

QString toText(JobRunState state)
{
    switch (state) {
    case JobRunState::Requested:
        return QStringLiteral("requested");
    case JobRunState::Running:
        return QStringLiteral("running");
    case JobRunState::Succeeded:
        return QStringLiteral("succeeded");
    case JobRunState::Failed:
        return QStringLiteral("failed");
    case JobRunState::Cancelled:
        return QStringLiteral("cancelled");
    case JobRunState::Lost:
        break;
    }
    return QStringLiteral("lost");
}

Result<qint64> requestRun(Session &session, const QString &job, const QString &actor,
                          const QDateTime &now)
{
    const auto id = session.selectOne(requestSql, {job, now, now, now, actor},
                                      [](const Row &row) { return row.integer(0); });
    if (!id)
        return fail(id.error());
    if (!*id)
        return fail(ErrorCode::Conflict,
                    QStringLiteral("%1 was asked for at this very moment.").arg(job));
    return **id;
}

Result<std::vector<JobRun>> requestedRuns(Session &session)
{
    return session.select(requestedSql, {mostAttempts}, readRun);
}

Result<bool> cancelRun(Session &session, qint64 id, const QString &actor, const QDateTime &now)
{
    const auto asked = session.execute(cancelSql, {actor, actor, now, id});
    return asked ? Result<bool>(*asked > 0) : fail(asked.error());
}

Result<qint64> markLost(Session &session, const QString &job, const QDateTime &now)
{
    return session.execute(lostSql, {now, mostAttempts, job});
}

Result<std::optional<JobRun>> beginRun(Session &session, const JobRun &run)
{
    if (const auto lost = markLost(session, run.job, run.startedAt); !lost)
        return fail(lost.error());
    JobRun begun = run;
    begun.state = toText(JobRunState::Running);
    const auto row = session.selectOne(
        beginSql,
        {run.job, run.scheduledFor, run.startedAt, orNull(run.requestedBy), run.host, mostAttempts},
        [&](const Row &found) {
            begun.id = found.integer(0);
            begun.attempt = int(found.integer(1));
            return true;
        });
    if (!row)
        return fail(row.error());
    return *row ? std::optional(begun) : std::nullopt;
}

Result<void> endRun(Session &session, const JobRun &run, JobRunState state, const QString &message,
                    const QDateTime &now)
{
    const auto ended = session.execute(
        endSql, {toText(state), run.processed, orNull(message), now, run.id, run.attempt});
    return ended ? Result<void>() : fail(ended.error());
}

Result<std::vector<JobRun>> listRuns(Session &session, const QString &job, int limit)
{
    const QString name = job.isNull() ? QStringLiteral("") : job;
    return session.select(listSql, {name, name, limit}, readRun);
}

Result<std::vector<JobRun>> lastRuns(Session &session)
{
    return session.select(lastSql, {}, readRun);
}

Result<QStringList> runningJobs(Session &session)
{
    const auto rows = session.select(
        QStringLiteral("select distinct job from billing.job_runs where state = 'running'"), {},
        [](const Row &row) { return row.text(0); });
    if (!rows)
        return fail(rows.error());
    return QStringList(rows->begin(), rows->end());
}

} // namespace Orion
