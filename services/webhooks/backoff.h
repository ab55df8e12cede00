#pragma once

#include <chrono>

namespace Orion
{

// How long to wait before an event is tried again: twice as long after each failure, up to a
// longest. Of that a random part of up to a fifth is left out, so that events that failed together
// do not all come back in one moment.
struct Backoff
{
    std::chrono::seconds first{5};
    std::chrono::seconds longest{std::chrono::hours{6}};

    // After this many failures (from 1). Share is where in the random part it falls, 0 to 1.
    std::chrono::milliseconds after(int failures, double share) const;
};

} // namespace Orion
