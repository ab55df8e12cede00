#pragma once

#include "app/sandbox/state/state.h"

namespace Orion::Sandbox
{

// A customer with the given fields and metadata, not yet kept.
QJsonObject newCustomer(State &state, const QJsonObject &fields);

} // namespace Orion::Sandbox
