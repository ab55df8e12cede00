#pragma once

#include "models/domain/result.h"

#include <chrono>
#include <optional>

namespace Orion
{

enum class Availability
{
    Free,
    Taken
};

// Whether a domain can still be registered. Any thread; blocks for seconds at most.
class DomainAvailability
{
public:
    virtual ~DomainAvailability() = default;

    // The name as normalizedDomain() gives it. Errors: Unavailable when it cannot be told at
    // present.
    virtual Result<Availability> check(const QString &domain) = 0;
};

// Asks the DNS for the domain's name servers: a name that does not exist there is free. A registry
// may still hold one back without delegating it; whoever registers it in the end finds out.
class DnsAvailability : public DomainAvailability
{
public:
    struct Server
    {
        quint32 address = 0; // IPv4, host byte order
        quint16 port = 53;
    };

    // The machine's resolver, or the server given. Each of its servers is asked twice at most, and
    // waited for so long the first time, twice the second.
    explicit DnsAvailability(std::optional<Server> server = {},
                             std::chrono::seconds wait = std::chrono::seconds(1))
        : m_server(server)
        , m_wait(wait)
    {}

    Result<Availability> check(const QString &domain) override;

private:
    const std::optional<Server> m_server;
    const std::chrono::seconds m_wait;
};

} // namespace Orion
