#pragma once

#include <array>
#include <deque>
#include <functional>
#include <mutex>

namespace Orion::Http
{

// In which order connections that have something to say get their turn: those that have taken few
// turns for their requests so far go before those that take many, so that thousands which trickle
// or flood do not stand before one that sends a request at once. None waits for ever: every eighth
// turn goes to the others. Callable from any thread.
class TurnQueue
{
public:
    using Turn = std::function<void()>;
    static constexpr int afterTheOthers = 3; // so many turns taken, and more

    // How `post` has a step run later, on a thread of the server; so many steps may run at once.
    // Call it before the first push.
    void start(std::function<void(Turn)> post, int threads);

    // The connection has taken so many turns before.
    void push(int turnsTaken, Turn turn);

private:
    static constexpr int ranks = afterTheOthers + 1;
    static constexpr int everyEighth = 8;

    void step();
    Turn next(); // with the mutex held
    bool isEmpty() const;

    std::function<void(Turn)> m_post;
    int m_threads = 1;
    std::mutex m_mutex;
    std::array<std::deque<Turn>, ranks> m_waiting; // the first to be served first
    int m_steps = 0;                               // posted or running
    int m_served = 0;
};

} // namespace Orion::Http
