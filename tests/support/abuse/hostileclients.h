#pragma once

#include "tests/support/abuse/clientsocket.h"
#include "tests/support/abuse/hostileshapes.h"

#include <map>
#include <thread>

namespace Orion::Abuse
{

// What the clients of one shape saw.
struct HostileCount
{
    int clients = 0;
    int connections = 0;
    int failedConnections = 0;
    std::map<int, int> answers; // how many of which status; the first of each connection
};

// Many clients that misbehave until they are stopped, on a thread of their own. Whoever loses its
// connection comes again half a second later.
class HostileClients
{
public:
    explicit HostileClients(const Target &target);
    ~HostileClients(); // as stop()

    HostileClients(const HostileClients &) = delete;
    HostileClients &operator=(const HostileClients &) = delete;

    // Before the start.
    void add(const Shape &shape, int clients);
    void addOfEachKind(const std::vector<Shape> &shapes, int clients);
    void start(); // they come within the first second
    void stop();

    const std::map<QByteArray, HostileCount> &counts() const { return m_counts; } // after stop()

private:
    class Client;

    const Target m_target;
    boost::asio::io_context m_io;
    std::map<QByteArray, HostileCount> m_counts; // of the thread while it runs
    std::vector<std::shared_ptr<Client>> m_clients;
    std::thread m_thread;
};

} // namespace Orion::Abuse
