#pragma once

#include <QString>

#include <chrono>
#include <mutex>
#include <optional>

namespace Orion::Http
{

// Keeps what clients do wrong from filling the log: a few lines are written at once, the others
// counted. Callable from any thread.
class RefusalLog
{
public:
    using Clock = std::chrono::steady_clock;

    explicit RefusalLog(int lines = 10, std::chrono::seconds period = std::chrono::seconds(10))
        : m_lines(lines)
        , m_period(period)
    {}

    // Whether to write one more line: if so, how many have been left out since the last one.
    std::optional<quint64> admit(Clock::time_point now = Clock::now());
    // That number in words; empty for none.
    static QString note(quint64 leftOut);

private:
    const int m_lines;
    const std::chrono::seconds m_period;
    std::mutex m_mutex;
    std::optional<Clock::time_point> m_periodStart;
    int m_written = 0; // in the present period
    quint64 m_leftOut = 0;
};

} // namespace Orion::Http
