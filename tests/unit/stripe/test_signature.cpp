#include "services/stripe/signature.h"

#include <QTest>

using namespace Orion;

namespace
{

// Vectors made with Stripe's own Node library, and with Python's hmac.
constexpr qint64 signedAt = 1495999758;
const QByteArray body = "{\n  \"id\": \"evt_test_webhook\",\n  \"object\": \"event\"\n}";
const QByteArray secret = "whsec_test_secret";
const QByteArray digest = "6340073448544f68e8673f5d451fd66d10b9facf9c1c36f23c174994d49f2091";
const QByteArray header = "t=1495999758,v1=" + digest;

QDateTime at(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
}

} // namespace

class TestSignature : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptsWhatStripesLibrarySigned();
    void signsAsStripesLibraryDoes();
    void acceptsHeaders_data();
    void acceptsHeaders();
    void refusesHeaders_data();
    void refusesHeaders();
    void refusesOtherBytes_data();
    void refusesOtherBytes();
    void keepsToTheTolerance_data();
    void keepsToTheTolerance();
    void acceptsAnyOfSeveralSecrets();
    void trimsSecrets();
    void neverUsesAnEmptySecret_data();
    void neverUsesAnEmptySecret();
};

void TestSignature::acceptsWhatStripesLibrarySigned()
{
    QVERIFY(verifySignature(header, body, {secret}, at(signedAt)));
    const QByteArray text = "{\"name\":\"M\xc3\xbcller \xf0\x9f\x98\x80 \\u0000\"}";
    QVERIFY(verifySignature(
        "t=1764000000,v1=fe2eb6ae7b25d7b5e1957c71672ef3cc1c87b19004da96011b1d31669ff47ca2", text,
        {"whsec_5f2a"}, at(1764000000)));
    QVERIFY(verifySignature(
        "t=1764000000,v1=40c217a818abfe62d03c0267df7368ff6fe84582c571c5a9cf1178c549a8248d", "",
        {"whsec_5f2a"}, at(1764000000)));
}

void TestSignature::signsAsStripesLibraryDoes()
{
    QCOMPARE(signPayload(body, secret, at(signedAt)), header);
}

void TestSignature::acceptsHeaders_data()
{
    const QByteArray other(64, 'a');
    QTest::addColumn<QByteArray>("given");
    QTest::newRow("several v1, the last fits") << "t=1495999758,v1=" + other + ",v1=" + digest;
    QTest::newRow("several v1, the first fits") << header + ",v1=" + other;
    QTest::newRow("an unknown scheme beside it") << header + ",v0=" + other + ",v9=x";
    QTest::newRow("another order") << "v1=" + digest + ",t=1495999758";
    QTest::newRow("spaces") << " t=1495999758 , v1=" + digest + " ";
}

void TestSignature::acceptsHeaders()
{
    QFETCH(QByteArray, given);
    QVERIFY(verifySignature(given, body, {secret}, at(signedAt)));
}

void TestSignature::refusesHeaders_data()
{
    QTest::addColumn<QByteArray>("given");
    QTest::newRow("missing") << QByteArray();
    QTest::newRow("spaces only") << QByteArray("   ");
    QTest::newRow("no pairs") << QByteArray("garbage");
    QTest::newRow("no time") << "v1=" + digest;
    QTest::newRow("no signature") << QByteArray("t=1495999758");
    QTest::newRow("empty signature") << QByteArray("t=1495999758,v1=");
    QTest::newRow("only another scheme") << "t=1495999758,v0=" + digest;
    QTest::newRow("time is a word") << "t=now,v1=" + digest;
    QTest::newRow("time is negative") << "t=-1495999758,v1=" + digest;
    QTest::newRow("time too long") << "t=1495999758149599975814959997581,v1=" + digest;
    QTest::newRow("empty time") << "t=,v1=" + digest;
    QTest::newRow("two times") << "t=1495999758,t=1495999759,v1=" + digest;
    QTest::newRow("another time than signed") << "t=1495999759,v1=" + digest;
    QTest::newRow("a digit too few") << header.chopped(1);
    QTest::newRow("a digit too many") << header + "0";
    QTest::newRow("one digit wrong") << header.chopped(1) + "2";
    QTest::newRow("a trailing comma") << header + ",";
}

void TestSignature::refusesHeaders()
{
    QFETCH(QByteArray, given);
    const auto verified = verifySignature(given, body, {secret}, at(signedAt));
    QVERIFY(!verified);
    QCOMPARE(verified.error().code, ErrorCode::SignatureInvalid);
    QVERIFY(verified.error().message.endsWith(u'.'));
    QVERIFY(!verified.error().message.contains(QString::fromLatin1(digest.left(10))));
}

void TestSignature::refusesOtherBytes_data()
{
    QTest::addColumn<QByteArray>("other");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("reformatted JSON")
        << QByteArray(R"({"id":"evt_test_webhook","object":"event"})");
    QTest::newRow("a line end more") << body + "\n";
    QTest::newRow("other line ends") << QByteArray(body).replace("\n", "\r\n");
}

void TestSignature::refusesOtherBytes()
{
    QFETCH(QByteArray, other);
    QVERIFY(!verifySignature(header, other, {secret}, at(signedAt)));
}

void TestSignature::keepsToTheTolerance_data()
{
    QTest::addColumn<qint64>("now");
    QTest::addColumn<bool>("accepted");
    QTest::newRow("at the limit") << signedAt + 300 << true;
    QTest::newRow("a second too old") << signedAt + 301 << false;
    QTest::newRow("ahead, at the limit") << signedAt - 300 << true;
    QTest::newRow("a second too far ahead") << signedAt - 301 << false;
}

void TestSignature::keepsToTheTolerance()
{
    QFETCH(qint64, now);
    QFETCH(bool, accepted);
    QCOMPARE(verifySignature(header, body, {secret}, at(now)).has_value(), accepted);
    QVERIFY(verifySignature(header, body, {secret}, at(now), std::chrono::hours(1)));
}

void TestSignature::acceptsAnyOfSeveralSecrets()
{
    QVERIFY(verifySignature(header, body, {"whsec_old", secret}, at(signedAt)));
    QVERIFY(verifySignature(header, body, {secret, "whsec_new"}, at(signedAt)));
    QVERIFY(!verifySignature(header, body, {"whsec_old", "whsec_new"}, at(signedAt)));
}

void TestSignature::trimsSecrets()
{
    QVERIFY(verifySignature(header, body, {" " + secret + "\n"}, at(signedAt)));
    QCOMPARE(signPayload(body, secret + "\n", at(signedAt)), header);
}

void TestSignature::neverUsesAnEmptySecret_data()
{
    QTest::addColumn<QList<QByteArray>>("secrets");
    QTest::newRow("none") << QList<QByteArray>();
    QTest::newRow("empty") << QList<QByteArray>{""};
    QTest::newRow("spaces") << QList<QByteArray>{" \n", "\t"};
}

void TestSignature::neverUsesAnEmptySecret()
{
    QFETCH(QList<QByteArray>, secrets);
    const QByteArray forged = signPayload(body, "", at(signedAt));
    const auto verified = verifySignature(forged, body, secrets, at(signedAt));
    QVERIFY(!verified);
    QCOMPARE(verified.error().code, ErrorCode::PaymentSystemNotConfigured);
    QVERIFY(!verifySignature(forged, body, {"", secret}, at(signedAt)));
}

QTEST_GUILESS_MAIN(TestSignature)
#include "test_signature.moc"
