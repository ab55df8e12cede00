#pragma once

#include "app/sandbox/control/faults.h"
#include "app/sandbox/control/requestlog.h"

#include <QSet>

#include <chrono>

namespace Orion::Sandbox
{

// What stands around the API so that tests can look at it and disturb it: the log of calls, the
// scripted faults, the rate limit, and which keys are in use. Under Sandbox's lock.
class Control
{
public:
    using Time = std::chrono::steady_clock::time_point;

    RequestLog log;
    Faults faults;

    // Calls a second; 0 is no limit.
    void setRateLimit(int perSecond) { m_rateLimit = perSecond; }

    // The answer to a call too many; nothing when there is room.
    std::optional<Http::Response> overLimit(Time now);

    // Marks a call's key as in use. The answer to a second call meanwhile; nothing for the first.
    std::optional<Http::Response> takeKey(const QByteArray &key);
    void giveBackKey(const QByteArray &key) { m_keysInUse.remove(key); }

    // GET, POST and DELETE below /_sandbox.
    Http::Response handle(const Http::Request &request);

private:
    int m_rateLimit = 0;
    Time m_second; // when the present second of the limit began
    int m_callsInSecond = 0;
    QSet<QByteArray> m_keysInUse;
};

} // namespace Orion::Sandbox
