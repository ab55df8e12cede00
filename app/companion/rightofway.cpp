#include "app/companion/rightofway.h"

namespace Orion
{

void RightOfWay::take()
{
    const std::scoped_lock lock(m_mutex);
    ++m_taken;
}

void RightOfWay::release()
{
    {
        const std::scoped_lock lock(m_mutex);
        if (--m_taken > 0)
            return;
    }
    m_free.notify_all();
}

void RightOfWay::giveWay(std::chrono::milliseconds most)
{
    std::unique_lock lock(m_mutex);
    m_free.wait_for(lock, most, [this] { return m_taken == 0; });
}

} // namespace Orion
