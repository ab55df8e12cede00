#include "services/billing/limitoverrides.h"

#include "services/database/changes.h"
#include "services/database/transaction.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace Orion
{

namespace
{

constexpr qint64 largestLimit = 2'147'483'647;

const QString vendorSql =
    QStringLiteral("select id from billing.vendors where vendor_code = ? for no key update");

const QString beforeSql = QStringLiteral(
    "select limit_value, expires_at from billing.limit_overrides where vendor_id = ? and metric = "
    "?");

const QString setSql = QStringLiteral(R"(
insert into billing.limit_overrides
    (vendor_id, metric, limit_value, expires_at, reason, created_by, created_at)
values (?, ?, ?, ?, ?, ?, ?)
on conflict (vendor_id, metric) do update set
    limit_value = excluded.limit_value, expires_at = excluded.expires_at,
    reason = excluded.reason, created_by = excluded.created_by,
    created_at = excluded.created_at)");

const QString clearSql =
    QStringLiteral("delete from billing.limit_overrides where vendor_id = ? and metric = ?");

const QString auditSql =
    QStringLiteral("insert into billing.audit_log"
                   " (occurred_at, actor, action, entity, entity_id, before, after, reason)"
                   " values (?, ?, ?, 'vendor', ?, ?::jsonb, ?::jsonb, ?)");

// Who wants what for whom.
struct Edit
{
    const QString &vendorCode;
    UsageMetric metric;
    std::optional<LimitOverride> after; // nothing: cleared
    const QString &reason;
    const QString &actor;
    const QDateTime &now;
};

QString toJson(UsageMetric metric, const std::optional<LimitOverride> &custom)
{
    if (!custom)
        return {};
    const QJsonObject object{
        {QStringLiteral("metric"), toText(metric)},
        {QStringLiteral("limit"), custom->limit ? QJsonValue(*custom->limit) : QJsonValue()},
        {QStringLiteral("expires_at"), custom->expiresAt.isValid()
                                           ? QJsonValue(custom->expiresAt.toString(Qt::ISODate))
                                           : QJsonValue()}};
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

Result<void> check(const Edit &edit)
{
    if (edit.reason.trimmed().isEmpty())
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("An exception to a limit needs a reason."));
    if (!edit.after)
        return {};
    const Limit &limit = edit.after->limit;
    if (limit && (*limit < 0 || *limit > largestLimit))
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("A limit is a whole number from 0 to %1, or unlimited.")
                        .arg(largestLimit));
    if (edit.after->expiresAt.isValid() && edit.after->expiresAt <= edit.now)
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("The exception would have expired already. Choose a later "
                                   "time, or none."));
    return {};
}

Result<void> write(Session &session, qint64 vendorId, const Edit &edit)
{
    const QString metric = toText(edit.metric);
    const auto written =
        !edit.after
            ? session.execute(clearSql, {vendorId, metric})
            : session.execute(setSql, {vendorId, metric,
                                       edit.after->limit ? QVariant(*edit.after->limit)
                                                         : QVariant(QMetaType::fromType<qint64>()),
                                       edit.after->expiresAt, edit.reason, edit.actor, edit.now});
    return written ? Result<void>() : fail(written.error());
}

Result<void> apply(Session &session, const Edit &edit)
{
    // One edit of a vendor at a time, so that the audit's before is what it says.
    const auto vendor = session.selectOne(vendorSql, {edit.vendorCode},
                                          [](const Row &row) { return row.integer(0); });
    if (!vendor)
        return fail(vendor.error());
    if (!*vendor)
        return fail(ErrorCode::NotFound,
                    QStringLiteral("There is no vendor %1.").arg(edit.vendorCode));
    const auto before =
        session.selectOne(beforeSql, {**vendor, toText(edit.metric)}, [](const Row &row) {
            return LimitOverride{row.optionalInteger(0), row.time(1)};
        });
    if (!before)
        return fail(before.error());
    if (!edit.after && !*before)
        return {};
    if (const auto written = write(session, **vendor, edit); !written)
        return written;
    const auto audited = session.execute(auditSql, {edit.now, edit.actor,
                                                    edit.after ? QStringLiteral("limit.overridden")
                                                               : QStringLiteral("limit.restored"),
                                                    edit.vendorCode, toJson(edit.metric, *before),
                                                    toJson(edit.metric, edit.after), edit.reason});
    if (!audited)
        return fail(audited.error());
    return notifyChanges(session, {Topic::Vendors});
}

Result<void> run(Session &session, const Edit &edit)
{
    if (const auto good = check(edit); !good)
        return good;
    return inTransaction(session, [&] { return apply(session, edit); });
}

} // namespace

Result<void> setLimitOverride(Session &session, const QString &vendorCode, UsageMetric metric,
                              const LimitOverride &custom, const QString &reason,
                              const QString &actor, const QDateTime &now)
{
    return run(session, {vendorCode, metric, custom, reason, actor, now});
}

Result<void> clearLimitOverride(Session &session, const QString &vendorCode, UsageMetric metric,
                                const QString &reason, const QString &actor, const QDateTime &now)
{
    return run(session, {vendorCode, metric, std::nullopt, reason, actor, now});
}

} // namespace Orion
