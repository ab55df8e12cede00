#pragma once

#include "models/domain/result.h"
#include "services/platform/configuration.h"

#include <QByteArray>

#include <jwt.h>

namespace Orion
{

// A key for tokens and the one algorithm it is good for. Keeps the two together, so that nothing a
// token says about itself can pair a key with another algorithm.
struct TokenKey
{
    jwt_alg_t algorithm = JWT_ALG_NONE;
    QByteArray bytes; // the secret, or PEM

    // As the header of a token names it: "HS256".
    QByteArray algorithmName() const { return jwt_alg_str(algorithm); }
};

// The key that `token issue` signs with. Errors: ConfigurationInvalid when it is missing, weak,
// unreadable or does not belong to the public key.
Result<TokenKey> signingKey(const Configuration &configuration);

// The key that tokens are verified with: the secret, the public key, else the public half of the
// private one. JWT_ALG_NONE when nothing is configured. Errors: ConfigurationInvalid.
Result<TokenKey> verifyingKey(const Configuration &configuration);

} // namespace Orion
