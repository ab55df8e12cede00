#include "app/http/refusalpace.h"

#include <algorithm>

namespace Orion::Http
{

using namespace std::chrono_literals;

namespace
{

constexpr auto between = 8ms;
constexpr auto savedUp = 400ms; // fifty go at once after some quiet
constexpr auto longest = 15s;

} // namespace

RefusalPace::Clock::duration RefusalPace::next(Clock::time_point now)
{
    const std::scoped_lock lock(m_mutex);
    m_turn = std::max(m_turn, now - savedUp);
    const auto delay = m_turn - now;
    if (delay >= longest)
        return longest;
    m_turn += between;
    return std::max<Clock::duration>(delay, 0s);
}

} // namespace Orion::Http
