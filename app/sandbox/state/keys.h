#pragma once

#include "app/sandbox/state/kinds.h"

#include <QJsonObject>
#include <QString>

#include <vector>

namespace Orion::Sandbox
{

// What objects are found by without looking at all of them: the name of the list parameter, and the
// value that it has to equal.
struct Key
{
    QLatin1String name;
    QString value;
};

// The names that objects of the kind can be found by.
std::vector<QLatin1String> keyNamesOf(Kind kind);

// The keys of one object. Those without a value are left out.
std::vector<Key> keysOf(Kind kind, const QJsonObject &object);

} // namespace Orion::Sandbox
