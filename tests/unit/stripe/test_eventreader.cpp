#include "services/stripe/readers/event.h"

#include <QTest>

using namespace Orion;

class TestEventReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheEnvelope();
    void refusesWhatIsNoEvent_data();
    void refusesWhatIsNoEvent();
    void readsNumbersBeyond32Bits();
    void readsEventsThatNoRequestCaused_data();
    void readsEventsThatNoRequestCaused();
};

void TestEventReader::readsTheEnvelope()
{
    const auto event = readEvent(R"({"id":"evt_1","object":"event","type":"invoice.paid",
        "api_version":"2026-10-28.endive","account":"acct_1","livemode":true,"created":1764000000,
        "data":{"object":{"id":"in_1","note":"\u0000"}},
        "request":{"id":"req_1","idempotency_key":"key-1"}})");
    QVERIFY(event);
    QCOMPARE(event->idempotencyKey, QStringLiteral("key-1"));
    QCOMPARE(event->id, QStringLiteral("evt_1"));
    QCOMPARE(event->type, QStringLiteral("invoice.paid"));
    QCOMPARE(event->apiVersion, QStringLiteral("2026-10-28.endive"));
    QCOMPARE(event->account, QStringLiteral("acct_1"));
    QVERIFY(event->livemode);
    QCOMPARE(event->created, QDateTime::fromSecsSinceEpoch(1764000000, Qt::UTC));
    QCOMPARE(event->objectId, QStringLiteral("in_1"));
}

void TestEventReader::refusesWhatIsNoEvent_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("not JSON") << QByteArray("hello");
    QTest::newRow("broken") << QByteArray(R"({"id":"evt_1",)");
    QTest::newRow("a list") << QByteArray(R"([{"id":"evt_1"}])");
    QTest::newRow("not UTF-8") << QByteArray("{\"id\":\"evt_1\xff\"}");
    QTest::newRow("half a surrogate pair") << QByteArray("{\"id\":\"\xed\xa0\x80\"}");
    QTest::newRow("a NUL byte")
        << QByteArray("{\"id\":\"e\",\"type\":\"t\",\"created\":1,\"data\":{\"object\":{\"a\":\"") +
               '\0' + "\"}}}";
    QTest::newRow("a byte order mark")
        << QByteArray("\xef\xbb\xbf") + R"({"id":"e","type":"t","created":1,"data":{"object":{}}})";
    QTest::newRow("no id") << QByteArray(R"({"type":"t","created":1,"data":{"object":{}}})");
    QTest::newRow("id is null") << QByteArray(
        R"({"id":null,"type":"t","created":1,"data":{"object":{}}})");
    QTest::newRow("id is a number")
        << QByteArray(R"({"id":7,"type":"t","created":1,"data":{"object":{}}})");
    QTest::newRow("id is empty") << QByteArray(
        R"({"id":"","type":"t","created":1,"data":{"object":{}}})");
    QTest::newRow("id has a control character")
        << QByteArray(R"({"id":"e\u001f","type":"t","created":1,"data":{"object":{}}})");
    QTest::newRow("no type") << QByteArray(R"({"id":"e","created":1,"data":{"object":{}}})");
    QTest::newRow("type is a list")
        << QByteArray(R"({"id":"e","type":[],"created":1,"data":{"object":{}}})");
    QTest::newRow("no time") << QByteArray(R"({"id":"e","type":"t","data":{"object":{}}})");
    QTest::newRow("time is text") << QByteArray(
        R"({"id":"e","type":"t","created":"1","data":{"object":{}}})");
    QTest::newRow("time is a fraction")
        << QByteArray(R"({"id":"e","type":"t","created":1.5,"data":{"object":{}}})");
    QTest::newRow("livemode is text")
        << QByteArray(R"({"id":"e","type":"t","created":1,"livemode":"no","data":{"object":{}}})");
    QTest::newRow("no data") << QByteArray(R"({"id":"e","type":"t","created":1})");
    QTest::newRow("the object is text")
        << QByteArray(R"({"id":"e","type":"t","created":1,"data":{"object":"in_1"}})");
    QTest::newRow("nested without end") << QByteArray(R"({"id":)") + QByteArray(100000, '[');
}

void TestEventReader::refusesWhatIsNoEvent()
{
    QFETCH(QByteArray, json);
    const auto event = readEvent(json);
    QVERIFY(!event);
    QCOMPARE(event.error().code, ErrorCode::InvalidArgument);
    QVERIFY(event.error().message.endsWith(u'.'));
}

void TestEventReader::readsNumbersBeyond32Bits()
{
    const auto event = readEvent(R"({"id":"e","type":"t","created":4102444800,
        "data":{"object":{"id":"in_1","total":9007199254740993}}})");
    QVERIFY(event);
    QCOMPARE(event->created.date(), QDate(2100, 1, 1));
    QCOMPARE(event->object.value(QLatin1String("total")).toInteger(), 9007199254740993);
}

void TestEventReader::readsEventsThatNoRequestCaused_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("by itself") << QByteArray(R"("request":{"id":null,"idempotency_key":null},)");
    QTest::newRow("before 2017-05-25") << QByteArray(R"("request":"req_1",)");
    QTest::newRow("none at all") << QByteArray();
}

void TestEventReader::readsEventsThatNoRequestCaused()
{
    QFETCH(QByteArray, request);
    const auto event =
        readEvent(R"({"id":"e","type":"t","created":1,)" + request + R"("data":{"object":{}}})");
    QVERIFY(event);
    QVERIFY(event->idempotencyKey.isEmpty());
}

QTEST_GUILESS_MAIN(TestEventReader)
#include "test_eventreader.moc"
