#include "services/capacity/platformstate.h"

#include "services/capacity/snapshots.h"
#include "services/webhooks/activity.h"

namespace Orion
{

namespace
{

const QString databaseSql = QStringLiteral(R"(
select pg_database_size(current_database()) / 1048576.0::double precision,
       (select count(*) from pg_stat_activity where datname = current_database()),
       current_setting('max_connections')::integer,
       (select count(*) from billing.job_runs where state = 'running'))");

// A run that was cancelled says nothing about its job, and one that is not over neither.
const QString troublesSql = QStringLiteral(R"(
select job, state, finished_at, message
from (select distinct on (job) job, state, finished_at, message from billing.job_runs
      where state in ('succeeded', 'failed', 'lost')
      order by job, started_at desc, id desc) as last
where state <> 'succeeded' order by job)");

} // namespace

Result<PlatformState> platformState(Session &session, const QDateTime &now)
{
    PlatformState state;
    state.checkedAt = now;
    const auto database = session.selectOne(databaseSql, {}, [&](const Row &row) {
        state.dbSizeMb = row.real(0);
        state.connections = row.integer(1);
        state.mostConnections = row.integer(2);
        state.runningJobs = row.integer(3);
        return true;
    });
    if (!database)
        return fail(database.error());
    const auto queue = webhookQueue(session, now);
    if (!queue)
        return fail(queue.error());
    state.webhooks = *queue;
    auto troubles = session.select(troublesSql, {}, [](const Row &row) {
        return JobTrouble{row.text(0), row.text(1), row.time(2), row.text(3)};
    });
    if (!troubles)
        return fail(troubles.error());
    state.jobTroubles = std::move(*troubles);
    auto snapshot = latestSnapshot(session);
    if (!snapshot)
        return fail(snapshot.error());
    state.snapshot = std::move(*snapshot);
    return state;
}

} // namespace Orion
