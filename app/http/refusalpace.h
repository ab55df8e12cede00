#pragma once

#include <chrono>
#include <mutex>

namespace Orion::Http
{

// When a refused client gets its answer: at once, unless very many are refused. Those wait their
// turn, so that clients which come again as soon as they are sent away do not come all the time,
// and do not come all together. Callable from any thread.
class RefusalPace
{
public:
    using Clock = std::chrono::steady_clock;

    // How long the next refusal is to be put off. At most fifteen seconds.
    Clock::duration next(Clock::time_point now = Clock::now());

private:
    std::mutex m_mutex;
    Clock::time_point m_turn{}; // of the next one
};

} // namespace Orion::Http
