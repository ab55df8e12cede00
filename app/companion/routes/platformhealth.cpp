#include "app/companion/routes/routes.h"

#include "app/companion/api/apirouter.h"
#include "app/companion/api/capacityanswers.h"
#include "app/companion/api/fields.h"
#include "app/companion/changenotifier.h"

#include <QJsonArray>

namespace Orion::Routes
{

namespace
{

constexpr int usualDays = 30;
constexpr int mostDays = 3660;

Result<int> daysOf(const Http::Request &request)
{
    const QString name = QStringLiteral("days");
    if (!request.query.hasQueryItem(name))
        return usualDays;
    bool isNumber = false;
    const int days = request.query.queryItemValue(name).toInt(&isNumber);
    if (!isNumber || days < 2 || days > mostDays)
        return fail(
            ErrorCode::InvalidArgument,
            QStringLiteral("\"days\" has to be a whole number from 2 to %1.").arg(mostDays));
    return days;
}

Result<Http::Response> health(const ApiCall &call, CapacityService &service)
{
    const auto health = service.health(call.session);
    if (!health)
        return fail(health.error());
    return Http::Response::json(healthAnswer(*health, service.now()));
}

Result<Http::Response> capacity(const ApiCall &call, CapacityService &service)
{
    const auto capacity = service.subscriptionCapacity(call.session);
    if (!capacity)
        return fail(capacity.error());
    const auto snapshot = service.latest(call.session);
    if (!snapshot)
        return fail(snapshot.error());
    return Http::Response::json(capacityByTierAnswer(*capacity, *snapshot, service.now()));
}

Result<Http::Response> subscriptionCapacity(const ApiCall &call, CapacityService &service)
{
    const auto capacity = service.subscriptionCapacity(call.session);
    if (!capacity)
        return fail(capacity.error());
    return Http::Response::json(capacityAnswer(*capacity, service.now()));
}

Result<Http::Response> trends(const ApiCall &call, CapacityService &service)
{
    const auto days = daysOf(call.request);
    if (!days)
        return fail(days.error());
    const auto growth = service.trends(call.session, *days);
    if (!growth)
        return fail(growth.error());
    return Http::Response::json(trendsAnswer(*growth));
}

// A list, as the reference has it.
Result<Http::Response> recommendations(const ApiCall &call, CapacityService &service)
{
    const auto health = service.health(call.session);
    if (!health)
        return fail(health.error());
    Http::Response response;
    response.contentType = "application/json";
    response.body = QJsonDocument(recommendationsAnswer(health->recommendations,
                                                        health->capacity.subscriptions()))
                        .toJson(QJsonDocument::Compact);
    return response;
}

Result<Http::Response> capture(const ApiCall &call, CapacityService &service,
                               ChangeNotifier &changes)
{
    const Fields fields(call.body);
    if (const auto good = fields.check(); !good)
        return fail(good.error());
    const auto captured = service.capture(call.session);
    if (!captured)
        return fail(captured.error());
    changes.publish({Topic::Capacity});
    return Http::Response::json(snapshotAnswer(*captured));
}

} // namespace

void addPlatformHealth(ApiRouter &api, CapacityService &service, ChangeNotifier &changes)
{
    const auto add = [&](const char *name, auto action) {
        api.addAdmin("GET", QStringLiteral("/api/v1/admin/platform-health/") + QLatin1String(name),
                     ApiCost::Report,
                     [&service, action](const ApiCall &call) { return action(call, service); });
    };
    add("health", health);
    add("capacity", capacity);
    add("subscription-capacity", subscriptionCapacity);
    add("trends", trends);
    add("recommendations", recommendations);
    api.addAdmin("POST", QStringLiteral("/api/v1/admin/platform-health/snapshot"), ApiCost::Report,
                 [&](const ApiCall &call) { return capture(call, service, changes); });
}

} // namespace Orion::Routes
