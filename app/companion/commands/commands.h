#pragma once

#include "app/companion/commandcontext.h"

// Every command of the companion, one file each. A command prints its result to the context's
// output; an error becomes one line on standard error and exit code 1, or 2 for InvalidArgument.
namespace Orion::Commands
{

Command serve();
Command migrate();
Command demoData();
Command webhookList();
Command webhookReplay();
Command webhookRecover();
Command webhookRetention();
Command tokenIssue();
Command stripeSetup();
Command stripeCheck();
Command stripeBackfill();
Command stripeSync();
Command jobList();
Command jobRun();
Command snapshot();
Command forecast();
Command doctor();

// In the order of the help.
std::vector<Command> all();

} // namespace Orion::Commands
