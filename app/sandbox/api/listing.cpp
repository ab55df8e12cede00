#include "app/sandbox/api/listing.h"

#include <QJsonArray>

#include <algorithm>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 mostPerPage = 100;
constexpr qint64 usualPerPage = 10;

Answer<std::ptrdiff_t> positionOf(const std::vector<QJsonObject> &all, const QString &id, Kind kind,
                                  const QString &param)
{
    const auto found = std::find_if(all.begin(), all.end(), [&](const QJsonObject &object) {
        return object.value("id"_L1).toString() == id;
    });
    if (found == all.end())
        return refuse(noSuch(factsOf(kind).object, id, param));
    return found - all.begin();
}

} // namespace

Answer<QJsonObject> listPage(const State &state, Kind kind, const QJsonObject &parameters,
                             const Predicate &matches)
{
    const qint64 limit = parameters.value("limit"_L1).toInteger(usualPerPage);
    if (limit > mostPerPage)
        return refuse(invalidRequest(
            u"parameter_invalid_integer"_s,
            u"This value must be less than or equal to %1."_s.arg(mostPerPage), u"limit"_s));
    const std::vector<QJsonObject> all = state.select(kind, matches);
    std::ptrdiff_t first = 0;
    std::ptrdiff_t last = static_cast<std::ptrdiff_t>(all.size());
    bool hasMore = false;
    if (const QString before = parameters.value("ending_before"_L1).toString(); !before.isEmpty()) {
        const auto position = positionOf(all, before, kind, u"ending_before"_s);
        if (!position)
            return refuse(position.error());
        last = *position;
        first = std::max<std::ptrdiff_t>(0, last - limit);
        hasMore = first > 0;
    } else {
        const QString after = parameters.value("starting_after"_L1).toString();
        if (!after.isEmpty()) {
            const auto position = positionOf(all, after, kind, u"starting_after"_s);
            if (!position)
                return refuse(position.error());
            first = *position + 1;
        }
        hasMore = last - first > limit;
        last = std::min<std::ptrdiff_t>(last, first + limit);
    }
    QJsonArray data;
    for (std::ptrdiff_t i = first; i < last; ++i)
        data.append(all.at(static_cast<std::size_t>(i)));
    return QJsonObject{{"object"_L1, u"list"_s},
                       {"data"_L1, data},
                       {"has_more"_L1, hasMore},
                       {"url"_L1, u"/v1/"_s + factsOf(kind).path}};
}

bool inRange(const QJsonValue &number, const QJsonValue &range)
{
    const QJsonObject bounds = range.toObject();
    const qint64 value = number.toInteger();
    const auto holds = [&](QLatin1String name, auto compares) {
        return !bounds.contains(name) || compares(value, bounds.value(name).toInteger());
    };
    return holds("gt"_L1, std::greater<>()) && holds("gte"_L1, std::greater_equal<>()) &&
           holds("lt"_L1, std::less<>()) && holds("lte"_L1, std::less_equal<>());
}

bool fieldMatches(const QJsonObject &object, const QJsonObject &parameters, QLatin1String name)
{
    return !parameters.contains(name) || object.value(name) == parameters.value(name);
}

} // namespace Orion::Sandbox
