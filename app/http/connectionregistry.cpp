#include "app/http/connectionregistry.h"

namespace Orion::Http
{

void ConnectionRegistry::add(const std::shared_ptr<Connection> &connection)
{
    const std::scoped_lock lock(m_mutex);
    m_connections.emplace(connection.get(), connection);
}

void ConnectionRegistry::remove(const Connection *connection)
{
    const std::scoped_lock lock(m_mutex);
    m_connections.erase(connection);
    if (m_connections.empty())
        m_empty.notify_all();
}

int ConnectionRegistry::count() const
{
    const std::scoped_lock lock(m_mutex);
    return static_cast<int>(m_connections.size());
}

std::vector<std::shared_ptr<Connection>> ConnectionRegistry::all() const
{
    std::vector<std::shared_ptr<Connection>> connections;
    const std::scoped_lock lock(m_mutex);
    connections.reserve(m_connections.size());
    for (const auto &[key, weak] : m_connections) {
        if (auto connection = weak.lock())
            connections.push_back(std::move(connection));
    }
    return connections;
}

bool ConnectionRegistry::waitUntilEmpty(std::chrono::milliseconds patience)
{
    std::unique_lock lock(m_mutex);
    return m_empty.wait_for(lock, patience, [this] { return m_connections.empty(); });
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
