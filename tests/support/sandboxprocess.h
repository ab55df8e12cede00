#pragma once

#include "tests/support/serverprocess.h"

namespace Orion
{

// A Stripe of this build's own on a free port: STRIPE_API_BASE is its url(). Its state goes with
// it. Tests that use it need add_dependencies(NAME orion-stripe-sandbox) in CMake.
class SandboxProcess : public ServerProcess
{
public:
    SandboxProcess();
};

} // namespace Orion
