#include "services/webhooks/backoff.h"

#include <algorithm>
#include <cstdint>

namespace Orion
{

namespace
{

constexpr double leftOut = 0.2;
constexpr int mostDoublings = 30; // far beyond any longest wait, and no overflow

} // namespace

std::chrono::milliseconds Backoff::after(int failures, double share) const
{
    const int doublings = std::clamp(failures - 1, 0, mostDoublings);
    const std::chrono::milliseconds whole =
        std::min(first * (std::int64_t(1) << doublings), longest);
    return std::chrono::milliseconds(std::int64_t(double(whole.count()) * (1 - leftOut * share)));
}

} // namespace Orion
