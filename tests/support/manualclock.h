#pragma once

#include "services/platform/clock.h"

#include <mutex>

namespace Orion
{

// A clock that stands until a test moves it. Callable from any thread.
class ManualClock : public Clock
{
public:
    explicit ManualClock(const QDateTime &start);

    QDateTime now() const override;
    void set(const QDateTime &time);
    void advanceSeconds(qint64 seconds);

private:
    mutable std::mutex m_mutex;
    QDateTime m_now;
};

} // namespace Orion
