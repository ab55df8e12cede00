#include "services/platform/tokenverifier.h"

#include "services/platform/strictjson.h"
#include "services/platform/tokenclaims.h"
#include "services/platform/tokenkeys.h"
#include "services/platform/verifiedtokens.h"

namespace Orion
{

namespace
{

constexpr qsizetype longestToken = 4096;
constexpr double clockSkew = 5; // seconds that the platform's clock may be ahead of ours

constexpr auto base64Url = QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors |
                           QByteArray::OmitTrailingEquals;

tl::unexpected<Error> invalid()
{
    return fail(ErrorCode::Unauthorized,
                QStringLiteral("The bearer token is not valid here. Ask the platform for one."));
}

std::optional<QJsonObject> decodedObject(const QByteArray &part)
{
    const auto decoded = QByteArray::fromBase64Encoding(part, base64Url);
    return decoded ? parseStrictObject(*decoded) : std::nullopt;
}

// The signature of a token whose header was found to name the key's own algorithm.
bool hasGoodSignature(const QByteArray &token, const TokenKey &key)
{
    jwt_t *decoded = nullptr;
    const auto *bytes = reinterpret_cast<const unsigned char *>(key.bytes.constData());
    if (jwt_decode(&decoded, token.constData(), bytes, int(key.bytes.size())) != 0)
        return false;
    const std::unique_ptr<jwt_t, decltype(&jwt_free)> verified(decoded, &jwt_free);
    return jwt_get_alg(verified.get()) == key.algorithm;
}

} // namespace

struct TokenVerifier::Private
{
    TokenKey key;
    QString issuer;
    QString audience;
    const Clock &clock;
    VerifiedTokens verified;

    double now() const { return double(clock.now().toMSecsSinceEpoch()) / 1000; }
    Result<TokenClaims> read(const QByteArray &token) const;
};

Result<TokenClaims> TokenVerifier::Private::read(const QByteArray &token) const
{
    if (token.size() > longestToken || token.contains('\0'))
        return invalid();
    const QByteArrayList parts = token.split('.');
    if (parts.size() != 3 || parts[2].isEmpty())
        return invalid();
    const auto header = decodedObject(parts[0]);
    if (!header || !isAcceptableHeader(*header, key.algorithmName()) ||
        !QByteArray::fromBase64Encoding(parts[2], base64Url) || !hasGoodSignature(token, key))
        return invalid();
    const auto object = decodedObject(parts[1]);
    const auto claims = object ? readClaims(*object, issuer, audience) : std::nullopt;
    if (!claims)
        return invalid();
    return *claims;
}

TokenVerifier::TokenVerifier(std::unique_ptr<Private> data)
    : d(std::move(data))
{}

TokenVerifier::~TokenVerifier() = default;
TokenVerifier::TokenVerifier(TokenVerifier &&) noexcept = default;

Result<TokenVerifier> TokenVerifier::fromConfiguration(const Configuration &configuration,
                                                       const Clock &clock)
{
    auto key = verifyingKey(configuration);
    if (!key)
        return fail(key.error());
    return TokenVerifier(
        std::unique_ptr<Private>(new Private{std::move(*key), configuration.jwtIssuer,
                                             configuration.jwtAudience, clock, VerifiedTokens()}));
}

bool TokenVerifier::isConfigured() const
{
    return d->key.algorithm != JWT_ALG_NONE;
}

std::optional<Principal> TokenVerifier::recall(const QByteArray &token) const
{
    if (token.size() > longestToken)
        return std::nullopt;
    const auto known = d->verified.find(token);
    const double now = d->now();
    // Not before matters too: the clock may have been set back.
    if (!known || now >= known->expires || now + clockSkew < known->notBefore)
        return std::nullopt;
    return known->principal;
}

Result<Principal> TokenVerifier::verify(const QByteArray &token) const
{
    if (!isConfigured())
        return fail(ErrorCode::Unavailable,
                    QStringLiteral("This companion has no key to verify tokens with. Ask the one "
                                   "who runs it to set ORION_JWT_SECRET or "
                                   "ORION_JWT_PUBLIC_KEY_FILE."));
    const auto claims = d->read(token);
    if (!claims)
        return fail(claims.error());
    const double now = d->now();
    if (now >= claims->expires)
        return fail(ErrorCode::Unauthorized,
                    QStringLiteral("The bearer token has expired. Ask the platform for a new "
                                   "one."));
    if (now + clockSkew < claims->notBefore)
        return fail(ErrorCode::Unauthorized,
                    QStringLiteral("The bearer token is not valid yet. Try again later."));
    d->verified.insert(token, *claims);
    return claims->principal;
}

} // namespace Orion
