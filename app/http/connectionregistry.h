#pragma once

#include "app/http/server.h"

#include "app/http/draincredit.h"
#include "app/http/refusallog.h"
#include "app/http/refusalpace.h"
#include "app/http/turnqueue.h"

#include <array>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <unordered_map>

namespace Orion::Http
{

class Connection;

// What a connection waits for from its client.
enum class Awaited
{
    Nothing,      // it is our turn
    FirstRequest, // nothing that could be taken has come from this client so far
    NextRequest,
    Rest,      // of a request that has begun
    LargeRest, // the same, and much of it has to be kept meanwhile
    Taking,    // of an answer
    Goodbye    // after the last answer
};

// Knows the open connections of one server, and who waits for how long. Callable from any thread.
class ConnectionRegistry
{
public:
    void add(const std::shared_ptr<Connection> &connection);
    void remove(const Connection *connection); // from the connection's destructor

    // Counts the waiting from now, or from before when a request has only become large.
    void setAwaited(const Connection *connection, Awaited awaited);

    // The one to do without when there are too many: of those that have asked for nothing yet, or
    // else dawdle over a request or an answer, or else ask for nothing at present, the one that has
    // kept us waiting longest. Null when all are at work. Whoever has been given is not given
    // again.
    std::shared_ptr<Connection> takeDispensable();
    // The same among the requests that have to be kept, for when they are too large.
    std::shared_ptr<Connection> takeLargest();

    int count() const;
    std::vector<std::shared_ptr<Connection>> all() const;
    bool waitUntilEmpty(std::chrono::milliseconds patience);

private:
    struct Entry
    {
        std::weak_ptr<Connection> connection;
        Awaited awaited = Awaited::Nothing;
        std::chrono::steady_clock::time_point since;
    };
    using Queue = std::list<Entry>; // the longest wait first

    Queue &queueOf(Awaited awaited) { return m_queues[static_cast<std::size_t>(awaited)]; }
    std::shared_ptr<Connection> takeFirst(Awaited awaited, std::chrono::milliseconds patience);

    mutable std::mutex m_mutex;
    std::condition_variable m_empty;
    std::array<Queue, 7> m_queues; // every connection is in one of them
    std::unordered_map<const Connection *, Queue::iterator> m_places;
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
    std::atomic<unsigned> connectionsMade{0};
    std::atomic<int> requestsInFlight{0};      // handlers that have not answered yet
    std::atomic<int> requestsUnfinished{0};    // begun and not yet answered in full
    std::atomic<std::size_t> halfReadBytes{0}; // kept for requests that have not come whole
    std::mutex givingWay; // one at a time finds them too large and has one refused
    std::atomic<bool> draining{false};
    RefusalLog refusals;
    RefusalPace refusalPace;
    DrainCredit drainCredit;
    TurnQueue turns; // used by connections, while the server's threads run

    // Runs the function unless the server has gone, and keeps it from going meanwhile.
    void whileRunning(const std::function<void()> &function);
    void markStopped();

private:
    std::mutex m_runningMutex;
    bool m_running = true;
};

} // namespace Orion::Http
