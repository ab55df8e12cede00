#include "services/platform/tokenissuer.h"
#include "tests/support/manualclock.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

using namespace Orion;

namespace
{

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

constexpr auto base64 = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

struct Token
{
    QJsonObject header;
    QJsonObject claims;
    QByteArray signedPart;
    QByteArray signature;

    QString claim(const char *name) const { return claims.value(QLatin1String(name)).toString(); }
};

// Takes a token apart by hand, not with the library that made it.
Token parse(const QByteArray &text)
{
    const QByteArrayList parts = text.split('.');
    if (parts.size() != 3)
        return {};
    return {QJsonDocument::fromJson(QByteArray::fromBase64(parts[0], base64)).object(),
            QJsonDocument::fromJson(QByteArray::fromBase64(parts[1], base64)).object(),
            parts[0] + '.' + parts[1], QByteArray::fromBase64(parts[2], base64)};
}

QByteArray hmac(const QByteArray &key, const QByteArray &text)
{
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    HMAC(EVP_sha256(), key.constData(), int(key.size()),
         reinterpret_cast<const unsigned char *>(text.constData()), std::size_t(text.size()), bytes,
         &length);
    return {reinterpret_cast<const char *>(bytes), qsizetype(length)};
}

// A token carries r and s of an ECDSA signature side by side; OpenSSL wants them in DER.
QByteArray derSignature(const QByteArray &raw)
{
    ECDSA_SIG *pair = ECDSA_SIG_new();
    const auto *bytes = reinterpret_cast<const unsigned char *>(raw.constData());
    ECDSA_SIG_set0(pair, BN_bin2bn(bytes, 32, nullptr), BN_bin2bn(bytes + 32, 32, nullptr));
    unsigned char *der = nullptr;
    const int length = i2d_ECDSA_SIG(pair, &der);
    QByteArray result(reinterpret_cast<const char *>(der), length);
    OPENSSL_free(der);
    ECDSA_SIG_free(pair);
    return result;
}

bool verifies(const Key &key, const QByteArray &text, const QByteArray &signature)
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          &EVP_MD_CTX_free);
    return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(),
                            reinterpret_cast<const unsigned char *>(signature.constData()),
                            std::size_t(signature.size()),
                            reinterpret_cast<const unsigned char *>(text.constData()),
                            std::size_t(text.size())) == 1;
}

} // namespace

class TestTokenIssuer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signsWithTheSecret();
    void adminTokensNameNoVendor();
    void everyTokenHasAnIdOfItsOwn();
    void signsWithAnRsaKey();
    void signsWithAnEllipticKey();
    void refusesKeysThatCannotSign_data();
    void refusesKeysThatCannotSign();
    void refusesBadRequests_data();
    void refusesBadRequests();

private:
    QString save(const char *name, const Key &key, bool isPrivate) const;

    QTemporaryDir m_folder;
    const ManualClock m_clock{QDateTime::fromSecsSinceEpoch(1'790'000'000, Qt::UTC)};
    const Secret m_secret{QByteArray(32, 'k')};
};

QString TestTokenIssuer::save(const char *name, const Key &key, bool isPrivate) const
{
    const QString path = m_folder.filePath(QString::fromLatin1(name));
    BIO *out = BIO_new_file(QFile::encodeName(path).constData(), "w");
    if (isPrivate)
        PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    else
        PEM_write_bio_PUBKEY(out, key.get());
    BIO_free(out);
    return path;
}

void TestTokenIssuer::signsWithTheSecret()
{
    Configuration configuration;
    configuration.jwtSecret = m_secret;
    const auto issued = issueToken(
        configuration, {TokenRole::Vendor, QStringLiteral("ACME-1"), std::chrono::seconds(90)},
        m_clock);
    QVERIFY(issued.has_value());
    const Token token = parse(issued->reveal());
    QCOMPARE(token.header.value(QStringLiteral("alg")).toString(), QStringLiteral("HS256"));
    QCOMPARE(token.signature, hmac(m_secret.reveal(), token.signedPart));
    QCOMPARE(token.claim("iss"), QStringLiteral("orion-platform"));
    QCOMPARE(token.claim("aud"), QStringLiteral("orion-billing"));
    QCOMPARE(token.claim("sub"), QStringLiteral("ACME-1"));
    QCOMPARE(token.claim("role"), QStringLiteral("vendor"));
    QCOMPARE(token.claim("vendor_code"), QStringLiteral("ACME-1"));
    QVERIFY(!token.claim("jti").isEmpty());
    QCOMPARE(token.claims.value(QStringLiteral("iat")).toInteger(), 1'790'000'000);
    QCOMPARE(token.claims.value(QStringLiteral("nbf")).toInteger(), 1'790'000'000);
    QCOMPARE(token.claims.value(QStringLiteral("exp")).toInteger(), 1'790'000'090);
}

void TestTokenIssuer::adminTokensNameNoVendor()
{
    Configuration configuration;
    configuration.jwtSecret = m_secret;
    const auto issued = issueToken(configuration, {TokenRole::Admin, {}}, m_clock);
    QVERIFY(issued.has_value());
    const Token token = parse(issued->reveal());
    QCOMPARE(token.claim("role"), QStringLiteral("admin"));
    QVERIFY(!token.claims.contains(QStringLiteral("vendor_code")));
}

void TestTokenIssuer::everyTokenHasAnIdOfItsOwn()
{
    Configuration configuration;
    configuration.jwtSecret = m_secret;
    const auto first = issueToken(configuration, {TokenRole::Admin, {}}, m_clock);
    const auto second = issueToken(configuration, {TokenRole::Admin, {}}, m_clock);
    QVERIFY(first.has_value() && second.has_value());
    QVERIFY(parse(first->reveal()).claim("jti") != parse(second->reveal()).claim("jti"));
}

void TestTokenIssuer::signsWithAnRsaKey()
{
    const Key key(EVP_RSA_gen(2048), &EVP_PKEY_free);
    Configuration configuration;
    configuration.jwtPrivateKeyFile = save("rsa.pem", key, true);
    configuration.jwtPublicKeyFile = save("rsa.pub", key, false);
    const auto issued = issueToken(configuration, {TokenRole::Admin, {}}, m_clock);
    QVERIFY(issued.has_value());
    const Token token = parse(issued->reveal());
    QCOMPARE(token.header.value(QStringLiteral("alg")).toString(), QStringLiteral("RS256"));
    QVERIFY(verifies(key, token.signedPart, token.signature));
    QVERIFY(!verifies(key, token.signedPart + 'x', token.signature));
}

void TestTokenIssuer::signsWithAnEllipticKey()
{
    const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    Configuration configuration;
    configuration.jwtPrivateKeyFile = save("ec.pem", key, true);
    const auto issued = issueToken(configuration, {TokenRole::Admin, {}}, m_clock);
    QVERIFY(issued.has_value());
    const Token token = parse(issued->reveal());
    QCOMPARE(token.header.value(QStringLiteral("alg")).toString(), QStringLiteral("ES256"));
    QCOMPARE(token.signature.size(), 64);
    QVERIFY(verifies(key, token.signedPart, derSignature(token.signature)));
}

void TestTokenIssuer::refusesKeysThatCannotSign_data()
{
    QTest::addColumn<QString>("privateKey");
    QTest::addColumn<QString>("publicKey");
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<QString>("says");
    const Key rsa(EVP_RSA_gen(2048), &EVP_PKEY_free);
    const Key small(EVP_RSA_gen(1024), &EVP_PKEY_free);
    const Key curve(EVP_EC_gen("P-384"), &EVP_PKEY_free);
    const Key other(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    const QString none;
    const QString publicOnly = save("only.pub", rsa, false);
    QTest::newRow("nothing") << none << none << QByteArray() << "nothing to sign";
    QTest::newRow("short secret") << none << none << QByteArray(31, 'x') << "at least 32 bytes";
    QTest::newRow("only the public key")
        << none << publicOnly << QByteArray() << "needs ORION_JWT_PRIVATE_KEY_FILE";
    QTest::newRow("public as private") << publicOnly << none << QByteArray() << "private key in";
    QTest::newRow("missing file") << "/nonexistent" << none << QByteArray() << "private key in";
    QTest::newRow("small RSA") << save("small.pem", small, true) << none << QByteArray() << "2048";
    QTest::newRow("other curve") << save("p384.pem", curve, true) << none << QByteArray()
                                 << "P-256";
    QTest::newRow("of another pair")
        << save("other.pem", other, true) << publicOnly << QByteArray() << "does not belong";
}

void TestTokenIssuer::refusesKeysThatCannotSign()
{
    QFETCH(QString, privateKey);
    QFETCH(QString, publicKey);
    QFETCH(QByteArray, secret);
    QFETCH(QString, says);
    Configuration configuration;
    configuration.jwtPrivateKeyFile = privateKey;
    configuration.jwtPublicKeyFile = publicKey;
    configuration.jwtSecret = Secret(secret);
    const auto issued = issueToken(configuration, {TokenRole::Admin, {}}, m_clock);
    QVERIFY(!issued.has_value());
    QCOMPARE(issued.error().code, ErrorCode::ConfigurationInvalid);
    QVERIFY2(issued.error().message.contains(says), qPrintable(issued.error().message));
}

void TestTokenIssuer::refusesBadRequests_data()
{
    QTest::addColumn<QString>("vendor");
    QTest::addColumn<int>("seconds");
    QTest::newRow("no vendor") << "" << 60;
    QTest::newRow("spaces") << "A B" << 60;
    QTest::newRow("line end") << "ACME\n" << 60;
    QTest::newRow("too long") << QString(65, u'A') << 60;
    QTest::newRow("no time") << "ACME" << 0;
    QTest::newRow("past") << "ACME" << -5;
    QTest::newRow("a year") << "ACME" << 366 * 86400;
}

void TestTokenIssuer::refusesBadRequests()
{
    QFETCH(QString, vendor);
    QFETCH(int, seconds);
    Configuration configuration;
    configuration.jwtSecret = m_secret;
    const auto issued = issueToken(
        configuration, {TokenRole::Vendor, vendor, std::chrono::seconds(seconds)}, m_clock);
    QVERIFY(!issued.has_value());
    QCOMPARE(issued.error().code, ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestTokenIssuer)
#include "test_tokenissuer.moc"
