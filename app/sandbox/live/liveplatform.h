#pragma once

#include "app/sandbox/state/state.h"

namespace Orion::Sandbox
{

// Makes a believable platform move: each step one thing happens, chosen by weight, through the
// same billing as the API. The same seed and state give the same steps. Under Sandbox's lock.
class LivePlatform
{
public:
    LivePlatform(State &state, std::optional<quint64> seed);

    // Returns what happened, or nothing when there is nobody to whom anything could happen.
    QString step();

private:
    State &m_state;
    Identifiers m_dice;
};

} // namespace Orion::Sandbox
