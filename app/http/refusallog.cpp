#include "app/http/refusallog.h"

#include <utility>

namespace Orion::Http
{

std::optional<quint64> RefusalLog::admit(Clock::time_point now)
{
    const std::scoped_lock lock(m_mutex);
    if (!m_periodStart || now - *m_periodStart >= m_period) {
        m_periodStart = now;
        m_written = 0;
    }
    if (m_written == m_lines) {
        ++m_leftOut;
        return std::nullopt;
    }
    ++m_written;
    return std::exchange(m_leftOut, 0);
}

QString RefusalLog::note(quint64 leftOut)
{
    return leftOut == 0 ? QString()
                        : QStringLiteral("(before it %1 others were not logged)").arg(leftOut);
}

} // namespace Orion::Http
