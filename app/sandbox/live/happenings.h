#pragma once

#include "app/sandbox/state/state.h"

namespace Orion::Sandbox
{

// Something that can happen on a platform. A new one is a line in the table.
struct Happening
{
    QLatin1String name;
    quint64 weight;
    bool (*happen)(State &, Identifiers &dice); // false when there is nobody for it
};

const std::vector<Happening> &happenings();

} // namespace Orion::Sandbox
