#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace Orion
{

// Has work that can wait give way to work that somebody waits for, when there are not enough cores
// and disk for both. Any thread.
class RightOfWay
{
public:
    void take();    // by who goes first, each time it begins to have something to do
    void release(); // when nothing is left to do

    // Returns when nobody has the right of way, or after so long: what gives way goes on, if more
    // slowly, however busy the others are.
    void giveWay(std::chrono::milliseconds most);

private:
    std::mutex m_mutex;
    std::condition_variable m_free;
    int m_taken = 0;
};

} // namespace Orion
