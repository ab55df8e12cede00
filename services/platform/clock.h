#pragma once

#include <QDateTime>

namespace Orion
{

// Where the time comes from. Injected, so that a test can set it. Callable from any thread.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual QDateTime now() const = 0; // UTC
};

class SystemClock : public Clock
{
public:
    QDateTime now() const override;
};

} // namespace Orion
