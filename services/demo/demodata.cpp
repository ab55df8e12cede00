#include "services/demo/demodata.h"

#include "services/database/session.h"

namespace Orion
{

Result<DemoSummary> makeDemoData(Session &, const DemoOptions &, const DemoProgress &)
{
    return fail(ErrorCode::Unavailable, QStringLiteral("Demo data is not part of this build."));
}

} // namespace Orion
