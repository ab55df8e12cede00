#include "services/platform/tokenissuer.h"

#include <QFile>
#include <QRegularExpression>
#include <QUuid>

#include <jwt.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cstdlib>
#include <memory>

namespace Orion
{

namespace
{

constexpr int shortestSecret = 32;   // bytes
constexpr int smallestRsaKey = 2048; // bits
constexpr std::chrono::seconds longestLifetime = std::chrono::hours(24 * 31);

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

struct SigningKey
{
    jwt_alg_t algorithm = JWT_ALG_NONE;
    QByteArray bytes;
};

tl::unexpected<Error> refuse(const QString &sentence)
{
    return fail(ErrorCode::ConfigurationInvalid, sentence);
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Key parsePem(const QByteArray &pem, bool isPrivate)
{
    const Bio bio(BIO_new_mem_buf(pem.constData(), int(pem.size())), &BIO_free);
    // Without this OpenSSL would ask for a passphrase on the terminal.
    const auto noPassphrase = [](char *, int, int, void *) { return 0; };
    EVP_PKEY *key = isPrivate ? PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassphrase, nullptr)
                              : PEM_read_bio_PUBKEY(bio.get(), nullptr, noPassphrase, nullptr);
    return {key, &EVP_PKEY_free};
}

Result<jwt_alg_t> algorithmOf(const Key &key)
{
    const int type = EVP_PKEY_get_base_id(key.get());
    const int bits = EVP_PKEY_get_bits(key.get());
    if (type == EVP_PKEY_RSA && bits >= smallestRsaKey)
        return JWT_ALG_RS256;
    if (type == EVP_PKEY_EC && bits == 256)
        return JWT_ALG_ES256;
    return refuse(QStringLiteral("ORION_JWT_PRIVATE_KEY_FILE has to hold an RSA key of at least "
                                 "%1 bits or an EC key on the curve P-256.")
                      .arg(smallestRsaKey));
}

Result<SigningKey> privateKey(const Configuration &configuration)
{
    const QByteArray pem = contents(configuration.jwtPrivateKeyFile);
    const Key key = parsePem(pem, true);
    if (!key)
        return refuse(QStringLiteral("ORION_JWT_PRIVATE_KEY_FILE does not hold a private key in "
                                     "PEM without a passphrase."));
    const auto algorithm = algorithmOf(key);
    if (!algorithm)
        return fail(algorithm.error());
    if (!configuration.jwtPublicKeyFile.isEmpty()) {
        const Key published = parsePem(contents(configuration.jwtPublicKeyFile), false);
        if (!published || EVP_PKEY_eq(key.get(), published.get()) != 1)
            return refuse(QStringLiteral("ORION_JWT_PRIVATE_KEY_FILE does not belong to "
                                         "ORION_JWT_PUBLIC_KEY_FILE: tokens it signs would be "
                                         "refused."));
    }
    return SigningKey{*algorithm, pem};
}

Result<SigningKey> signingKey(const Configuration &configuration)
{
    if (!configuration.jwtPrivateKeyFile.isEmpty())
        return privateKey(configuration);
    if (!configuration.jwtPublicKeyFile.isEmpty())
        return refuse(QStringLiteral("Tokens are verified with ORION_JWT_PUBLIC_KEY_FILE, so that "
                                     "issuing one needs ORION_JWT_PRIVATE_KEY_FILE."));
    const QByteArray &secret = configuration.jwtSecret.reveal();
    if (secret.isEmpty())
        return refuse(QStringLiteral("There is nothing to sign tokens with: set ORION_JWT_SECRET "
                                     "or ORION_JWT_PRIVATE_KEY_FILE."));
    if (secret.size() < shortestSecret)
        return refuse(QStringLiteral("ORION_JWT_SECRET has to be at least %1 bytes long.")
                          .arg(shortestSecret));
    return SigningKey{JWT_ALG_HS256, secret};
}

Result<void> check(const TokenRequest &request)
{
    static const QRegularExpression code(QStringLiteral("\\A[A-Za-z0-9][A-Za-z0-9_-]{0,63}\\z"),
                                         QRegularExpression::DontCaptureOption);
    const bool isVendor = request.role == TokenRole::Vendor;
    if (isVendor && !code.match(request.vendorCode).hasMatch())
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("A vendor code has 1 to 64 letters, digits, - and _, and "
                                   "begins with a letter or digit."));
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
