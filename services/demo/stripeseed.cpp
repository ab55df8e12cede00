#include "services/demo/stripeseed.h"

#include "services/database/session.h"

namespace Orion
{

Result<void> writeStripeSeed(Session &, QIODevice &)
{
    return fail(ErrorCode::Unavailable, QStringLiteral("Demo data is not part of this build."));
}

} // namespace Orion
