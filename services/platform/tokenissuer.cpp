#include "services/platform/tokenissuer.h"

#include "models/domain/vendorcode.h"
#include "services/platform/tokenkeys.h"

#include <QUuid>

#include <cstdlib>
#include <memory>

namespace Orion
{

namespace
{

constexpr std::chrono::seconds longestLifetime = std::chrono::hours(24 * 31);

Result<void> check(const TokenRequest &request)
{
    const bool isVendor = request.role == TokenRole::Vendor;
    if (isVendor && !isVendorCode(request.vendorCode))
        return fail(ErrorCode::InvalidArgument, vendorCodeRule());
    if (request.lifetime < std::chrono::seconds(1) || request.lifetime > longestLifetime)
        return fail(
            ErrorCode::InvalidArgument,
            QStringLiteral("A token lives for 1 to %1 seconds.").arg(longestLifetime.count()));
    return {};
}

bool addClaims(jwt_t *token, const Configuration &configuration, const TokenRequest &request,
               const Clock &clock)
{
    const auto text = [token](const char *name, const QString &value) {
        return jwt_add_grant(token, name, value.toUtf8().constData()) == 0;
    };
    const auto number = [token](const char *name, qint64 value) {
        return jwt_add_grant_int(token, name, long(value)) == 0;
    };
    const bool isVendor = request.role == TokenRole::Vendor;
    const qint64 now = clock.now().toSecsSinceEpoch();
    return text("iss", configuration.jwtIssuer) && text("aud", configuration.jwtAudience) &&
           text("sub", isVendor ? request.vendorCode : QStringLiteral("admin")) &&
           text("jti", QUuid::createUuid().toString(QUuid::WithoutBraces)) && number("iat", now) &&
           number("nbf", now) && number("exp", now + request.lifetime.count()) &&
           text("role", isVendor ? QStringLiteral("vendor") : QStringLiteral("admin")) &&
           (!isVendor || text("vendor_code", request.vendorCode));
}

} // namespace

Result<Secret> issueToken(const Configuration &configuration, const TokenRequest &request,
                          const Clock &clock)
{
    if (const auto good = check(request); !good)
        return fail(good.error());
    const auto key = signingKey(configuration);
    if (!key)
        return fail(key.error());

    jwt_t *created = nullptr;
    if (jwt_new(&created) != 0)
        return fail(ErrorCode::Internal, QStringLiteral("The token could not be made."));
    const std::unique_ptr<jwt_t, decltype(&jwt_free)> token(created, &jwt_free);
    const auto *bytes = reinterpret_cast<const unsigned char *>(key->bytes.constData());
    if (jwt_set_alg(token.get(), key->algorithm, bytes, int(key->bytes.size())) != 0 ||
        !addClaims(token.get(), configuration, request, clock))
        return fail(ErrorCode::Internal, QStringLiteral("The token could not be made."));
    const std::unique_ptr<char, decltype(&std::free)> encoded(jwt_encode_str(token.get()),
                                                              &std::free);
    if (!encoded)
        return fail(ErrorCode::Internal, QStringLiteral("The token could not be signed."));
    return Secret(QByteArray(encoded.get()));
}

} // namespace Orion
