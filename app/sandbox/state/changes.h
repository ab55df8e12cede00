#pragma once

#include <QJsonObject>

namespace Orion::Sandbox
{

// What "previous_attributes" of an updated event holds: the old values of what differs. Groups are
// compared inside, arrays as a whole; what is new was null.
QJsonObject previousAttributes(const QJsonObject &before, const QJsonObject &after);

// Stripe's rule for metadata: given names replace, empty values remove, null clears all.
QJsonObject mergedMetadata(const QJsonObject &present, const QJsonValue &given);

} // namespace Orion::Sandbox
