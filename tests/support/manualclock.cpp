#include "tests/support/manualclock.h"

namespace Orion
{

ManualClock::ManualClock(const QDateTime &start)
    : m_now(start.toUTC())
{}

QDateTime ManualClock::now() const
{
    const std::scoped_lock lock(m_mutex);
    return m_now;
}

void ManualClock::set(const QDateTime &time)
{
    const std::scoped_lock lock(m_mutex);
    m_now = time.toUTC();
}

void ManualClock::advanceSeconds(qint64 seconds)
{
    const std::scoped_lock lock(m_mutex);
    m_now = m_now.addSecs(seconds);
}

} // namespace Orion
