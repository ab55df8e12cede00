#pragma once

#include "models/domain/result.h"
#include "services/platform/clock.h"
#include "services/platform/configuration.h"

#include <chrono>

namespace Orion
{

enum class TokenRole
{
    Vendor,
    Admin
};

struct TokenRequest
{
    TokenRole role = TokenRole::Vendor;
    QString vendorCode;                  // of a vendor's token; empty for an admin's
    std::chrono::seconds lifetime{3600}; // 1 second to 31 days
};

// Signs a bearer token as the platform would: HS256 with ORION_JWT_SECRET, or RS256/ES256 with
// ORION_JWT_PRIVATE_KEY_FILE. Errors: InvalidArgument for the request, ConfigurationInvalid for a
// key that is missing, weak, unreadable or does not belong to ORION_JWT_PUBLIC_KEY_FILE.
Result<Secret> issueToken(const Configuration &configuration, const TokenRequest &request,
                          const Clock &clock);

} // namespace Orion
