#include "models/domain/webhookactivity.h"

namespace Orion
{

qint64 WebhookActivity::received() const
{
    qint64 sum = 0;
    for (const WebhookMinute &minute : minutes)
        sum += minute.received();
    return sum;
}

qint64 WebhookActivity::failed() const
{
    qint64 sum = 0;
    for (const WebhookMinute &minute : minutes)
        sum += minute.failed;
    return sum;
}

} // namespace Orion
