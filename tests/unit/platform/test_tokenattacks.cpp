#include "services/platform/tokenverifier.h"

#include "tests/support/manualclock.h"
#include "tests/support/testtokens.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Orion;

namespace
{

constexpr qint64 start = 1'790'000'000;
const QByteArray hs256 = R"({"alg":"HS256","typ":"JWT"})";

QByteArray goodToken()
{
    return hs256Token(hs256, compact(goodClaims(start, QStringLiteral("acme"))));
}

} // namespace

// Tokens that were made to be believed: with other algorithms, other keys, other bytes.
class TestTokenAttacks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesOtherAlgorithms_data();
    void refusesOtherAlgorithms();
    void neverTakesThePublicKeyForASecret();
    void refusesMalformedTokens_data();
    void refusesMalformedTokens();
    void refusesEveryChangedByte();

private:
    TokenVerifier withSecret() const
    {
        Configuration configuration;
        configuration.jwtSecret = Secret(testTokenSecret);
        return verifier(configuration);
    }
    TokenVerifier withPublicKey(const QByteArray &pem) const
    {
        QFile file(m_folder.filePath(QStringLiteral("key.pub")));
        if (!file.open(QIODevice::WriteOnly) || file.write(pem) != pem.size())
            qFatal("the key could not be written");
        file.close();
        Configuration configuration;
        configuration.jwtPublicKeyFile = file.fileName();
        return verifier(configuration);
    }
    TokenVerifier verifier(const Configuration &configuration) const
    {
        auto made = TokenVerifier::fromConfiguration(configuration, m_clock);
        if (!made)
            qFatal("%s", qPrintable(made.error().message));
        return std::move(*made);
    }

    QTemporaryDir m_folder;
    const ManualClock m_clock{QDateTime::fromSecsSinceEpoch(start, Qt::UTC)};
};

void TestTokenAttacks::refusesOtherAlgorithms_data()
{
    QTest::addColumn<QByteArray>("header");
    for (const char *header : {R"({"alg":"none"})",
                               R"({"alg":"None"})",
                               R"({"alg":"NONE"})",
                               R"({"alg":""})",
                               R"({"alg":null})",
                               R"({})",
                               R"({"alg":"hs256"})",
                               R"({"alg":"HS384"})",
                               R"({"alg":"HS512"})",
                               R"({"alg":"RS256"})",
                               R"({"alg":"ES256"})",
                               R"({"alg":"PS256"})",
                               R"({"alg":["HS256"]})",
                               R"({"alg":"HS256 "})",
                               R"({"alg":"none","alg":"HS256"})",
                               R"({"alg":"HS256","alg":"none"})",
                               R"({"alg":"HS256","\u0061lg":"none"})",
                               R"({"alg":"HS256","crit":["b64"]})",
                               R"({"alg":"HS256","typ":"JWE"})",
                               R"({"alg":"HS256","typ":7})",
                               R"(["HS256"])",
                               R"("HS256")",
                               "HS256"})
        QTest::newRow(header) << QByteArray(header);
}

void TestTokenAttacks::refusesOtherAlgorithms()
{
    QFETCH(QByteArray, header);
    const QByteArray claims = compact(goodClaims(start, QStringLiteral("acme")));
    const QByteArray token = hs256Token(header, claims);
    const auto who = withSecret().verify(token);
    QVERIFY(!who.has_value());
    QCOMPARE(who.error().code, ErrorCode::Unauthorized);
    // And without any signature, as `none` has it.
    QVERIFY(!withSecret().verify(token.left(token.lastIndexOf('.') + 1)).has_value());
    QVERIFY(!withSecret().verify(token.left(token.lastIndexOf('.'))).has_value());
}

// The attack: the public key is known to all, so sign with it as if it were a shared secret.
void TestTokenAttacks::neverTakesThePublicKeyForASecret()
{
    const QByteArray claims = compact(goodClaims(start, QStringLiteral("acme")));
    for (const TestKeyPair &pair : {rsaKeyPair(), ecKeyPair()}) {
        const TokenVerifier checks = withPublicKey(pair.publicPem);
        for (const QByteArray &secret : {pair.publicPem, pair.publicPem.trimmed(), QByteArray()})
            QVERIFY(!checks.verify(hs256Token(hs256, claims, secret)).has_value());
        for (const char *header : {R"({"alg":"RS256"})", R"({"alg":"ES256"})"})
            QVERIFY(!checks.verify(hs256Token(header, claims, pair.publicPem)).has_value());
    }
    // Nor another asymmetric kind than the key's.
    const TestKeyPair rsa = rsaKeyPair();
    const TestKeyPair ec = ecKeyPair();
    const TokenVerifier checks = withPublicKey(rsa.publicPem);
    for (const char *header : {R"({"alg":"ES256"})", R"({"alg":"RS384"})", R"({"alg":"PS256"})"}) {
        QVERIFY(!checks.verify(signedToken(header, claims, ec.privatePem)).has_value());
        QVERIFY(!checks.verify(signedToken(header, claims, rsa.privatePem)).has_value());
    }
    QVERIFY(!checks.verify(signedToken(R"({"alg":"RS256"})", claims, ec.privatePem)).has_value());
}

void TestTokenAttacks::refusesMalformedTokens_data()
{
    QTest::addColumn<QByteArray>("token");
    const QByteArray good = goodToken();
    const QByteArrayList parts = good.split('.');
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("dots") << QByteArray("..");
    QTest::newRow("two parts") << parts[0] + '.' + parts[1];
    QTest::newRow("four parts") << good + ".e30";
    QTest::newRow("a dot more") << good + '.';
    QTest::newRow("a blank more") << good + ' ';
    QTest::newRow("padding") << good + '=';
    QTest::newRow("a NUL") << good + '\0';
    QTest::newRow("other base64") << parts[0] + '.' + parts[1] + ".+/+/";
    QTest::newRow("no base64 as header") << "!!!." + parts[1] + '.' + parts[2];
    QTest::newRow("no base64 as claims") << parts[0] + ".!!!." + parts[2];
    QTest::newRow("no base64 as signature") << parts[0] + '.' + parts[1] + ".!!!";
    QTest::newRow("half a signature") << good.chopped(20);
    QTest::newRow("another secret")
        << hs256Token(hs256, compact(goodClaims(start)), QByteArray(40, 'x'));
    QJsonObject large = goodClaims(start, QStringLiteral("acme"));
    large.insert(QStringLiteral("note"), QString(5000, u'x'));
    QTest::newRow("oversized") << hs256Token(hs256, compact(large));
    QTest::newRow("a megabyte of dots") << QByteArray(1 << 20, '.');
}

void TestTokenAttacks::refusesMalformedTokens()
{
    QFETCH(QByteArray, token);
    const TokenVerifier checks = withSecret();
    const auto who = checks.verify(token);
    QVERIFY(!who.has_value());
    QCOMPARE(who.error().code, ErrorCode::Unauthorized);
    QVERIFY(!checks.recall(token));
}

void TestTokenAttacks::refusesEveryChangedByte()
{
    const TokenVerifier checks = withSecret();
    const QByteArray good = goodToken();
    QVERIFY(checks.verify(good).has_value());
    // The last character has bits that mean nothing.
    for (qsizetype i = 0; i < good.size() - 1; ++i) {
        QByteArray changed = good;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        QVERIFY2(!checks.recall(changed) && !checks.verify(changed).has_value(),
                 qPrintable(QString::number(i)));
    }
}

QTEST_GUILESS_MAIN(TestTokenAttacks)
#include "test_tokenattacks.moc"
