#include "app/companion/api/clientgate.h"

#include <algorithm>

namespace Orion
{

namespace
{

constexpr int burst = 4; // seconds' worth of requests at once

Http::Response tooMany(std::chrono::milliseconds wait)
{
    Http::Response response =
        Http::problem({ErrorCode::RateLimited,
                       QStringLiteral("You ask too often. Wait as long as Retry-After says."),
                       {}});
    const auto seconds = std::max<qint64>(1, (wait.count() + 999) / 1000);
    for (auto &[name, value] : response.headers) {
        if (name == "Retry-After")
            value = QByteArray::number(seconds);
    }
    return response;
}

// The token of "Authorization: Bearer TOKEN"; empty without one.
QByteArray bearerToken(const Http::Request &request)
{
    const QByteArray header = request.header("authorization").trimmed();
    constexpr qsizetype scheme = sizeof "Bearer " - 1;
    if (qstrnicmp(header.constData(), "Bearer ", scheme) != 0)
        return {};
    return header.sliced(scheme).trimmed();
}

Result<Principal> missingToken()
{
    return fail(ErrorCode::Unauthorized,
                QStringLiteral("This address needs a bearer token: send Authorization: Bearer "
                               "TOKEN."));
}

// Whoever has an IPv6 network has all of its addresses: the first 64 bits stand for the client.
QByteArray networkOf(const QByteArray &address)
{
    if (!address.contains(':') || address.startsWith("::"))
        return address;
    return address.split(':').mid(0, 4).join(':');
}

QByteArray clientOf(const Principal &principal)
{
    const QByteArray role = principal.role == TokenRole::Admin ? "admin:" : "vendor:";
    return role + principal.vendorCode.toUtf8() + ':' + principal.subject.toUtf8();
}

} // namespace

ClientGate::ClientGate(const TokenVerifier &verifier, const Clock &clock, const ApiLimits &limits)
    : m_verifier(verifier)
    , m_clock(clock)
    , m_requests(limits.requests, limits.requests * burst)
    , m_refusals(limits.refusals, limits.refusals * burst)
{}

tl::expected<Principal, Http::Response> ClientGate::admit(const Http::Request &request)
{
    auto principal = authenticate(request);
    if (!principal)
        return principal;
    if (const auto wait = m_requests.take(clientOf(*principal), m_clock.now()))
        return tl::unexpected(tooMany(*wait));
    return principal;
}

tl::expected<Principal, Http::Response> ClientGate::authenticate(const Http::Request &request)
{
    const QByteArray token = bearerToken(request);
    if (!m_verifier.isConfigured())
        return tl::unexpected(Http::problem(m_verifier.verify(token).error()));
    if (auto known = m_verifier.recall(token))
        return *known;
    const QByteArray network = networkOf(request.peer);
    // Behind a proxy all clients share its address, so a token that was good does not count.
    if (const auto wait = m_refusals.take(network, m_clock.now()))
        return tl::unexpected(tooMany(*wait));
    auto principal = token.isEmpty() ? missingToken() : m_verifier.verify(token);
    if (!principal)
        return tl::unexpected(Http::problem(principal.error()));
    m_refusals.giveBack(network);
    return *principal;
}

} // namespace Orion
