#include "tests/support/testtokens.h"

#include <QDateTime>
#include <QJsonDocument>

#include <memory>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

namespace Orion
{

namespace
{

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

QByteArray bytesOf(const Bio &bio)
{
    char *text = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &text);
    return {text, qsizetype(length)};
}

TestKeyPair pairOf(const Key &key)
{
    const Bio secret(BIO_new(BIO_s_mem()), &BIO_free);
    PEM_write_bio_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    const Bio open(BIO_new(BIO_s_mem()), &BIO_free);
    PEM_write_bio_PUBKEY(open.get(), key.get());
    return {bytesOf(secret), bytesOf(open)};
}

// OpenSSL gives r and s of an ECDSA signature in DER; a token carries them side by side.
QByteArray sideBySide(const QByteArray &der, int bytes)
{
    const auto *data = reinterpret_cast<const unsigned char *>(der.constData());
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(
        d2i_ECDSA_SIG(nullptr, &data, long(der.size())), &ECDSA_SIG_free);
    QByteArray raw(2 * bytes, Qt::Uninitialized);
    auto *out = reinterpret_cast<unsigned char *>(raw.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), out, bytes);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), out + bytes, bytes);
    return raw;
}

} // namespace

QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject goodClaims(qint64 now, const QString &vendorCode)
{
    QJsonObject claims{{QStringLiteral("iss"), QStringLiteral("orion-platform")},
                       {QStringLiteral("aud"), QStringLiteral("orion-billing")},
                       {QStringLiteral("jti"), QStringLiteral("token-1")},
                       {QStringLiteral("nbf"), now},
                       {QStringLiteral("exp"), now + 3600},
                       {QStringLiteral("role"), QStringLiteral("admin")}};
    if (!vendorCode.isEmpty()) {
        claims.insert(QStringLiteral("role"), QStringLiteral("vendor"));
        claims.insert(QStringLiteral("vendor_code"), vendorCode);
    }
    return claims;
}

QByteArray hs256Token(const QByteArray &header, const QByteArray &claims, const QByteArray &secret)
{
    const QByteArray text = base64Url(header) + '.' + base64Url(claims);
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    HMAC(EVP_sha256(), secret.constData(), int(secret.size()),
         reinterpret_cast<const unsigned char *>(text.constData()), std::size_t(text.size()), bytes,
         &length);
    return text + '.' + base64Url({reinterpret_cast<const char *>(bytes), qsizetype(length)});
}

QByteArray signedToken(const QByteArray &header, const QByteArray &claims, const QByteArray &pem)
{
    const QByteArray text = base64Url(header) + '.' + base64Url(claims);
    const Bio bio(BIO_new_mem_buf(pem.constData(), int(pem.size())), &BIO_free);
    const Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          &EVP_MD_CTX_free);
    const auto *data = reinterpret_cast<const unsigned char *>(text.constData());
    std::size_t length = 0;
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get());
    EVP_DigestSign(context.get(), nullptr, &length, data, std::size_t(text.size()));
    QByteArray signature(qsizetype(length), Qt::Uninitialized);
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()), &length,
                   data, std::size_t(text.size()));
    signature.truncate(qsizetype(length));
    if (EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_EC)
        signature = sideBySide(signature, (EVP_PKEY_get_bits(key.get()) + 7) / 8);
    return text + '.' + base64Url(signature);
}

QByteArray authorization(const QString &vendorCode)
{
    const QJsonObject claims = goodClaims(QDateTime::currentSecsSinceEpoch(), vendorCode);
    return "Authorization: Bearer " + hs256Token(R"({"alg":"HS256"})", compact(claims)) + "\r\n";
}

TestKeyPair rsaKeyPair(int bits)
{
    return pairOf(Key(EVP_RSA_gen(unsigned(bits)), &EVP_PKEY_free));
}

TestKeyPair ecKeyPair(const char *curve)
{
    return pairOf(Key(EVP_EC_gen(curve), &EVP_PKEY_free));
}

} // namespace Orion
