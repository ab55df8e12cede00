#include "tests/support/sandboxprocess.h"

namespace Orion
{

SandboxProcess::SandboxProcess()
    : ServerProcess(QStringLiteral("orion-stripe-sandbox"),
                    {QStringLiteral("--port"), QStringLiteral("0")}, "sandbox ready on ", {})
{}

} // namespace Orion
