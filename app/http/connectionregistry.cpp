#include "app/http/connectionregistry.h"

namespace Orion::Http
{

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

namespace
{

// What takes longer than this is slow; most requests and answers take milliseconds.
constexpr auto fairTime = 1s;

} // namespace

void ConnectionRegistry::add(const std::shared_ptr<Connection> &connection)
{
    const std::scoped_lock lock(m_mutex);
    Queue &queue = queueOf(Awaited::Nothing);
    queue.push_back({connection, Awaited::Nothing, SteadyClock::now()});
    m_places.emplace(connection.get(), std::prev(queue.end()));
}

void ConnectionRegistry::remove(const Connection *connection)
{
    const std::scoped_lock lock(m_mutex);
    const auto place = m_places.find(connection);
    if (place == m_places.end())
        return;
    queueOf(place->second->awaited).erase(place->second);
    m_places.erase(place);
    if (m_places.empty())
        m_empty.notify_all();
}

void ConnectionRegistry::setAwaited(const Connection *connection, Awaited awaited)
{
    const std::scoped_lock lock(m_mutex);
    const auto place = m_places.find(connection);
    if (place == m_places.end() || place->second->awaited == awaited)
        return;
    Entry &entry = *place->second;
    Queue &queue = queueOf(awaited);
    queue.splice(queue.end(), queueOf(entry.awaited), place->second);
    if (entry.awaited != Awaited::Rest || awaited != Awaited::LargeRest)
        entry.since = SteadyClock::now();
    entry.awaited = awaited;
}

std::shared_ptr<Connection> ConnectionRegistry::takeFirst(Awaited awaited,
                                                          std::chrono::milliseconds patience)
{
    Queue &queue = queueOf(awaited);
    const auto before = SteadyClock::now() - patience;
    while (!queue.empty() && queue.front().since <= before) {
        Entry &entry = queue.front();
        entry.awaited = Awaited::Nothing;
        auto connection = entry.connection.lock(); // null: it is just going
        Queue &taken = queueOf(Awaited::Nothing);
        taken.splice(taken.end(), queue, queue.begin());
        if (connection)
            return connection;
    }
    return nullptr;
}

std::shared_ptr<Connection> ConnectionRegistry::takeDispensable()
{
    const std::scoped_lock lock(m_mutex);
    if (auto stranger = takeFirst(Awaited::FirstRequest, 0s))
        return stranger;
    for (const Awaited awaited :
         {Awaited::Goodbye, Awaited::LargeRest, Awaited::Rest, Awaited::Taking}) {
        if (auto slow = takeFirst(awaited, fairTime))
            return slow;
    }
    return takeFirst(Awaited::NextRequest, 0s);
}

std::shared_ptr<Connection> ConnectionRegistry::takeLargest()
{
    const std::scoped_lock lock(m_mutex);
    return takeFirst(Awaited::LargeRest, 0s);
}

int ConnectionRegistry::count() const
{
    const std::scoped_lock lock(m_mutex);
    return static_cast<int>(m_places.size());
}

std::vector<std::shared_ptr<Connection>> ConnectionRegistry::all() const
{
    std::vector<std::shared_ptr<Connection>> connections;
    const std::scoped_lock lock(m_mutex);
    connections.reserve(m_places.size());
    for (const auto &[key, place] : m_places) {
        if (auto connection = place->connection.lock())
            connections.push_back(std::move(connection));
    }
    return connections;
}

bool ConnectionRegistry::waitUntilEmpty(std::chrono::milliseconds patience)
{
    std::unique_lock lock(m_mutex);
    return m_empty.wait_for(lock, patience, [this] { return m_places.empty(); });
}

void ServerState::whileRunning(const std::function<void()> &function)
{
    const std::scoped_lock lock(m_runningMutex);
    if (m_running)
        function();
}

void ServerState::markStopped()
{
    const std::scoped_lock lock(m_runningMutex);
    m_running = false;
}

} // namespace Orion::Http
