#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>

namespace Orion::Http
{

// How many bytes of refused requests are still read, only to be thrown away, so that their senders
// get to read the answer. One client more or less may send as much as it likes; all of them
// together may not keep the server busy with it. Callable from any thread.
class DrainCredit
{
public:
    using Clock = std::chrono::steady_clock;

    // Whether so many more are worth it now. Much is after some quiet; then it grows back slowly.
    bool take(std::size_t bytes, Clock::time_point now = Clock::now());

private:
    std::mutex m_mutex;
    Clock::time_point m_last{};
    double m_left = 0;
};

} // namespace Orion::Http
