#include "app/http/turnqueue.h"

#include <algorithm>

namespace Orion::Http
{

void TurnQueue::start(std::function<void(Turn)> post, int threads)
{
    m_post = std::move(post);
    m_threads = threads;
}

void TurnQueue::push(int turnsTaken, Turn turn)
{
    {
        const std::scoped_lock lock(m_mutex);
        const int rank = std::clamp(turnsTaken, 0, ranks - 1);
        m_waiting[std::size_t(rank)].push_back(std::move(turn));
        if (m_steps >= m_threads)
            return;
        ++m_steps;
    }
    m_post([this] { step(); });
}

// One turn and then back to the end of the line of all that the server does, where it learns who
// else has something to say.
void TurnQueue::step()
{
    // Also when the turn throws.
    struct Again
    {
        TurnQueue &queue;
        ~Again()
        {
            {
                const std::scoped_lock lock(queue.m_mutex);
                if (queue.isEmpty()) {
                    --queue.m_steps;
                    return;
                }
            }
            queue.m_post([&steps = queue] { steps.step(); });
        }
    };
    const Again again{*this};
    Turn turn;
    {
        const std::scoped_lock lock(m_mutex);
        turn = next();
    }
    if (turn)
        turn();
}

TurnQueue::Turn TurnQueue::next()
{
    const auto isWaiting = [](const auto &queue) { return !queue.empty(); };
    const bool isForTheOthers = ++m_served % everyEighth == 0;
    const auto first = std::ranges::find_if(m_waiting, isWaiting);
    if (first == m_waiting.end())
        return {};
    auto &queue =
        isForTheOthers ? *std::find_if(m_waiting.rbegin(), m_waiting.rend(), isWaiting) : *first;
    Turn turn = std::move(queue.front());
    queue.pop_front();
    return turn;
}

bool TurnQueue::isEmpty() const
{
    return std::ranges::all_of(m_waiting, [](const auto &queue) { return queue.empty(); });
}

} // namespace Orion::Http
