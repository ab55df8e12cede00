#pragma once

#include <QJsonObject>
#include <QLatin1String>

namespace Orion::Sandbox
{

// A new object of the kind with every field that the API version writes, from shapes/<name>.json.
QJsonObject shape(QLatin1String name);

// The shape with the given fields in place of its own.
QJsonObject filled(QLatin1String shapeName, const QJsonObject &fields);
// Copies the fields that are named and given; null is given, undefined is not.
void copyGiven(QJsonObject &to, const QJsonObject &from,
               std::initializer_list<QLatin1String> names);
// The same for fields that are groups: what the group does not give stays.
void mergeGiven(QJsonObject &to, const QJsonObject &from,
                std::initializer_list<QLatin1String> names);

// A list object as it stands inside other objects.
QJsonObject embeddedList(const QJsonArray &data, const QString &url);

} // namespace Orion::Sandbox
