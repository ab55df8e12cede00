#include "services/billing/usageservice.h"

#include "services/database/jsonrows.h"
#include "services/database/session.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace Orion
{

namespace
{

const QString changeSql =
    QStringLiteral("select outcome, used, limit_value from billing.change_usage(?, ?, ?, ?, ?)");

const QString changeOnceSql = QStringLiteral(
    "select outcome, used, limit_value from billing.change_usage_once(?, ?, ?, ?, ?, ?)");

const QString changeAllSql = QStringLiteral(R"(
select c.outcome, c.used, c.limit_value, n
from rows from (json_to_recordset(?::json)
        as (vendor text, metric text, delta integer, taken timestamptz)) with ordinality
    as change (vendor, metric, delta, taken, n)
cross join lateral billing.change_usage(vendor, change.metric, change.delta, taken, ?) c)");

const QString reportSql = QStringLiteral(R"(
insert into billing.usage_gauges as g
    (vendor_id, products, team_members, storage_used_gb, reported_at)
select id, coalesce(?::integer, 0), coalesce(?::integer, 0), ?::numeric, ?::timestamptz
from billing.vendors where vendor_code = ?
on conflict (vendor_id) do update set
    products = coalesce(?::integer, g.products),
    team_members = coalesce(?::integer, g.team_members),
    storage_used_gb = coalesce(excluded.storage_used_gb, g.storage_used_gb),
    reported_at = excluded.reported_at)");

const QString featureSql = QStringLiteral("select billing.vendor_has_feature(?, ?, ?)");

UsageOutcome outcomeFromText(const QString &text)
{
    if (text == QLatin1String("granted"))
        return UsageOutcome::Granted;
    if (text == QLatin1String("limit_exceeded"))
        return UsageOutcome::LimitExceeded;
    if (text == QLatin1String("vendor_unknown"))
        return UsageOutcome::VendorUnknown;
    if (text == QLatin1String("key_reused"))
        return UsageOutcome::KeyReused;
    return UsageOutcome::SubscriptionInactive;
}

UsageAnswer readAnswer(const Row &row)
{
    return {outcomeFromText(row.text(0)), {row.integer(1), row.optionalInteger(2)}};
}

void describe(JsonRows::RowWriter &row, const UsageChange &change)
{
    row.add("vendor", change.vendorCode)
        .add("metric", toText(change.metric))
        .add("delta", change.delta)
        .add("taken", change.takenAt);
}

QString wordFor(UsageMetric metric)
{
    switch (metric) {
    case UsageMetric::Orders:
        return QStringLiteral("orders in this month");
    case UsageMetric::Products:
        return QStringLiteral("products");
    case UsageMetric::TeamMembers:
        return QStringLiteral("team members");
    }
    return {};
}

QVariant numberOrNull(const std::optional<qint64> &number)
{
    return number ? QVariant(*number) : QVariant(QMetaType::fromType<qint64>());
}

Error vendorUnknown(const QString &code)
{
    return {ErrorCode::NotFound,
            QStringLiteral("There is no vendor %1. Let the platform register it first.").arg(code),
            {}};
}

} // namespace

Result<UsageAnswer> changeUsage(Session &session, const UsageChange &change, const QDateTime &now)
{
    const bool once = !change.idempotencyKey.isEmpty();
    QVariantList arguments{change.vendorCode, toText(change.metric), change.delta, change.takenAt};
    if (once)
        arguments.append(change.idempotencyKey);
    arguments.append(now);
    const auto answer = session.selectOne(once ? changeOnceSql : changeSql, arguments, readAnswer);
    if (!answer)
        return fail(answer.error());
    return answer->value_or(UsageAnswer{UsageOutcome::VendorUnknown, {}});
}

Result<std::vector<UsageAnswer>>
changeUsages(Session &session, std::span<const UsageChange> changes, const QDateTime &now)
{
    std::vector<std::size_t> order(changes.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        return std::tie(changes[a].vendorCode, changes[a].metric) <
               std::tie(changes[b].vendorCode, changes[b].metric);
    });
    const QByteArray rows = JsonRows::text(
        order, [&](JsonRows::RowWriter &row, std::size_t index) { describe(row, changes[index]); });
    std::vector<UsageAnswer> answers(changes.size());
    const auto done = session.forEach(changeAllSql, {rows, now}, [&](const Row &row) {
        answers[order[std::size_t(row.integer(3) - 1)]] = readAnswer(row);
        return true;
    });
    if (!done)
        return fail(done.error());
    return answers;
}

std::optional<Error> refusalOf(const UsageChange &change, const UsageAnswer &answer)
{
    switch (answer.outcome) {
    case UsageOutcome::Granted:
        return std::nullopt;
    case UsageOutcome::LimitExceeded:
        return Error{ErrorCode::LimitExceeded,
                     QStringLiteral("%1 more do not fit: the plan allows %2 %3, and %4 are in use. "
                                    "Change to a larger plan.")
                         .arg(change.delta)
                         .arg(answer.usage.limit.value_or(0))
                         .arg(wordFor(change.metric))
                         .arg(answer.usage.used),
                     {}};
    case UsageOutcome::SubscriptionInactive:
        return Error{ErrorCode::SubscriptionInactive,
                     QStringLiteral("The subscription does not allow this at present. Renew it or "
                                    "settle what is due on the billing page."),
                     {}};
    case UsageOutcome::VendorUnknown:
        return vendorUnknown(change.vendorCode);
    case UsageOutcome::KeyReused:
        return Error{ErrorCode::Conflict,
                     QStringLiteral("This Idempotency-Key was used for another change. Take a new "
                                    "one for each change."),
                     {}};
    }
    return std::nullopt;
}

Result<void> reportUsage(Session &session, const QString &vendorCode, const UsageReport &report,
                         const QDateTime &now)
{
    const QVariant products = numberOrNull(report.products);
    const QVariant team = numberOrNull(report.teamMembers);
    const QVariant storage = report.storageUsedGb ? QVariant(*report.storageUsedGb)
                                                  : QVariant(QMetaType::fromType<double>());
    const auto reported =
        session.execute(reportSql, {products, team, storage, now, vendorCode, products, team});
    if (!reported)
        return fail(reported.error());
    if (*reported == 0)
        return fail(vendorUnknown(vendorCode));
    return {};
}

Result<bool> hasFeature(Session &session, const QString &vendorCode, const QString &feature,
                        const QDateTime &now)
{
    const auto has = session.selectOne(featureSql, {vendorCode, feature, now},
                                       [](const Row &row) { return row.boolean(0); });
    if (!has)
        return fail(has.error());
    return has->value_or(false);
}

} // namespace Orion
