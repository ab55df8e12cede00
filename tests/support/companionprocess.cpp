#include "tests/support/companionprocess.h"

namespace Orion
{

namespace
{

const QString program = QStringLiteral("orion-companion");

// What calls Stripe by itself at the full hour would be in the way of what a test counts. A test
// that is about jobs says when they run.
ProcessEnvironment withoutHourlyJobs(ProcessEnvironment environment)
{
    for (const char *name : {"ORION_JOB_RECOVER_MISSED_EVENTS", "ORION_JOB_SYNC_STRIPE_STATUS"}) {
        const QString key = QString::fromLatin1(name);
        environment.insert(key, environment.value(key, QStringLiteral("off")));
    }
    return environment;
}

} // namespace

CompanionProcess::CompanionProcess(const ProcessEnvironment &environment)
    : ServerProcess(
          program,
          {QStringLiteral("serve"), QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0")},
          "companion ready on ", withoutHourlyJobs(environment))
{}

CommandOutcome runCompanion(const QStringList &arguments, const ProcessEnvironment &environment)
{
    return runProgram(program, arguments, environment);
}

} // namespace Orion
