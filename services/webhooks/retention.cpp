#include "services/webhooks/retention.h"

#include "services/database/advisorylock.h"
#include "services/database/copyout.h"
#include "services/database/transaction.h"
#include "services/webhooks/gzipfile.h"

#include <QDir>
#include <QFileInfo>

namespace Orion
{

namespace
{

constexpr int monthsAhead = 3;
constexpr int settledAtOnce = 1000;

const QString boundSql = QStringLiteral("select set_config('lock_timeout', '2s', true)");
const QString ensureSql = QStringLiteral("select billing.ensure_payload_partitions(?::date, ?)");

// Rows in the default partition that were not kept from a month that is gone.
const QString strayedSql = QStringLiteral(R"(
select distinct date_trunc('month', p.received_at at time zone 'UTC')::date as first_day
from billing.stripe_webhook_payloads_default p
where not exists (select from billing.webhook_payload_months m
    where m.month = date_trunc('month', p.received_at at time zone 'UTC')::date)
order by 1)");

// The tables of months, in the table of payloads or already taken out of it.
const QString dueSql = QStringLiteral(R"(
select month, is_attached from (
    select to_date(right(c.relname, 7), 'YYYY_MM') as month,
           exists (select from pg_inherits where inhrelid = c.oid) as is_attached
    from pg_class c
    where c.relnamespace = 'billing'::regnamespace and c.relkind = 'r'
      and c.relname ~ '^stripe_webhook_payloads_\d{4}_\d{2}$') months
where not is_attached
   or (month + interval '1 month')::timestamp at time zone 'UTC' <= ?
order by month)");

const QString countSql = QStringLiteral(R"(
select count(*), count(*) filter (where e.status in ('received', 'failed'))
from billing.stripe_webhook_payloads p
left join billing.stripe_webhook_events e on e.id = p.event_row_id
where p.received_at >= ?::date::timestamp at time zone 'UTC'
  and p.received_at < (?::date + interval '1 month')::timestamp at time zone 'UTC')");

const QString detachBoundSql = QStringLiteral("select set_config('statement_timeout', '5s', true)");
const QString detachSql = QStringLiteral("select billing.detach_payload_month(?::date)");
const QString keptSql =
    QStringLiteral("select kept from billing.webhook_payload_months where month = ?::date");
const QString dropSql = QStringLiteral("select billing.drop_payload_month(?::date, ?, ?)");
const QString settledSql = QStringLiteral("select billing.drop_settled_payloads(?)");

struct DueMonth
{
    QDate month;
    bool isAttached = true;
};

QString dayText(const QDate &day)
{
    return day.toString(Qt::ISODate);
}

Result<qint64> number(Session &session, const QString &sql, const QVariantList &arguments)
{
    const auto found =
        session.selectOne(sql, arguments, [](const Row &row) { return row.integer(0); });
    if (!found)
        return fail(found.error());
    return found->value_or(0);
}

Result<std::vector<DueMonth>> dueMonths(Session &session, const QDateTime &endedBefore)
{
    return session.select(dueSql, {endedBefore}, [](const Row &row) {
        return DueMonth{QDate::fromString(row.text(0), Qt::ISODate), row.boolean(1)};
    });
}

Result<void> checkFolder(const QString &folder)
{
    const QFileInfo info(folder);
    if (folder.isEmpty() || (info.isDir() && info.isWritable()))
        return {};
    return fail(ErrorCode::ConfigurationInvalid,
                QStringLiteral("Payloads cannot be archived in %1: it is no folder that may be "
                               "written to. Nothing was dropped.")
                    .arg(folder));
}

struct Archived
{
    QString path;
    qint64 rows = 0;
};

// The month's table, which nobody writes to any more, into a file.
Result<Archived> archive(Session &session, const QDate &month, const RetentionOptions &options)
{
    const QString base = QDir(options.archiveFolder)
                             .filePath(QStringLiteral("stripe-webhook-payloads-") +
                                       month.toString(QStringLiteral("yyyy-MM")));
    GzipFile file(base + QStringLiteral(".part"));
    if (const auto created = file.create(); !created)
        return fail(created.error());
    const QString rows =
        QStringLiteral("select e.event_id, e.event_type, e.api_version, e.created_at, "
                       "p.received_at, p.payload from billing.stripe_webhook_payloads_%1 p "
                       "left join billing.stripe_webhook_events e on e.id = p.event_row_id")
            .arg(month.toString(QStringLiteral("yyyy_MM")));
    const auto copied = copyOut(session, rows, {}, file, {}, options.stop);
    if (!copied)
        return fail(copied.error());
    const auto path = file.finish(base, copied->bytes);
    if (!path)
        return fail(path.error());
    return Archived{*path, copied->rows};
}

// Events that come in wait while it runs: not longer than this, else it is undone and tried later.
Result<qint64> detach(Session &session, const QString &day)
{
    return inTransaction(session, [&]() -> Result<qint64> {
        if (const auto bounded = session.execute(detachBoundSql); !bounded)
            return fail(bounded.error());
        return number(session, detachSql, {day});
    });
}

Result<RetiredMonth> retire(Session &session, const DueMonth &due, const RetentionOptions &options)
{
    RetiredMonth retired{due.month, 0, 0, {}};
    const QString day = dayText(due.month);
    const auto kept = due.isAttached ? detach(session, day) : number(session, keptSql, {day});
    if (!kept)
        return fail(kept.error());
    retired.kept = *kept;
    QVariant archivedRows{QMetaType(QMetaType::LongLong)};
    if (!options.archiveFolder.isEmpty()) {
        const auto archived = archive(session, due.month, options);
        if (!archived)
            return fail(archived.error());
        retired.archive = archived->path;
        archivedRows = archived->rows;
    }
    const auto rows = number(session, dropSql, {day, archivedRows, retired.archive});
    if (!rows)
        return fail(rows.error());
    retired.rows = *rows;
    return retired;
}

// Of a month that is a table by itself already.
Result<RetiredMonth> wouldDrop(Session &session, const QDate &month)
{
    const auto rows = number(session,
                             QStringLiteral("select count(*) from "
                                            "billing.stripe_webhook_payloads_") +
                                 month.toString(QStringLiteral("yyyy_MM")),
                             {});
    const auto kept = number(session, keptSql, {dayText(month)});
    if (!rows || !kept)
        return fail(rows ? kept.error() : rows.error());
    return RetiredMonth{month, *rows, *kept, {}};
}

Result<RetiredMonth> wouldRetire(Session &session, const DueMonth &due)
{
    const QDate month = due.month;
    if (!due.isAttached)
        return wouldDrop(session, month);
    const auto counted =
        session.selectOne(countSql, {dayText(month), dayText(month)}, [&](const Row &row) {
            return RetiredMonth{month, row.integer(0), row.integer(1), {}};
        });
    if (!counted)
        return fail(counted.error());
    return counted->value_or(RetiredMonth{month, 0, 0, {}});
}

Result<void> dropSettled(Session &session)
{
    for (qint64 dropped = settledAtOnce; dropped == settledAtOnce;) {
        const auto done = number(session, settledSql, {settledAtOnce});
        if (!done)
            return fail(done.error());
        dropped = *done;
    }
    return {};
}

} // namespace

Result<void> preparePayloadMonths(Session &session, const QDateTime &now)
{
    const auto strayed = session.select(strayedSql, {}, [](const Row &row) { return row.text(0); });
    if (!strayed)
        return fail(strayed.error());
    const auto ensure = [&](const QString &firstDay, int months) {
        return inTransaction(session, [&]() -> Result<void> {
            if (const auto bounded = session.execute(boundSql); !bounded)
                return fail(bounded.error());
            const auto made = session.execute(ensureSql, {firstDay, months});
            return made ? Result<void>() : fail(made.error());
        });
    };
    for (const QString &month : *strayed) {
        if (const auto made = ensure(month, 1); !made)
            return made;
    }
    return ensure(dayText(now.toUTC().date()), monthsAhead);
}

Result<std::vector<RetiredMonth>>
retirePayloads(Session &session, const QDateTime &now, const RetentionOptions &options,
               const std::function<void(const RetiredMonth &)> &told)
{
    const auto lock = AdvisoryLock::tryTake(session, QStringLiteral("payload retention"));
    if (!lock)
        return fail(lock.error());
    if (!*lock)
        return fail(ErrorCode::Conflict,
                    QStringLiteral("Payloads are being dropped by another program on this "
                                   "database. Wait for it."));
    std::vector<RetiredMonth> retired;
    if (options.days <= 0)
        return retired;
    if (const auto writable = checkFolder(options.archiveFolder); !writable)
        return fail(writable.error());
    const auto due = dueMonths(session, now.addDays(-options.days));
    if (!due)
        return fail(due.error());
    for (const DueMonth &month : *due) {
        if (options.stop.stop_requested())
            return fail(ErrorCode::Cancelled, QStringLiteral("The program is ending."));
        const auto done =
            options.dryRun ? wouldRetire(session, month) : retire(session, month, options);
        if (!done)
            return fail(done.error());
        retired.push_back(*done);
        told(*done);
    }
    if (options.dryRun)
        return retired;
    const auto dropped = dropSettled(session);
    return dropped ? Result<std::vector<RetiredMonth>>(retired) : fail(dropped.error());
}

Result<QDateTime> payloadsMaintainedAt(Session &session, const RetentionOptions &options)
{
    const auto found = session.selectOne(
        options.days > 0 ? QStringLiteral("select retired_at from billing.webhook_watch")
                         : QStringLiteral("select maintained_at from billing.webhook_watch"),
        {}, [](const Row &row) { return row.time(0); });
    if (!found)
        return fail(found.error());
    return found->value_or(QDateTime());
}

Result<void> notePayloadsMaintained(Session &session, const RetentionOptions &options,
                                    const QDateTime &now)
{
    const auto noted = session.execute(
        QStringLiteral("update billing.webhook_watch set maintained_at = ?, "
                       "retired_at = case when ?::boolean then ? else retired_at end"),
        {now, options.days > 0, now});
    return noted ? Result<void>() : fail(noted.error());
}

} // namespace Orion
