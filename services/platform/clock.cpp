#include "services/platform/clock.h"

namespace Orion
{

QDateTime SystemClock::now() const
{
    return QDateTime::currentDateTimeUtc();
}

} // namespace Orion
