#pragma once

#include "models/domain/result.h"
#include "services/platform/clock.h"
#include "services/platform/configuration.h"
#include "services/platform/tokenissuer.h"

#include <memory>
#include <optional>

namespace Orion
{

// Who a verified token speaks for.
struct Principal
{
    TokenRole role = TokenRole::Vendor;
    QString vendorCode; // of a vendor's token
    QString subject;    // sub; without one the vendor's code, or "admin"
    QString tokenId;    // jti
};

// Verifies the platform's bearer tokens with the configured kind of key and nothing else: HS256, or
// the one of RS256 and ES256 that fits the public key. The header's alg is read and refused before
// anything is verified; signature, iss, aud, exp, nbf and jti are all required. Any thread.
class TokenVerifier
{
public:
    // The clock outlives it. Without any key every token is answered with Unavailable.
    // Errors: ConfigurationInvalid for a key that is weak or unreadable.
    static Result<TokenVerifier> fromConfiguration(const Configuration &configuration,
                                                   const Clock &clock);
    ~TokenVerifier();
    TokenVerifier(TokenVerifier &&) noexcept;

    bool isConfigured() const;

    // Whom a token speaks for that was verified not long ago and is still good. Costs next to
    // nothing; nothing says only that verify() has to look.
    std::optional<Principal> recall(const QByteArray &token) const;

    // Errors: Unauthorized, in one sentence that says no more than it must; Unavailable when no key
    // is configured.
    Result<Principal> verify(const QByteArray &token) const;

private:
    struct Private;
    explicit TokenVerifier(std::unique_ptr<Private> data);
    std::unique_ptr<Private> d;
};

} // namespace Orion
