#pragma once

#include "app/http/server.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <unordered_map>

namespace Orion::Http
{

class Connection;

// Knows the open connections of one server. Callable from any thread.
class ConnectionRegistry
{
public:
    void add(const std::shared_ptr<Connection> &connection);
    void remove(const Connection *connection); // from the connection's destructor

    int count() const;
    std::vector<std::shared_ptr<Connection>> all() const;
    bool waitUntilEmpty(std::chrono::milliseconds patience);

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_empty;
    std::unordered_map<const Connection *, std::weak_ptr<Connection>> m_connections;
};

// What the connections of one server share. Held by the server, its connections and the responders
// that handlers still keep, and so outlives the server. The router is used only while it runs.
struct ServerState
{
    ServerState(const Router &serverRouter, const Limits &serverLimits)
        : router(serverRouter)
        , limits(serverLimits)
    {}

    const Router &router;
    const Limits limits;
    ConnectionRegistry connections;
    std::atomic<int> requestsInFlight{0};   // handlers that have not answered yet
    std::atomic<int> requestsUnfinished{0}; // begun and not yet answered in full
    std::atomic<bool> draining{false};

    // Runs the function unless the server has gone, and keeps it from going meanwhile.
    void whileRunning(const std::function<void()> &function);
    void markStopped();

private:
    std::mutex m_runningMutex;
    bool m_running = true;
};

} // namespace Orion::Http
