#pragma once

#include "app/companion/commandline.h"
#include "services/webhooks/webhookfilter.h"

#include <QList>

namespace Orion::Commands
{

// The options that narrow a command to some events: --status, --type, --vendor and --since.
QList<QCommandLineOption> webhookFilterOptions();

// Errors: InvalidArgument.
Result<WebhookFilter> webhookFilterOf(const Invocation &arguments);

} // namespace Orion::Commands
