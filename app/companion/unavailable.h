#pragma once

#include "app/http/message.h"

namespace Orion
{

// A 503 problem that asks the client to come again in a moment. The code is the stable name.
Http::Response unavailable(const QString &code, const QString &title);

} // namespace Orion
