#include "services/billing/addons/domainavailability.h"

#include <array>

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>

namespace Orion
{

namespace
{

constexpr int mostServers = 2; // of the machine's; more would only lengthen the wait

// A resolver's state of one call; the library's own is shared by the process.
class Resolver
{
public:
    Resolver() { m_usable = ::res_ninit(&m_state) == 0; }
    ~Resolver()
    {
        if (m_usable)
            ::res_nclose(&m_state);
    }
    Resolver(const Resolver &) = delete;
    Resolver &operator=(const Resolver &) = delete;

    bool isUsable() const { return m_usable; }
    void setPatience(std::chrono::seconds wait)
    {
        m_state.retrans = int(wait.count());
        m_state.retry = 2;
        m_state.nscount = std::min<int>(m_state.nscount, mostServers);
    }
    void setServer(const DnsAvailability::Server &server)
    {
        m_state.nscount = 1;
        m_state.nsaddr_list[0].sin_family = AF_INET;
        m_state.nsaddr_list[0].sin_port = htons(server.port);
        m_state.nsaddr_list[0].sin_addr.s_addr = htonl(server.address);
    }

    // The answer's code (RFC 1035: NOERROR, NXDOMAIN …), or nothing without an answer.
    std::optional<int> ask(const QByteArray &name)
    {
        std::array<unsigned char, 4096> answer{};
        std::array<unsigned char, 512> question{};
        const int length = ::res_nmkquery(&m_state, ns_o_query, name.constData(), ns_c_in, ns_t_ns,
                                          nullptr, 0, nullptr, question.data(), question.size());
        if (length < 0)
            return std::nullopt;
        // Unlike res_nquery() this hands out the answer also when the name does not exist.
        const int received =
            ::res_nsend(&m_state, question.data(), length, answer.data(), answer.size());
        if (received < NS_HFIXEDSZ)
            return std::nullopt;
        return answer[3] & 0x0f;
    }

private:
    struct __res_state m_state = {};
    bool m_usable = false;
};

} // namespace

Result<Availability> DnsAvailability::check(const QString &domain)
{
    Resolver resolver;
    std::optional<int> code;
    if (resolver.isUsable()) {
        resolver.setPatience(m_wait);
        if (m_server)
            resolver.setServer(*m_server);
        code = resolver.ask(domain.toLatin1());
    }
    if (code == ns_r_nxdomain)
        return Availability::Free;
    if (code == ns_r_noerror)
        return Availability::Taken;
    return fail(ErrorCode::Unavailable,
                QStringLiteral("Whether %1 is free could not be checked. Try again in a moment.")
                    .arg(domain),
                code ? QStringLiteral("DNS code %1").arg(*code) : QStringLiteral("no DNS answer"));
}

} // namespace Orion
