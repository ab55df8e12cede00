#include "app/companion/routes/routes.h"

#include "app/companion/api/answers.h"
#include "app/companion/api/apirouter.h"
#include "app/companion/api/fields.h"
#include "app/companion/changenotifier.h"
#include "services/billing/usageservice.h"

namespace Orion::Routes
{

namespace
{

constexpr qint64 largestDelta = 1'000'000;
constexpr qsizetype longestKey = 255;

Result<UsageChange> changeOf(const ApiCall &call, UsageMetric metric)
{
    Fields fields(call.body);
    UsageChange change{call.principal.vendorCode, metric, 0, {}, {}};
    change.delta = int(fields.integer(QStringLiteral("delta"), -largestDelta, largestDelta));
    if (metric == UsageMetric::Orders)
        change.takenAt = fields.optionalTime(QStringLiteral("taken_at")).value_or(QDateTime());
    if (const auto good = fields.check(); !good)
        return fail(good.error());
    if (change.delta == 0)
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("\"delta\" has to be another number than 0."));
    if (change.delta > 0 && change.takenAt.isValid())
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("\"taken_at\" is for releases, whose delta is below 0."));
    const QByteArray key = call.request.header("idempotency-key");
    if (key.size() > longestKey)
        return fail(
            ErrorCode::InvalidArgument,
            QStringLiteral("An Idempotency-Key has at most %1 characters.").arg(longestKey));
    change.idempotencyKey = QString::fromLatin1(key);
    return change;
}

QJsonObject countOf(const Usage &usage)
{
    return {{QStringLiteral("used"), usage.used},
            {QStringLiteral("limit"), orNull(usage.limit)},
            {QStringLiteral("remaining"), orNull(usage.remaining())}};
}

Result<Http::Response> change(const ApiCall &call, UsageMetric metric, const QDateTime &now)
{
    const auto wanted = changeOf(call, metric);
    if (!wanted)
        return fail(wanted.error());
    const auto answer = changeUsage(call.session, *wanted, now);
    if (!answer)
        return fail(answer.error());
    const auto refused = refusalOf(*wanted, *answer);
    if (!refused)
        return Http::Response::json(countOf(answer->usage));
    if (answer->outcome == UsageOutcome::LimitExceeded)
        return problemWith(*refused, countOf(answer->usage));
    return fail(*refused);
}

} // namespace

void addUsage(ApiRouter &api, const Clock &clock, ChangeNotifier &changes)
{
    const auto add = [&](const char *name, UsageMetric metric) {
        api.addVendor("POST", QStringLiteral("/api/v1/vendor/billing/usage/") + QLatin1String(name),
                      ApiCost::Database,
                      [&clock, &changes, metric](const ApiCall &call) -> Result<Http::Response> {
                          auto answer = change(call, metric, clock.now());
                          if (answer && answer->status == 200)
                              changes.publish({Topic::Vendors});
                          return answer;
                      });
    };
    add("orders", UsageMetric::Orders);
    add("products", UsageMetric::Products);
    add("team-members", UsageMetric::TeamMembers);
}

} // namespace Orion::Routes
