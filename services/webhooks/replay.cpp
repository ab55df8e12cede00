#include "services/webhooks/replay.h"

#include "services/database/idlist.h"

namespace Orion
{

namespace
{

constexpr int step = 1000;

// Puts back what `chosen` holds. The old state is read before it is overwritten, for the audit log.
const QString replayChosenSql = QStringLiteral(R"(
, replayed as (
    update billing.stripe_webhook_events e set
        status = 'received', attempts = 0, next_attempt_at = null, last_error = null,
        processed_at = null
    from chosen where e.id = chosen.id
), audited as (
    insert into billing.audit_log (actor, action, entity, entity_id, before, after)
    select ?, 'webhook.replay', 'webhook_event', event_id,
           jsonb_build_object('status', status, 'attempts', attempts, 'last_error', last_error),
           jsonb_build_object('status', 'received', 'attempts', 0)
    from chosen
)
select count(*), max(id) from chosen)");

// Without its payload an event cannot be applied again; one that was applied must not become a
// failed one by that.
const QString replayableSql = QStringLiteral(R"(
(e.status in ('received', 'failed') or exists (
    select from billing.stripe_webhook_payloads p
    where p.event_row_id = e.id and p.received_at = e.received_at)))");

const QString chooseByIdSql = QStringLiteral(R"(
with chosen as (
    select e.id, e.event_id, e.status, e.attempts, e.last_error
    from billing.stripe_webhook_events e
    where e.event_id = any (string_to_array(?, chr(31))) and )") +
                              replayableSql + QStringLiteral(R"(
    for update
))");

const QString chooseMatchingSql = QStringLiteral(R"(
with chosen as (
    select e.id, e.event_id, e.status, e.attempts, e.last_error
    from billing.stripe_webhook_events e left join billing.vendors v on v.id = e.vendor_id
    %1 order by e.id limit ? for update of e
))");

const QString newestSql =
    QStringLiteral("select coalesce(max(id), 0) from billing.stripe_webhook_events");

struct Step
{
    qint64 count = 0;
    qint64 last = 0; // the highest row of the step
};

Result<Step> replayStep(Session &session, const QString &chooseSql, const QVariantList &arguments)
{
    const auto done = session.selectOne(chooseSql + replayChosenSql, arguments, [](const Row &row) {
        return Step{row.integer(0), row.isNull(1) ? 0 : row.integer(1)};
    });
    if (!done)
        return fail(done.error());
    return done->value_or(Step{});
}

} // namespace

Result<int> replayEvents(Session &session, const QStringList &eventIds, const QString &actor)
{
    const auto replayed = replayStep(session, chooseByIdSql, {idList(eventIds), actor});
    if (!replayed)
        return fail(replayed.error());
    if (replayed->count == 0)
        return fail(ErrorCode::NotFound,
                    QStringLiteral("There is no event %1, or its payload is no longer kept.")
                        .arg(eventIds.join(QStringLiteral(", "))));
    return int(replayed->count);
}

Result<qint64> replayMatching(Session &session, const WebhookFilter &filter, const QString &actor,
                              const ReplayProgress &progress)
{
    const auto newest =
        session.selectOne(newestSql, {}, [](const Row &row) { return row.integer(0); });
    if (!newest)
        return fail(newest.error());
    qint64 replayed = 0;
    qint64 last = 0;
    for (;;) {
        WebhookTerms query = termsOf(filter);
        query.add(replayableSql, {});
        query.add(QStringLiteral("e.id > ? and e.id <= ?"), {last, newest->value_or(0)});
        const auto done = replayStep(session, chooseMatchingSql.arg(query.where()),
                                     query.arguments + QVariantList{step, actor});
        if (!done)
            return fail(done.error());
        replayed += done->count;
        last = done->last;
        if (done->count < step || (progress && !progress(replayed)))
            return replayed;
    }
}

} // namespace Orion
