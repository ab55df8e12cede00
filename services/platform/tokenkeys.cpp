#include "services/platform/tokenkeys.h"

#include <QFile>

#include <memory>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace Orion
{

namespace
{

constexpr int shortestSecret = 32;   // bytes
constexpr int smallestRsaKey = 2048; // bits

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

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

QByteArray publicPem(const Key &key)
{
    const Bio bio(BIO_new(BIO_s_mem()), &BIO_free);
    if (PEM_write_bio_PUBKEY(bio.get(), key.get()) != 1)
        return {};
    char *text = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &text);
    return {text, qsizetype(length)};
}

bool isOnP256(const Key &key)
{
    char name[80] = {};
    return EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_EC &&
           EVP_PKEY_get_group_name(key.get(), name, sizeof name, nullptr) == 1 &&
           QByteArrayView(name) == QByteArrayView("prime256v1");
}

Result<jwt_alg_t> algorithmOf(const Key &key, const QString &setting)
{
    if (EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_RSA &&
        EVP_PKEY_get_bits(key.get()) >= smallestRsaKey)
        return JWT_ALG_RS256;
    if (isOnP256(key))
        return JWT_ALG_ES256;
    return refuse(QStringLiteral("%1 has to hold an RSA key of at least %2 bits or an EC key on "
                                 "the curve P-256.")
                      .arg(setting)
                      .arg(smallestRsaKey));
}

Result<TokenKey> sharedSecret(const Configuration &configuration)
{
    const QByteArray &secret = configuration.jwtSecret.reveal();
    if (secret.size() < shortestSecret)
        return refuse(QStringLiteral("ORION_JWT_SECRET has to be at least %1 bytes long.")
                          .arg(shortestSecret));
    return TokenKey{JWT_ALG_HS256, secret};
}

Result<TokenKey> privateKey(const Configuration &configuration)
{
    const QString setting = QStringLiteral("ORION_JWT_PRIVATE_KEY_FILE");
    const QByteArray pem = contents(configuration.jwtPrivateKeyFile);
    const Key key = parsePem(pem, true);
    if (!key)
        return refuse(QStringLiteral("%1 does not hold a private key in PEM without a passphrase.")
                          .arg(setting));
    const auto algorithm = algorithmOf(key, setting);
    if (!algorithm)
        return fail(algorithm.error());
    if (!configuration.jwtPublicKeyFile.isEmpty()) {
        const Key published = parsePem(contents(configuration.jwtPublicKeyFile), false);
        if (!published || EVP_PKEY_eq(key.get(), published.get()) != 1)
            return refuse(QStringLiteral("ORION_JWT_PRIVATE_KEY_FILE does not belong to "
                                         "ORION_JWT_PUBLIC_KEY_FILE: tokens it signs would be "
                                         "refused."));
    }
    return TokenKey{*algorithm, pem};
}

Result<TokenKey> publicKey(const Configuration &configuration)
{
    const QString setting = QStringLiteral("ORION_JWT_PUBLIC_KEY_FILE");
    const Key key = parsePem(contents(configuration.jwtPublicKeyFile), false);
    if (!key)
        return refuse(QStringLiteral("%1 does not hold a public key in PEM.").arg(setting));
    const auto algorithm = algorithmOf(key, setting);
    if (!algorithm)
        return fail(algorithm.error());
    return TokenKey{*algorithm, publicPem(key)};
}

} // namespace

Result<TokenKey> signingKey(const Configuration &configuration)
{
    if (!configuration.jwtPrivateKeyFile.isEmpty())
        return privateKey(configuration);
    if (!configuration.jwtPublicKeyFile.isEmpty())
        return refuse(QStringLiteral("Tokens are verified with ORION_JWT_PUBLIC_KEY_FILE, so that "
                                     "issuing one needs ORION_JWT_PRIVATE_KEY_FILE."));
    if (configuration.jwtSecret.isEmpty())
        return refuse(QStringLiteral("There is nothing to sign tokens with: set ORION_JWT_SECRET "
                                     "or ORION_JWT_PRIVATE_KEY_FILE."));
    return sharedSecret(configuration);
}

Result<TokenKey> verifyingKey(const Configuration &configuration)
{
    if (!configuration.jwtPublicKeyFile.isEmpty())
        return publicKey(configuration);
    if (configuration.jwtPrivateKeyFile.isEmpty())
        return configuration.jwtSecret.isEmpty() ? TokenKey{} : sharedSecret(configuration);
    const auto own = privateKey(configuration);
    if (!own)
        return own;
    return TokenKey{own->algorithm, publicPem(parsePem(own->bytes, true))};
}

} // namespace Orion
