#include "services/webhooks/versions.h"

#include "services/database/idlist.h"
#include "services/database/jsonrows.h"

#include <tuple>

namespace Orion
{

namespace
{

const QString loadSql = QStringLiteral(R"(
select object_id, kind, version_created, version_rank, version_event_id, deleted
from billing.stripe_objects where object_id = any (string_to_array(?, chr(31))))");

const QString writeSql = QStringLiteral(R"(
insert into billing.stripe_objects
    (object_id, kind, version_created, version_rank, version_event_id, deleted,
     refresh_requested_at, updated_at)
select id, kind, created, rank, event, deleted, refresh, now
from json_to_recordset(?::json) as g (
    id text, kind text, created timestamptz, rank smallint, event text, deleted boolean,
    refresh timestamptz, now timestamptz)
on conflict (object_id) do update set
    version_created = excluded.version_created, version_rank = excluded.version_rank,
    version_event_id = excluded.version_event_id, deleted = excluded.deleted,
    refresh_requested_at = excluded.refresh_requested_at, updated_at = excluded.updated_at)");

// The second and the place in the object's life: what is known about time.
auto momentOf(const ObjectVersion &version)
{
    return std::tuple(version.created, version.rank);
}

auto orderOf(const ObjectVersion &version)
{
    return std::tuple(version.created, version.rank, version.eventId.toUtf8());
}

} // namespace

Result<void> Versions::load(const QStringList &objectIds)
{
    QStringList unread;
    for (const QString &id : objectIds) {
        if (m_known.try_emplace(id).second)
            unread.append(id);
    }
    if (unread.isEmpty())
        return {};
    return m_session.forEach(loadSql, {idList(unread)}, [this](const Row &row) {
        m_known[row.text(0)].version =
            ObjectVersion{row.text(0),         row.text(1), row.time(2),
                          int(row.integer(3)), row.text(4), row.boolean(5)};
        return true;
    });
}

Result<Versions::Known *> Versions::find(const QString &objectId)
{
    if (const auto loaded = load({objectId}); !loaded)
        return fail(loaded.error());
    return &m_known[objectId];
}

Result<Standing> Versions::compare(const ObjectVersion &version)
{
    const auto found = find(version.objectId);
    if (!found)
        return fail(found.error());
    Known &known = **found;
    if (!known.version || orderOf(*known.version) < orderOf(version))
        return Standing::Newer;
    if (orderOf(*known.version) == orderOf(version))
        return Standing::Same;
    if (momentOf(*known.version) == momentOf(version))
        known.isInDoubt = known.isChanged = true;
    return Standing::Older;
}

Result<int> Versions::rankOf(const QString &objectId)
{
    const auto found = find(objectId);
    if (!found)
        return fail(found.error());
    return (*found)->version ? (*found)->version->rank : 0;
}

void Versions::record(const ObjectVersion &version)
{
    Known &known = m_known[version.objectId];
    known.isInDoubt = known.version && momentOf(*known.version) == momentOf(version);
    known.isChanged = true;
    known.version = version;
}

Result<void> Versions::flush()
{
    std::vector<const Known *> changed;
    for (const auto &[id, known] : m_known) {
        if (known.isChanged)
            changed.push_back(&known);
    }
    const auto describe = [this](JsonRows::RowWriter &row, const Known *known) {
        const ObjectVersion &version = *known->version;
        row.add("id", version.objectId)
            .add("kind", version.kind)
            .add("created", version.created)
            .add("rank", version.rank)
            .add("event", version.eventId)
            .add("deleted", version.deleted)
            .add("refresh", known->isInDoubt ? m_now : QDateTime())
            .add("now", m_now);
    };
    const auto written = JsonRows::write(m_session, writeSql, changed, describe);
    if (!written)
        return written;
    for (auto &[id, known] : m_known)
        known.isChanged = false;
    return {};
}

} // namespace Orion
