#pragma once

#include "app/companion/api/clientrates.h"
#include "app/http/message.h"
#include "services/platform/tokenverifier.h"

#include <tl/expected.hpp>

namespace Orion
{

// Requests a second that one client may make in the long run; four times as many at once.
struct ApiLimits
{
    int requests = 500; // of one token subject
    int refusals = 100; // requests of one address whose token is not accepted
};

// Finds out who asks, and whether this client asks too often. Any thread.
class ClientGate
{
public:
    // What it is given outlives it.
    ClientGate(const TokenVerifier &verifier, const Clock &clock, const ApiLimits &limits);

    // Whose request it is, or the answer that refuses it: 401, 429, or 503 without a key.
    tl::expected<Principal, Http::Response> admit(const Http::Request &request);

private:
    tl::expected<Principal, Http::Response> authenticate(const Http::Request &request);

    const TokenVerifier &m_verifier;
    const Clock &m_clock;
    ClientRates m_requests; // by token subject
    ClientRates m_refusals; // by address: only those who present bad tokens are slowed down
};

} // namespace Orion
