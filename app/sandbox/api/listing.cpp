#include "app/sandbox/api/listing.h"

#include <QJsonArray>

#include <functional>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 mostPerPage = 100;
constexpr qint64 usualPerPage = 10;

// The key that spares looking at all objects: the first that the parameters ask for.
std::optional<Key> keyAskedFor(Kind kind, const QJsonObject &parameters)
{
    for (const QLatin1String name : keyNamesOf(kind)) {
        const QString value = parameters.value(name).toString();
        if (!value.isEmpty())
            return Key{name, value};
    }
    return {};
}

// The part of the list that the cursors leave.
Answer<Store::Part> partAskedFor(const Store &store, Kind kind, const QJsonObject &parameters)
{
    Store::Part part{keyAskedFor(kind, parameters)};
    const QString before = parameters.value("ending_before"_L1).toString();
    const QString after = parameters.value("starting_after"_L1).toString();
    const QString cursor = before.isEmpty() ? after : before;
    if (cursor.isEmpty())
        return part;
    const auto place = store.placeOf(kind, cursor);
    if (!place)
        return refuse(noSuch(factsOf(kind).object, cursor,
                             before.isEmpty() ? u"starting_after"_s : u"ending_before"_s));
    part.oldestFirst = !before.isEmpty();
    (part.oldestFirst ? part.above : part.below) = *place;
    return part;
}

Answer<qint64> limitOf(const QJsonObject &parameters)
{
    const qint64 limit = parameters.value("limit"_L1).toInteger(usualPerPage);
    if (limit > mostPerPage)
        return refuse(invalidRequest(
            u"parameter_invalid_integer"_s,
            u"This value must be less than or equal to %1."_s.arg(mostPerPage), u"limit"_s));
    return limit;
}

} // namespace

Answer<QJsonObject> listPage(const State &state, Kind kind, const QJsonObject &parameters,
                             const Predicate &matches)
{
    const auto limit = limitOf(parameters);
    if (!limit)
        return refuse(limit.error());
    const auto part = partAskedFor(state.store(), kind, parameters);
    if (!part)
        return refuse(part.error());
    QJsonArray data;
    bool hasMore = false;
    state.store().walk(kind, *part, [&](const QJsonObject &object) {
        if (!matches(object))
            return true;
        hasMore = data.size() == *limit;
        if (hasMore)
            return false;
        part->oldestFirst ? data.prepend(object) : data.append(object);
        return true;
    });
    return QJsonObject{{"object"_L1, u"list"_s},
                       {"data"_L1, data},
                       {"has_more"_L1, hasMore},
                       {"url"_L1, u"/v1/"_s + factsOf(kind).path}};
}

Answer<QJsonObject> pageOf(const QJsonArray &all, const QJsonObject &parameters, const QString &url)
{
    const auto limit = limitOf(parameters);
    if (!limit)
        return refuse(limit.error());
    const QString after = parameters.value("starting_after"_L1).toString();
    qsizetype first = 0;
    while (!after.isEmpty() && first < all.size() &&
           all.at(first).toObject().value("id"_L1).toString() != after)
        ++first;
    if (!after.isEmpty() && first++ == all.size())
        return refuse(noSuch(u"object"_s, after, u"starting_after"_s));
    QJsonArray data;
    for (qsizetype i = first; i < all.size() && data.size() < *limit; ++i)
        data.append(all.at(i));
    return QJsonObject{{"object"_L1, u"list"_s},
                       {"data"_L1, data},
                       {"has_more"_L1, first + *limit < all.size()},
                       {"url"_L1, url}};
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
