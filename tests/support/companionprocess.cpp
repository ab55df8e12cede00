#include "tests/support/companionprocess.h"

namespace Orion
{

namespace
{

const QString program = QStringLiteral("orion-companion");

} // namespace

CompanionProcess::CompanionProcess(const ProcessEnvironment &environment)
    : ServerProcess(
          program,
          {QStringLiteral("serve"), QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0")},
          "companion ready on ", environment)
{}

CommandOutcome runCompanion(const QStringList &arguments, const ProcessEnvironment &environment)
{
    return runProgram(program, arguments, environment);
}

} // namespace Orion
