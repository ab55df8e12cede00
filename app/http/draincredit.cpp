#include "app/http/draincredit.h"

#include <algorithm>

namespace Orion::Http
{

namespace
{

constexpr double bytesAtOnce = 16 * 1024 * 1024; // after some quiet
constexpr double bytesPerSecond = 1024 * 1024;

} // namespace

bool DrainCredit::take(std::size_t bytes, Clock::time_point now)
{
    const std::scoped_lock lock(m_mutex);
    const double seconds = std::chrono::duration<double>(now - m_last).count();
    m_left = std::min(bytesAtOnce, m_left + seconds * bytesPerSecond);
    m_last = now;
    if (m_left < static_cast<double>(bytes))
        return false;
    m_left -= static_cast<double>(bytes);
    return true;
}

} // namespace Orion::Http
