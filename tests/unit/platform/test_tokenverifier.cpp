#include "services/platform/tokenverifier.h"

#include "tests/support/manualclock.h"
#include "tests/support/testtokens.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Orion;

namespace
{

constexpr qint64 start = 1'790'000'000;
const QByteArray hs256 = R"({"alg":"HS256","typ":"JWT"})";

Configuration withSecret(const QByteArray &secret = testTokenSecret)
{
    Configuration configuration;
    configuration.jwtSecret = Secret(secret);
    return configuration;
}

QJsonObject with(const char *name, const QJsonValue &value)
{
    QJsonObject claims = goodClaims(start, QStringLiteral("acme"));
    claims.insert(QLatin1String(name), value);
    return claims;
}

QJsonObject without(const char *name)
{
    QJsonObject claims = goodClaims(start, QStringLiteral("acme"));
    claims.remove(QLatin1String(name));
    return claims;
}

QByteArray goodToken()
{
    return hs256Token(hs256, compact(goodClaims(start, QStringLiteral("acme"))));
}

} // namespace

class TestTokenVerifier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_clock.set(QDateTime::fromSecsSinceEpoch(start, Qt::UTC)); }
    void tellsWhoAVendorsTokenSpeaksFor();
    void tellsWhoAnAdminsTokenSpeaksFor();
    void acceptsWhatIssueTokenMakes_data();
    void acceptsWhatIssueTokenMakes();
    void acceptsTokensOfPrivateKeysOfEachKind_data();
    void acceptsTokensOfPrivateKeysOfEachKind();
    void refusesClaims_data();
    void refusesClaims();
    void acceptsUnusualButGoodClaims_data();
    void acceptsUnusualButGoodClaims();
    void looksAtTheTimeToTheSecond();
    void recallsAVerifiedTokenUntilItExpires();
    void recallsABoundedNumber();
    void isUnavailableWithoutAKey();
    void refusesBadKeys_data();
    void refusesBadKeys();

private:
    QString save(const char *name, const QByteArray &pem) const;
    TokenVerifier verifier(const Configuration &configuration = withSecret()) const;

    QTemporaryDir m_folder;
    ManualClock m_clock{QDateTime::fromSecsSinceEpoch(start, Qt::UTC)};
};

QString TestTokenVerifier::save(const char *name, const QByteArray &pem) const
{
    const QString path = m_folder.filePath(QString::fromLatin1(name));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(pem) != pem.size())
        qFatal("the key could not be written");
    return path;
}

TokenVerifier TestTokenVerifier::verifier(const Configuration &configuration) const
{
    auto made = TokenVerifier::fromConfiguration(configuration, m_clock);
    if (!made)
        qFatal("%s", qPrintable(made.error().message));
    return std::move(*made);
}

void TestTokenVerifier::tellsWhoAVendorsTokenSpeaksFor()
{
    const auto who =
        verifier().verify(hs256Token(hs256, compact(with("sub", QStringLiteral("user-7")))));
    QVERIFY(who.has_value());
    QCOMPARE(who->role, TokenRole::Vendor);
    QCOMPARE(who->vendorCode, QStringLiteral("acme"));
    QCOMPARE(who->subject, QStringLiteral("user-7"));
    QCOMPARE(who->tokenId, QStringLiteral("token-1"));
    // Without a subject the vendor is it.
    const auto plain = verifier().verify(hs256Token(hs256, compact(without("sub"))));
    QVERIFY(plain.has_value());
    QCOMPARE(plain->subject, QStringLiteral("acme"));
}

void TestTokenVerifier::tellsWhoAnAdminsTokenSpeaksFor()
{
    const auto who = verifier().verify(hs256Token(hs256, compact(goodClaims(start))));
    QVERIFY(who.has_value());
    QCOMPARE(who->role, TokenRole::Admin);
    QVERIFY(who->vendorCode.isEmpty());
    QCOMPARE(who->subject, QStringLiteral("admin"));
}

void TestTokenVerifier::acceptsWhatIssueTokenMakes_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<QByteArray>("pem");
    QTest::newRow("HS256") << testTokenSecret << QByteArray();
    QTest::newRow("RS256") << QByteArray() << rsaKeyPair().privatePem;
    QTest::newRow("ES256") << QByteArray() << ecKeyPair().privatePem;
}

void TestTokenVerifier::acceptsWhatIssueTokenMakes()
{
    QFETCH(QByteArray, secret);
    QFETCH(QByteArray, pem);
    Configuration configuration = withSecret(secret);
    if (!pem.isEmpty())
        configuration.jwtPrivateKeyFile = save("own.pem", pem);
    const auto issued =
        issueToken(configuration,
                   {TokenRole::Vendor, QStringLiteral("acme"), std::chrono::seconds(60)}, m_clock);
    QVERIFY(issued.has_value());
    const auto who = verifier(configuration).verify(issued->reveal());
    QVERIFY(who.has_value());
    QCOMPARE(who->vendorCode, QStringLiteral("acme"));
}

void TestTokenVerifier::acceptsTokensOfPrivateKeysOfEachKind_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("privatePem");
    QTest::addColumn<QByteArray>("publicPem");
    const auto rsa = rsaKeyPair();
    const auto ec = ecKeyPair();
    QTest::newRow("RS256") << QByteArray(R"({"alg":"RS256"})") << rsa.privatePem << rsa.publicPem;
    QTest::newRow("ES256") << QByteArray(R"({"alg":"ES256","kid":"1"})") << ec.privatePem
                           << ec.publicPem;
}

void TestTokenVerifier::acceptsTokensOfPrivateKeysOfEachKind()
{
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, privatePem);
    QFETCH(QByteArray, publicPem);
    Configuration configuration;
    configuration.jwtPublicKeyFile = save("key.pub", publicPem);
    const TokenVerifier checks = verifier(configuration);
    const QByteArray claims = compact(goodClaims(start, QStringLiteral("acme")));
    QVERIFY(checks.verify(signedToken(header, claims, privatePem)).has_value());
    // A key of the same kind that is not ours.
    const QByteArray foreign =
        header.contains("RS256") ? rsaKeyPair().privatePem : ecKeyPair().privatePem;
    QVERIFY(!checks.verify(signedToken(header, claims, foreign)).has_value());
}

void TestTokenVerifier::refusesClaims_data()
{
    QTest::addColumn<QByteArray>("claims");
    const auto add = [](const char *name, const QJsonObject &claims) {
        QTest::newRow(name) << compact(claims);
    };
    for (const char *name : {"iss", "aud", "exp", "nbf", "jti", "role", "vendor_code"}) {
        QTest::addRow("no %s", name) << compact(without(name));
        QTest::addRow("null %s", name) << compact(with(name, QJsonValue()));
        QTest::addRow("true as %s", name) << compact(with(name, true));
        QTest::addRow("empty %s", name) << compact(with(name, QString()));
        QTest::addRow("an object as %s", name) << compact(with(name, QJsonObject()));
    }
    add("other issuer", with("iss", QStringLiteral("orion-platform2")));
    add("issuer in other case", with("iss", QStringLiteral("Orion-Platform")));
    add("a list of issuers", with("iss", QJsonArray{QStringLiteral("orion-platform")}));
    add("other audience", with("aud", QStringLiteral("orion")));
    add("no audience of the list", with("aud", QJsonArray{QStringLiteral("a")}));
    add("empty list of audiences", with("aud", QJsonArray()));
    add("a number among audiences", with("aud", QJsonArray{QStringLiteral("orion-billing"), 1}));
    add("expired", with("exp", start - 1));
    add("expires now", with("exp", start));
    add("expiry as text", with("exp", QString::number(start + 60)));
    add("negative expiry", with("exp", -1));
    add("endless expiry", with("exp", 1e300));
    add("not yet", with("nbf", start + 60));
    add("not before as text", with("nbf", QString::number(start)));
    add("long jti", with("jti", QString(256, u'j')));
    add("control character in jti", with("jti", QStringLiteral("a\nb")));
    add("a number as sub", with("sub", 7));
    add("a line end in sub", with("sub", QStringLiteral("a\r\nb")));
    add("other role", with("role", QStringLiteral("root")));
    add("role in other case", with("role", QStringLiteral("Admin")));
    add("a list of roles", with("role", QJsonArray{QStringLiteral("admin")}));
    add("a path as vendor code", with("vendor_code", QStringLiteral("../acme")));
    add("a list of vendor codes", with("vendor_code", QJsonArray{QStringLiteral("acme")}));
    const QByteArray good = compact(goodClaims(start, QStringLiteral("acme")));
    QTest::newRow("two vendor codes") << good.chopped(1) + R"(,"vendor_code":"other"})";
    QTest::newRow("two roles, one escaped") << good.chopped(1) + R"(,"rol\u0065":"admin"})";
    QTest::newRow("a list") << QByteArray("[1]");
    QTest::newRow("text") << QByteArray("claims");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("cut off") << good.chopped(1);
    QTest::newRow("something behind it") << good + "{}";
}

void TestTokenVerifier::refusesClaims()
{
    QFETCH(QByteArray, claims);
    const auto who = verifier().verify(hs256Token(hs256, claims));
    QVERIFY(!who.has_value());
    QCOMPARE(who.error().code, ErrorCode::Unauthorized);
    QVERIFY(!who.error().message.isEmpty());
}

void TestTokenVerifier::acceptsUnusualButGoodClaims_data()
{
    QTest::addColumn<QByteArray>("claims");
    const auto add = [](const char *name, const QJsonObject &claims) {
        QTest::newRow(name) << compact(claims);
    };
    add("one audience in a list", with("aud", QJsonArray{QStringLiteral("orion-billing")}));
    add("ours among audiences",
        with("aud", QJsonArray{QStringLiteral("shop"), QStringLiteral("orion-billing")}));
    add("half a second", with("exp", double(start) + 0.5));
    add("claims nobody knows", with("scope", QJsonArray{1, QJsonObject()}));
    add("long past not before", with("nbf", 0));
    add("a clock that is a little ahead", with("nbf", start + 3));
    add("a name inside of a name", with("profile", QJsonObject{{QStringLiteral("role"), 1}}));
}

void TestTokenVerifier::acceptsUnusualButGoodClaims()
{
    QFETCH(QByteArray, claims);
    const auto who = verifier().verify(hs256Token(hs256, claims));
    QVERIFY2(who.has_value(), who ? "" : qPrintable(who.error().message));
}

void TestTokenVerifier::looksAtTheTimeToTheSecond()
{
    const TokenVerifier checks = verifier();
    const QByteArray token = goodToken();
    m_clock.set(QDateTime::fromSecsSinceEpoch(start + 3599, Qt::UTC));
    QVERIFY(checks.verify(token).has_value());
    m_clock.advanceSeconds(1);
    const auto expired = checks.verify(token);
    QVERIFY(!expired.has_value());
    QVERIFY(expired.error().message.contains(QLatin1String("expired")));
    m_clock.set(QDateTime::fromSecsSinceEpoch(start - 6, Qt::UTC));
    QVERIFY(!checks.verify(token).has_value());
}

void TestTokenVerifier::recallsAVerifiedTokenUntilItExpires()
{
    const TokenVerifier checks = verifier();
    const QByteArray token = goodToken();
    QVERIFY(!checks.recall(token));
    QVERIFY(checks.verify(token).has_value());
    const auto known = checks.recall(token);
    QVERIFY(known.has_value());
    QCOMPARE(known->vendorCode, QStringLiteral("acme"));
    m_clock.advanceSeconds(3600);
    QVERIFY(!checks.recall(token));
    m_clock.set(QDateTime::fromSecsSinceEpoch(start - 3600, Qt::UTC));
    QVERIFY(!checks.recall(token));
}

void TestTokenVerifier::recallsABoundedNumber()
{
    const TokenVerifier checks = verifier();
    const auto token = [](int number) {
        return hs256Token(hs256, compact(with("jti", QString::number(number))));
    };
    int recalled = 0;
    for (int i = 0; i < 17'000; ++i)
        QVERIFY(checks.verify(token(i)).has_value());
    for (int i = 0; i < 17'000; ++i)
        recalled += checks.recall(token(i)) ? 1 : 0;
    QVERIFY(recalled > 0 && recalled <= 16'384);
}

void TestTokenVerifier::isUnavailableWithoutAKey()
{
    const TokenVerifier checks = verifier(Configuration());
    QVERIFY(!checks.isConfigured());
    const QByteArray claims = compact(goodClaims(start));
    for (const QByteArray &token :
         {hs256Token(hs256, claims, {}), hs256Token(R"({"alg":"none"})", claims, {})})
    {
        const auto who = checks.verify(token);
        QVERIFY(!who.has_value());
        QCOMPARE(who.error().code, ErrorCode::Unavailable);
    }
}

void TestTokenVerifier::refusesBadKeys_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<QByteArray>("publicPem");
    QTest::newRow("short secret") << QByteArray(31, 's') << QByteArray();
    QTest::newRow("small RSA") << QByteArray() << rsaKeyPair(1024).publicPem;
    QTest::newRow("P-384") << QByteArray() << ecKeyPair("P-384").publicPem;
    // As long as P-256, but not it.
    QTest::newRow("secp256k1") << QByteArray() << ecKeyPair("secp256k1").publicPem;
    QTest::newRow("private key") << QByteArray() << ecKeyPair().privatePem;
    QTest::newRow("no key") << QByteArray() << QByteArray("-----BEGIN PUBLIC KEY-----\n");
}

void TestTokenVerifier::refusesBadKeys()
{
    QFETCH(QByteArray, secret);
    QFETCH(QByteArray, publicPem);
    Configuration configuration = withSecret(secret);
    if (!publicPem.isEmpty())
        configuration.jwtPublicKeyFile = save("bad.pub", publicPem);
    const auto made = TokenVerifier::fromConfiguration(configuration, m_clock);
    QVERIFY(!made.has_value());
    QCOMPARE(made.error().code, ErrorCode::ConfigurationInvalid);
}

QTEST_GUILESS_MAIN(TestTokenVerifier)
#include "test_tokenverifier.moc"
