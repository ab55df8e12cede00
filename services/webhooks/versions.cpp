#include "services/webhooks/versions.h"

namespace Orion
{

namespace
{

const QString compareSql = QStringLiteral(R"(
select case
    when (o.version_created, o.version_rank, o.version_event_id)
       = (g.created, g.rank, g.event_id) then 0
    when (o.version_created, o.version_rank, o.version_event_id)
       < (g.created, g.rank, g.event_id) then 1
    when (o.version_created, o.version_rank) = (g.created, g.rank) then -1
    else -2 end
from billing.stripe_objects o,
    (select ?::timestamptz as created, ?::smallint as rank, ?::text as event_id) g
where o.object_id = ?)");

const QString requestRefreshSql =
    QStringLiteral("update billing.stripe_objects set refresh_requested_at = ?, updated_at = ? "
                   "where object_id = ?");

const QString recordSql = QStringLiteral(R"(
insert into billing.stripe_objects as o
    (object_id, kind, version_created, version_rank, version_event_id, deleted, updated_at)
values (?, ?, ?, ?, ?, ?, ?)
on conflict (object_id) do update set
    version_created = excluded.version_created, version_rank = excluded.version_rank,
    version_event_id = excluded.version_event_id, deleted = excluded.deleted,
    updated_at = excluded.updated_at,
    refresh_requested_at = case
        when (o.version_created, o.version_rank)
           = (excluded.version_created, excluded.version_rank) then excluded.updated_at end)");

} // namespace

Result<Standing> compareVersion(Session &session, const ObjectVersion &version,
                                const QDateTime &now)
{
    const auto compared = session.selectOne(
        compareSql, {version.created, version.rank, version.eventId, version.objectId},
        [](const Row &row) { return row.integer(0); });
    if (!compared)
        return fail(compared.error());
    const qint64 order = compared->value_or(1);
    if (order == 0)
        return Standing::Same;
    if (order > 0)
        return Standing::Newer;
    if (order == -1) {
        const auto marked = session.execute(requestRefreshSql, {now, now, version.objectId});
        if (!marked)
            return fail(marked.error());
    }
    return Standing::Older;
}

Result<void> recordVersion(Session &session, const ObjectVersion &version, const QDateTime &now)
{
    const auto recorded =
        session.execute(recordSql, {version.objectId, version.kind, version.created, version.rank,
                                    version.eventId, version.deleted, now});
    return recorded ? Result<void>() : fail(recorded.error());
}

} // namespace Orion
