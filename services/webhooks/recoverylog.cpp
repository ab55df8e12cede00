#include "services/webhooks/recoverylog.h"

namespace Orion
{

namespace
{

const QString listSql = QStringLiteral(R"(
select id, cause, actor, since, reached, state, listed, recovered, unreadable, message, started_at,
       finished_at
from billing.webhook_recoveries order by id desc limit ?)");

const QString interruptSql = QStringLiteral(R"(
update billing.webhook_recoveries set state = 'interrupted', finished_at = ?
where state = 'running')");

const QString beginSql = QStringLiteral(R"(
insert into billing.webhook_recoveries (cause, actor, since, started_at) values (?, ?, ?, ?)
returning id)");

const QString noteSql = QStringLiteral(R"(
update billing.webhook_recoveries
set reached = ?, listed = ?, recovered = ?, unreadable = ? where id = ?)");

const QString endSql = QStringLiteral(R"(
update billing.webhook_recoveries
set state = ?, listed = ?, recovered = ?, unreadable = ?, message = ?, finished_at = ?
where id = ?)");

QString causeWord(RecoveryCause cause)
{
    switch (cause) {
    case RecoveryCause::Start:
        return QStringLiteral("start");
    case RecoveryCause::Outage:
        return QStringLiteral("outage");
    case RecoveryCause::Command:
        return QStringLiteral("command");
    case RecoveryCause::Job:
        break;
    }
    return QStringLiteral("job");
}

QString stateOf(const Result<void> &outcome)
{
    if (outcome)
        return QStringLiteral("succeeded");
    return outcome.error().code == ErrorCode::Cancelled ? QStringLiteral("interrupted")
                                                        : QStringLiteral("failed");
}

} // namespace

Result<std::vector<RecoveryRun>> listRecoveries(Session &session, int limit)
{
    return session.select(listSql, {limit}, [](const Row &row) {
        RecoveryRun run;
        run.id = row.integer(0);
        run.cause = row.text(1);
        run.actor = row.text(2);
        run.since = row.time(3);
        run.reached = row.time(4);
        run.state = row.text(5);
        run.listed = row.integer(6);
        run.recovered = row.integer(7);
        run.unreadable = row.integer(8);
        run.message = row.text(9);
        run.startedAt = row.time(10);
        run.finishedAt = row.time(11);
        return run;
    });
}

Result<qint64> beginRecovery(Session &session, const RecoveryOptions &options,
                             const RecoveryProgress &progress, const QDateTime &now)
{
    if (const auto ended = session.execute(interruptSql, {now}); !ended)
        return fail(ended.error());
    const auto begun =
        session.selectOne(beginSql, {causeWord(options.cause), options.actor, progress.since, now},
                          [](const Row &row) { return row.integer(0); });
    if (!begun)
        return fail(begun.error());
    return begun->value_or(0);
}

Result<void> noteRecovery(Session &session, qint64 run, const RecoveryProgress &progress,
                          const QDateTime &reached)
{
    const auto noted = session.execute(
        noteSql, {reached, progress.listed, progress.recovered, progress.unreadable, run});
    return noted ? Result<void>() : fail(noted.error());
}

Result<void> endRecovery(Session &session, qint64 run, const RecoveryProgress &progress,
                         const Result<void> &outcome, const QDateTime &now)
{
    const auto ended = session.execute(
        endSql, {stateOf(outcome), progress.listed, progress.recovered, progress.unreadable,
                 outcome ? progress.note : outcome.error().message, now, run});
    return ended ? Result<void>() : fail(ended.error());
}

} // namespace Orion
