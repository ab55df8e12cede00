#include "services/stripe/operations/operationrecord.h"

#include "services/database/transaction.h"
#include "services/platform/logging.h"

#include <QJsonDocument>

namespace Orion
{

namespace
{

QString jsonText(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QString lockName(qint64 id)
{
    return QStringLiteral("billing.stripe_operations %1").arg(id);
}

// What is worth keeping of an answer. Never all of it: it may hold secrets and links that open a
// customer's pages.
QString resultOf(const QJsonObject &answer)
{
    QJsonObject kept;
    for (const QLatin1String key :
         {QLatin1String("id"), QLatin1String("object"), QLatin1String("status"),
          QLatin1String("customer"), QLatin1String("subscription")})
    {
        const QJsonValue value = answer.value(key);
        if (value.isString())
            kept.insert(key, value);
    }
    return jsonText(kept);
}

QString errorText(const StripeError &error)
{
    const Error shown = toError(error);
    return redacted(shown.detail.isEmpty() ? shown.message : shown.detail).left(1'000);
}

// A null text would be NULL, which an empty form is not.
QString bodyText(const QByteArray &body)
{
    return body.isEmpty() ? QStringLiteral("") : QString::fromLatin1(body);
}

QVariant orNull(const std::optional<qint64> &value)
{
    return value ? QVariant(*value) : QVariant(QMetaType::fromType<qint64>());
}

QVariant statusOrNull(int status)
{
    return status > 0 ? QVariant(status) : QVariant(QMetaType::fromType<int>());
}

OperationRecord readRecord(const Row &row)
{
    OperationRecord record;
    record.operation.id = row.integer(0);
    record.operation.operationId = QUuid::fromString(row.text(1));
    record.operation.kind = row.text(2);
    record.operation.vendorId = row.optionalInteger(3);
    record.operation.actor = row.text(4);
    record.operation.context = row.json(5).object();
    record.operation.createdAt = row.time(6);
    record.idempotencyKey = row.text(7).toLatin1();
    record.method = row.text(8).toLatin1();
    record.path = row.text(9);
    record.body = row.text(10).toLatin1();
    record.attempts = int(row.integer(11));
    return record;
}

} // namespace

StripeCall OperationRecord::call(StripePriority priority) const
{
    StripeCall call;
    call.method = method;
    call.path = path;
    call.parameters = StripeForm::decoded(body);
    call.idempotencyKey = idempotencyKey;
    call.priority = priority;
    return call;
}

OperationRecord OperationRecords::make(const OperationPlan &plan, const QDateTime &now)
{
    OperationRecord record;
    record.operation = {.id = 0,
                        .operationId = QUuid::createUuid(),
                        .kind = plan.kind,
                        .vendorId = plan.vendorId,
                        .actor = plan.actor,
                        .context = plan.context,
                        .createdAt = now};
    const QString id = record.operation.operationId.toString(QUuid::WithoutBraces);
    record.idempotencyKey = "orion-" + id.toLatin1();
    record.method = plan.method;
    record.path = plan.path;
    StripeForm form = plan.parameters;
    for (const QString &name : plan.metadataNames)
        form.add(name + QStringLiteral("[operation_id]"), id);
    record.body = form.encoded();
    return record;
}

Result<AdvisoryLock> OperationRecords::store(Session &session, OperationRecord &record)
{
    static const QString sql = QStringLiteral(
        "insert into billing.stripe_operations (operation_id, kind, vendor_id, idempotency_key,"
        " method, path, body, actor, context, attempts, created_at, updated_at, next_attempt_at)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, 1, ?, ?, ?) returning id");
    const StripeOperation &operation = record.operation;
    return inTransaction(session, [&]() -> Result<AdvisoryLock> {
        const auto id = session.selectOne(
            sql,
            {operation.operationId.toString(QUuid::WithoutBraces), operation.kind,
             orNull(operation.vendorId), QString::fromLatin1(record.idempotencyKey),
             QString::fromLatin1(record.method), record.path, bodyText(record.body),
             operation.actor, jsonText(operation.context), operation.createdAt, operation.createdAt,
             operation.createdAt},
            [](const Row &row) { return row.integer(0); });
        if (!id)
            return fail(id.error());
        record.operation.id = id->value_or(0);
        auto lock = tryLock(session, record.operation.id);
        if (!lock)
            return fail(lock.error());
        if (!*lock)
            return fail(ErrorCode::Conflict,
                        QStringLiteral("Another program works on this already. Try again."));
        return std::move(**lock);
    });
}

Result<std::optional<AdvisoryLock>> OperationRecords::tryLock(Session &session, qint64 id)
{
    return AdvisoryLock::tryTake(session, lockName(id));
}

Result<std::optional<OperationRecord>> OperationRecords::beginAttempt(Session &session, qint64 id,
                                                                      const QDateTime &now)
{
    static const QString sql = QStringLiteral(
        "update billing.stripe_operations set attempts = attempts + 1, updated_at = ?,"
        " next_attempt_at = ?::timestamptz"
        "     + least(5 * 2 ^ least(attempts, 10), 900) * interval '1 second'"
        " where id = ? and state = 'pending'"
        " returning id, operation_id, kind, vendor_id, actor, context, created_at,"
        " idempotency_key, method, path, body, attempts");
    return session.selectOne(sql, {now, now, id}, readRecord);
}

Result<void> OperationRecords::succeed(Session &session, const OperationRecord &record,
                                       const StripeAnswer &answer, const OperationEffect *effect,
                                       const QDateTime &now)
{
    static const QString sql = QStringLiteral(
        "update billing.stripe_operations set state = 'succeeded', http_status = ?,"
        " result = ?::jsonb, request_id = ?, error = null, updated_at = ?, finished_at = ?"
        " where id = ? and state = 'pending'");
    return inTransaction(session, [&]() -> Result<void> {
        const auto changed =
            session.execute(sql, {statusOrNull(answer.status), resultOf(answer.object),
                                  answer.requestId, now, now, record.operation.id});
        if (!changed)
            return fail(changed.error());
        if (*changed == 0 || !effect)
            return {};
        return (*effect)(session, record.operation, answer.object);
    });
}

Result<void> OperationRecords::end(Session &session, const OperationRecord &record,
                                   const QString &state, const StripeError &error,
                                   const QDateTime &now)
{
    static const QString sql = QStringLiteral(
        "update billing.stripe_operations set state = ?, http_status = ?, error = ?,"
        " request_id = ?, updated_at = ?, finished_at = ? where id = ? and state = 'pending'");
    const auto done = session.execute(sql, {state, statusOrNull(error.status), errorText(error),
                                            error.requestId, now, now, record.operation.id});
    if (!done)
        return fail(done.error());
    return {};
}

Result<void> OperationRecords::keepPending(Session &session, const OperationRecord &record,
                                           const StripeError &error, const QDateTime &now)
{
    static const QString sql = QStringLiteral(
        "update billing.stripe_operations set http_status = ?, error = ?, request_id = ?,"
        " updated_at = ? where id = ? and state = 'pending'");
    const auto done = session.execute(sql, {statusOrNull(error.status), errorText(error),
                                            error.requestId, now, record.operation.id});
    if (!done)
        return fail(done.error());
    return {};
}

Result<std::vector<OperationRecords::Pending>>
OperationRecords::due(Session &session, const QDateTime &now, int limit)
{
    static const QString sql = QStringLiteral(
        "select id, vendor_id from billing.stripe_operations"
        " where state = 'pending' and next_attempt_at <= ? order by created_at, id limit ?");
    return session.select(sql, {now, limit}, [](const Row &row) {
        return Pending{row.integer(0), row.optionalInteger(1)};
    });
}

Result<std::vector<qint64>> OperationRecords::pendingOfVendor(Session &session, qint64 vendorId)
{
    static const QString sql =
        QStringLiteral("select id from billing.stripe_operations"
                       " where state = 'pending' and vendor_id = ? order by created_at, id");
    return session.select(sql, {vendorId}, [](const Row &row) { return row.integer(0); });
}

} // namespace Orion
