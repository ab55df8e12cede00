#include "app/companion/routes/routes.h"

#include "app/companion/api/answers.h"
#include "app/companion/api/apirouter.h"
#include "app/companion/api/fields.h"
#include "app/companion/changenotifier.h"
#include "app/companion/usagegroup.h"
#include "services/billing/usageservice.h"

namespace Orion::Routes
{

namespace
{

constexpr qint64 largestDelta = 1'000'000;
constexpr qsizetype longestKey = 255;

Result<UsageChange> changeOf(const Http::Request &request, const Principal &principal,
                             const QJsonObject &body, UsageMetric metric)
{
    Fields fields(body);
    UsageChange change{principal.vendorCode, metric, 0, {}, {}};
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
    const QByteArray key = request.header("idempotency-key");
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

Result<Http::Response> response(const UsageChange &change, const UsageAnswer &answer)
{
    const auto refused = refusalOf(change, answer);
    if (!refused)
        return Http::Response::json(countOf(answer.usage));
    if (answer.outcome == UsageOutcome::LimitExceeded)
        return problemWith(*refused, countOf(answer.usage));
    return fail(*refused);
}

// One metric's route. A change without a key goes with the others that come at the same time; one
// with a key, or one that the group cannot do, is done by itself.
class UsageRoute
{
public:
    UsageRoute(UsageMetric metric, const Clock &clock, UsageGroup &group, ChangeNotifier &changes)
        : m_metric(metric)
        , m_clock(clock)
        , m_group(group)
        , m_changes(changes)
    {}

    Result<Http::Response> alone(const ApiCall &call) const
    {
        const auto change = changeOf(call.request, call.principal, call.body, m_metric);
        if (!change)
            return fail(change.error());
        return settle(*change, changeUsage(call.session, *change, m_clock.now()));
    }

    bool withOthers(const ApiRequest &request, const Http::Responder &respond,
                    const std::function<void()> &byItself) const
    {
        const auto change = changeOf(request.request, request.principal, request.body, m_metric);
        if (!change || !change->idempotencyKey.isEmpty())
            return false;
        const auto answered = [self = *this, change = *change,
                               respond](const Result<UsageAnswer> &answer) {
            const auto settled = self.settle(change, answer);
            respond(settled ? *settled : Http::problem(settled.error()));
        };
        return m_group.submit(*change, answered, byItself);
    }

private:
    Result<Http::Response> settle(const UsageChange &change,
                                  const Result<UsageAnswer> &answer) const
    {
        if (!answer)
            return fail(answer.error());
        if (answer->outcome == UsageOutcome::Granted)
            m_changes.publish({Topic::Vendors});
        return response(change, *answer);
    }

    UsageMetric m_metric;
    const Clock &m_clock;
    UsageGroup &m_group;
    ChangeNotifier &m_changes;
};

} // namespace

void addUsage(ApiRouter &api, const Clock &clock, UsageGroup &group, ChangeNotifier &changes)
{
    const auto add = [&](const char *name, UsageMetric metric) {
        const UsageRoute route(metric, clock, group, changes);
        api.addVendor(
            "POST", QStringLiteral("/api/v1/vendor/billing/usage/") + QLatin1String(name),
            ApiCost::Database, [route](const ApiCall &call) { return route.alone(call); },
            [route](const ApiRequest &request, const Http::Responder &respond,
                    const std::function<void()> &byItself) {
                return route.withOthers(request, respond, byItself);
            });
    };
    add("orders", UsageMetric::Orders);
    add("products", UsageMetric::Products);
    add("team-members", UsageMetric::TeamMembers);
}

} // namespace Orion::Routes
