#pragma once

#include "services/platform/configuration.h"
#include "services/platform/tokenverifier.h"

#include <QJsonObject>

namespace Orion
{

// What the claims of a token with a good signature say.
struct TokenClaims
{
    Principal principal;
    double notBefore = 0; // Unix seconds
    double expires = 0;
};

// Whether the header asks for this algorithm and for nothing that we do not know.
bool isAcceptableHeader(const QJsonObject &header, const QByteArray &algorithm);

// The claims, when all that are required are there, are of the right type and are meant for us. The
// time is not looked at.
std::optional<TokenClaims> readClaims(const QJsonObject &claims, const QString &issuer,
                                      const QString &audience);

} // namespace Orion
