#pragma once

#include "tests/support/serverprocess.h"

namespace Orion
{

// A companion of this build that serves.
class CompanionProcess : public ServerProcess
{
public:
    // The environment on top of a clean one: DATABASE_URL, STRIPE_WEBHOOK_SECRET …
    explicit CompanionProcess(const ProcessEnvironment &environment);
};

// Runs one command of the companion to its end, in the same clean environment.
CommandOutcome runCompanion(const QStringList &arguments, const ProcessEnvironment &environment);

} // namespace Orion
