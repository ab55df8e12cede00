#include "services/catalogue/stripelist.h"

#include "services/stripe/client/paging.h"
#include "services/stripe/readers/json.h"

#include <QJsonArray>

namespace Orion
{

namespace
{

constexpr qint64 pageSize = 100; // the most that Stripe gives

std::vector<QJsonObject> objectsOf(const QJsonObject &list)
{
    std::vector<QJsonObject> objects;
    const QJsonArray data = list.value(QLatin1String("data")).toArray();
    for (const QJsonValue value : data)
        objects.push_back(value.toObject());
    return objects;
}

StripeCall pageAfter(StripeCall call, const QString &last)
{
    call.parameters.add(QStringLiteral("limit"), pageSize);
    if (!last.isEmpty())
        call.parameters.add(QStringLiteral("starting_after"), last);
    return call;
}

} // namespace

Result<void>
forEachPageOfList(StripeApi &stripe, const StripeCall &call,
                  const std::function<Result<void>(const std::vector<QJsonObject> &)> &visit,
                  const QString &startingAfter)
{
    StripeApi::Coming coming = stripe.begin(pageAfter(call, startingAfter));
    while (coming.valid()) {
        const auto answer = coming.get();
        if (!answer)
            return fail(toError(answer.error()));
        const std::vector<QJsonObject> objects = objectsOf(answer->object);
        if (objects.empty())
            return {};
        const QString last = StripeJson::text(objects.back(), "id");
        if (answer->object.value(QLatin1String("has_more")).toBool() && !last.isEmpty())
            coming = stripe.begin(pageAfter(call, last));
        if (const auto visited = visit(objects); !visited)
            return visited;
    }
    return {};
}

Result<void> forEachOfList(StripeApi &stripe, const StripeCall &call,
                           const std::function<Result<void>(const QJsonObject &)> &visit)
{
    Result<void> visited;
    const auto walked = forEachStripeObject(stripe, call, [&](const QJsonObject &object) {
        visited = visit(object);
        return visited.has_value();
    });
    return walked ? visited : fail(toError(walked.error()));
}

Result<std::optional<QJsonObject>> findObject(StripeApi &stripe, const QString &path,
                                              StripePriority priority)
{
    StripeCall call;
    call.path = path;
    call.priority = priority;
    const auto answer = stripe.call(call);
    if (!answer && answer.error().kind == StripeErrorKind::NotFound)
        return std::nullopt;
    if (!answer)
        return fail(toError(answer.error()));
    if (answer->object.value(QLatin1String("deleted")).toBool())
        return std::nullopt;
    return answer->object;
}

} // namespace Orion
