#pragma once

#include "app/sandbox/api/apierror.h"
#include "app/sandbox/state/state.h"

#include <QJsonArray>

namespace Orion::Sandbox
{

// A page of the objects that match, newest first, as a list object: limit, starting_after,
// ending_before and has_more as Stripe does them.
Answer<QJsonObject> listPage(const State &state, Kind kind, const QJsonObject &parameters,
                             const Predicate &matches);

// A page of a list that stands inside another object, in its order.
Answer<QJsonObject> pageOf(const QJsonArray &all, const QJsonObject &parameters,
                           const QString &url);

// Whether the number lies in what a Range parameter gave. Everything lies in no range.
bool inRange(const QJsonValue &number, const QJsonValue &range);

// Whether the object's field has the value that the parameter of the same name asks for. True
// without the parameter.
bool fieldMatches(const QJsonObject &object, const QJsonObject &parameters, QLatin1String name);

} // namespace Orion::Sandbox
