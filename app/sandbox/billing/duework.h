#pragma once

#include "app/sandbox/state/state.h"

namespace Orion::Sandbox
{

// Does the one thing that is due, so that something later or nothing is due next.
void doDue(State &state, const Due &due);

// Does what became due in real time: ends of trials and periods, retries, expiry. At most this
// many things a call.
void doDueWork(State &state, int most);

} // namespace Orion::Sandbox
