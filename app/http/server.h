#pragma once

#include "app/http/router.h"
#include "models/domain/result.h"

#include <chrono>

namespace Orion::Http
{

// What one client may cost. A request that goes over gets a 4xx or 503 and, where needed, the end
// of its connection.
struct Limits
{
    std::size_t headerBytes = 16 * 1024;
    std::size_t bodyBytes = 1024 * 1024;
    int connections = 1024;     // over it: who has kept us waiting for longest goes
    int requestsInFlight = 512; // over it: 503 with Retry-After
    std::size_t halfReadBytes = 16 * 1024 * 1024;      // of all requests that have not come whole
    std::chrono::milliseconds requestDeadline{10'000}; // first byte to last byte of a request
    std::chrono::milliseconds handlerDeadline{30'000}; // then 504
    std::chrono::milliseconds writeDeadline{10'000};
    std::chrono::milliseconds idleDeadline{60'000}; // before a request's first byte
};

struct TlsFiles
{
    QString certificateFile; // PEM chain
    QString keyFile;         // PEM
};

// An HTTP/1.1 server on Boost.Beast with threads of its own. The router outlives the server.
// Construct, listen and stop on one thread; handlers run on the I/O threads.
class Server
{
public:
    explicit Server(const Router &router, const Limits &limits = {}, int ioThreads = 1);
    ~Server(); // stops at once what stop() has not drained

    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    // Starts to accept. Port 0 takes a free one. Returns the port.
    Result<quint16> listen(const QString &address, quint16 port, const TlsFiles &tls = {});

    // Accepts no more, lets running requests finish until the deadline, then closes the rest.
    // Blocks until done. Returns whether all were finished.
    bool stop(std::chrono::milliseconds drain);

    int openConnections() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Orion::Http
