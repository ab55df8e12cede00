#pragma once

#include "app/sandbox/api/apierror.h"
#include "app/sandbox/state/state.h"

namespace Orion::Sandbox
{

// Replaces ids by their objects along the paths of expand[], such as "latest_invoice.payments" or
// "data.customer", and adds the lists that are only there when asked for.
Answer<QJsonObject> expanded(const State &state, const QJsonObject &object,
                             const QStringList &paths);

} // namespace Orion::Sandbox
