#pragma once

#include <QJsonObject>

namespace Orion::Sandbox
{

// The object as the outside sees it. Fields whose name starts with '_' are the sandbox's own
// notes, such as a checkout session's subscription_data, and stay inside.
QJsonObject publicView(const QJsonObject &object);

} // namespace Orion::Sandbox
