#pragma once

#include <QByteArray>
#include <QJsonObject>

#include <optional>

namespace Orion
{

// The text as a JSON object; nothing when it is none, or when a name stands in it twice at the top:
// two readers would then each believe another value.
std::optional<QJsonObject> parseStrictObject(const QByteArray &text);

} // namespace Orion
