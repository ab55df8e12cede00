#include "app/companion/processlimits.h"

#include <algorithm>

#include <malloc.h>
#include <sys/resource.h>

namespace Orion
{

int allowOpenFiles(int wanted)
{
    constexpr int whenUnknown = 1024;
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return whenUnknown;
    const auto target = std::min(static_cast<rlim_t>(wanted), limit.rlim_max);
    if (limit.rlim_cur < target) {
        const rlimit raised{target, limit.rlim_max};
        if (setrlimit(RLIMIT_NOFILE, &raised) == 0)
            limit = raised;
    }
    return static_cast<int>(std::min(static_cast<rlim_t>(wanted), limit.rlim_cur));
}

void keepMemorySmall()
{
#ifdef __GLIBC__
    // Left to itself glibc keeps up to 64 MB at the end of the heap once large blocks were freed,
    // and as much again for every few threads. The blocks of a full batch of events stay below
    // these, for getting them from the system anew for each costs the intake a good part of its
    // speed.
    mallopt(M_MMAP_THRESHOLD, 2 * 1024 * 1024);
    mallopt(M_TRIM_THRESHOLD, 4 * 1024 * 1024);
    mallopt(M_ARENA_MAX, 8);
#endif
}

} // namespace Orion
