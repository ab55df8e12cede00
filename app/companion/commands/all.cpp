#include "app/companion/commands/commands.h"

namespace Orion::Commands
{

std::vector<Command> all()
{
    return {serve(), migrate(), demoData(), webhookList(), webhookReplay(), tokenIssue(), doctor()};
}

} // namespace Orion::Commands
