#include "services/platform/tokenclaims.h"

#include "models/domain/vendorcode.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

namespace Orion
{

namespace
{

constexpr qsizetype longestText = 255;
constexpr double lastSecond = 253'402'300'799; // of the year 9999

bool isPlainText(const QString &text)
{
    return !text.isEmpty() && text.size() <= longestText &&
           std::ranges::all_of(text, [](QChar c) { return c.isPrint(); });
}

// An audience is one name or a list of them.
bool isMeantFor(const QJsonValue &audience, const QString &us)
{
    if (!audience.isArray())
        return audience == us;
    const QJsonArray names = audience.toArray();
    return std::ranges::all_of(names, [](const QJsonValue &name) { return name.isString(); }) &&
           names.contains(us);
}

std::optional<double> readTime(const QJsonValue &value)
{
    const double seconds = value.toDouble(-1);
    if (!(seconds >= 0 && seconds <= lastSecond))
        return std::nullopt;
    return seconds;
}

std::optional<Principal> readPrincipal(const QJsonObject &claims)
{
    Principal read;
    const QString role = claims.value(QLatin1String("role")).toString();
    if (role == QLatin1String("vendor")) {
        read.vendorCode = claims.value(QLatin1String("vendor_code")).toString();
        if (!isVendorCode(read.vendorCode))
            return std::nullopt;
    } else if (role != QLatin1String("admin")) {
        return std::nullopt;
    }
    const bool isVendor = !read.vendorCode.isEmpty();
    read.role = isVendor ? TokenRole::Vendor : TokenRole::Admin;
    read.subject = isVendor ? read.vendorCode : role;
    if (const auto subject = claims.constFind(QLatin1String("sub")); subject != claims.constEnd()) {
        read.subject = subject->toString();
        if (!isPlainText(read.subject))
            return std::nullopt;
    }
    read.tokenId = claims.value(QLatin1String("jti")).toString();
    if (!isPlainText(read.tokenId))
        return std::nullopt;
    return read;
}

} // namespace

bool isAcceptableHeader(const QJsonObject &header, const QByteArray &algorithm)
{
    const QJsonValue type = header.value(QLatin1String("typ"));
    const bool isJwt = type.isUndefined() ||
                       type.toString().compare(QLatin1String("JWT"), Qt::CaseInsensitive) == 0;
    // crit names extensions that must be understood; we understand none.
    return isJwt && header.value(QLatin1String("alg")) == QLatin1String(algorithm) &&
           !header.contains(QLatin1String("crit"));
}

std::optional<TokenClaims> readClaims(const QJsonObject &claims, const QString &issuer,
                                      const QString &audience)
{
    if (claims.value(QLatin1String("iss")) != issuer ||
        !isMeantFor(claims.value(QLatin1String("aud")), audience))
        return std::nullopt;
    const auto principal = readPrincipal(claims);
    const auto notBefore = readTime(claims.value(QLatin1String("nbf")));
    const auto expires = readTime(claims.value(QLatin1String("exp")));
    if (!principal || !notBefore || !expires)
        return std::nullopt;
    return TokenClaims{*principal, *notBefore, *expires};
}

} // namespace Orion
