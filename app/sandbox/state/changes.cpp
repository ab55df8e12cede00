#include "app/sandbox/state/changes.h"

namespace Orion::Sandbox
{

QJsonObject previousAttributes(const QJsonObject &before, const QJsonObject &after)
{
    QJsonObject previous;
    for (auto it = before.begin(); it != before.end(); ++it) {
        const QJsonValue now = after.value(it.key());
        if (it.value() == now)
            continue;
        if (it.value().isObject() && now.isObject())
            previous.insert(it.key(), previousAttributes(it.value().toObject(), now.toObject()));
        else
            previous.insert(it.key(), it.value());
    }
    for (auto it = after.begin(); it != after.end(); ++it) {
        if (!before.contains(it.key()))
            previous.insert(it.key(), QJsonValue::Null);
    }
    return previous;
}

QJsonObject mergedMetadata(const QJsonObject &present, const QJsonValue &given)
{
    if (given.isUndefined())
        return present;
    if (given.isNull())
        return {};
    QJsonObject merged = present;
    const QJsonObject pairs = given.toObject();
    for (auto it = pairs.begin(); it != pairs.end(); ++it) {
        if (it.value().toString().isEmpty())
            merged.remove(it.key());
        else
            merged.insert(it.key(), it.value());
    }
    return merged;
}

} // namespace Orion::Sandbox
