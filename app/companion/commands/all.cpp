#include "app/companion/commands/commands.h"

namespace Orion::Commands
{

std::vector<Command> all()
{
    return {serve(),         migrate(),        demoData(),         stripeSetup(),
            stripeCheck(),   stripeBackfill(), stripeSync(),       webhookList(),
            webhookReplay(), webhookRecover(), webhookRetention(), jobList(),
            jobRun(),        snapshot(),       forecast(),         tokenIssue(),
            doctor()};
}

} // namespace Orion::Commands
