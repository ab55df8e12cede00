#include "ui/shell/servicerunner.h"

#include <QCoreApplication>

namespace Orion
{

tl::unexpected<Error> ServiceRunner::busy()
{
    return fail(ErrorCode::Unavailable,
                QCoreApplication::translate("ServiceRunner",
                                            "Too much is being asked of the database at once. "
                                            "Wait a moment and try again."));
}

} // namespace Orion
