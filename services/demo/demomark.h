#pragma once

#include "services/demo/demodata.h"

#include <optional>

namespace Orion
{

// The options of the demo that a database holds; now is when it was made. Nothing when it holds
// none, also without any schema. Errors: Conflict when there are vendors that are not a demo's.
Result<std::optional<DemoOptions>> readDemoMark(Session &session);

} // namespace Orion
