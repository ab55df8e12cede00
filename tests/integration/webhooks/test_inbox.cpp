#include "tests/integration/webhooks/webhookworld.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <numeric>
#include <thread>

using namespace Orion;
using namespace Orion::TestStripe;

namespace
{

ReceivedEvent received(const QString &id, const QByteArray &payload = {})
{
    ReceivedEvent event;
    event.eventId = id;
    event.eventType = QStringLiteral("invoice.paid");
    event.createdAt = QDateTime::fromSecsSinceEpoch(1790000000, Qt::UTC);
    event.payload = payload.isEmpty() ? QByteArray("{}") : payload;
    return event;
}

QByteArray storedPayload(TestDatabase &db, const QString &id)
{
    const QString sql = QStringLiteral(
        "select payload from billing.stripe_webhook_events e join billing.stripe_webhook_payloads "
        "p on p.event_row_id = e.id and p.received_at = e.received_at where event_id = ?");
    return db.value(sql, {id}).toUtf8();
}

} // namespace

class TestInbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheEnvelope();
    void keepsPayloadsByteForByte_data();
    void keepsPayloadsByteForByte();
    void tellsNewEventsFromSeenOnes();
    void keepsTheFirstOfTwoInOneBatch();
    void storesNothingOfNothing();
    void storesAllOrNothing();
    void storesEachEventOnceUnderContention();
    void putsPayloadsIntoTheirMonth();
};

void TestInbox::keepsTheEnvelope()
{
    WebhookWorld world;
    TestDatabase &db = world.database();
    const auto session = db.open(QStringLiteral("orion_companion"));
    const auto event =
        parseEvent(TestStripe::eventJson({.id = QStringLiteral("evt_1"),
                                          .type = QStringLiteral("customer.subscription.updated"),
                                          .livemode = true,
                                          .account = QStringLiteral("acct_1")},
                                         TestStripe::subscription({})));
    QVERIFY(event);
    const std::array events{*event, received(QStringLiteral("evt_bare"))};
    QVERIFY(storeEvents(*session, events));
    const QString row = QStringLiteral(
        "select concat_ws(' ', event_type, coalesce(api_version, '-'), coalesce(account, '-'), "
        "coalesce(object_id, '-'), livemode, status, attempts, source, "
        "extract(epoch from created_at)::bigint) "
        "from billing.stripe_webhook_events where event_id = ?");
    QCOMPARE(db.value(row, {QStringLiteral("evt_1")}),
             QStringLiteral("customer.subscription.updated 2026-10-28.endive acct_1 sub_1 t "
                            "received 0 webhook 1790000000"));
    QCOMPARE(db.value(row, {QStringLiteral("evt_bare")}),
             QStringLiteral("invoice.paid - - - f received 0 webhook 1790000000"));
}

void TestInbox::keepsPayloadsByteForByte_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::newRow("an escaped NUL") << QByteArray(R"({"a":"\u0000"})");
    QTest::newRow("non-BMP text") << QByteArray("{\"a\":\"\xf0\x9f\x98\x80 \xf0\x90\x8d\x88\"}");
    QTest::newRow("an escaped surrogate alone") << QByteArray(R"({"a":"\ud83d"})");
    QTest::newRow("quotes and backslashes")
        << QByteArray(R"({"a":"it's \"quoted\" \\ C:\\x \n $1 ? :name"})");
    QTest::newRow("spaces and line ends") << QByteArray("{\r\n\t\"a\" : 1.00 }\n\n");
    QTest::newRow("no-break space, line separator, mark")
        << QByteArray("{\"a\":\"\xc2\xa0\xe2\x80\xa8\xef\xbb\xbf\"}");
    QTest::newRow("a megabyte") << "{\"a\":\"" + QByteArray(1000000, 'x') + "\"}";
}

void TestInbox::keepsPayloadsByteForByte()
{
    QFETCH(QByteArray, payload);
    WebhookWorld world;
    TestDatabase &db = world.database();
    // In the middle, so that the cuts between the payloads are seen to hold.
    const std::array events{received(QStringLiteral("evt_a")),
                            received(QStringLiteral("evt_b"), payload),
                            received(QStringLiteral("evt_c"))};
    const auto stored = storeEvents(db.session(), events);
    QVERIFY(stored);
    QCOMPARE(storedPayload(db, QStringLiteral("evt_b")), payload);
    QCOMPARE(storedPayload(db, QStringLiteral("evt_c")), QByteArray("{}"));
}

void TestInbox::tellsNewEventsFromSeenOnes()
{
    WebhookWorld world;
    TestDatabase &db = world.database();
    const auto store = [&](std::vector<ReceivedEvent> events) {
        return storeEvents(db.session(), events).value();
    };
    QCOMPARE(store({received(QStringLiteral("evt_2")), received(QStringLiteral("evt_1"))}),
             std::vector<bool>({true, true}));
    QCOMPARE(store({received(QStringLiteral("evt_3")), received(QStringLiteral("evt_1")),
                    received(QStringLiteral("evt_0"))}),
             std::vector<bool>({true, false, true}));
    QCOMPARE(db.value(QStringLiteral("select count(*) from billing.stripe_webhook_payloads")),
             QStringLiteral("4"));
}

void TestInbox::keepsTheFirstOfTwoInOneBatch()
{
    WebhookWorld world;
    TestDatabase &db = world.database();
    const std::array events{received(QStringLiteral("evt_1"), R"({"n":1})"),
                            received(QStringLiteral("evt_2")),
                            received(QStringLiteral("evt_1"), R"({"n":2})")};
    QCOMPARE(storeEvents(db.session(), events).value(), std::vector<bool>({true, true, false}));
    QCOMPARE(storedPayload(db, QStringLiteral("evt_1")), QByteArray(R"({"n":1})"));
}

void TestInbox::storesNothingOfNothing()
{
    WebhookWorld world;
    TestDatabase &db = world.database();
    const auto stored = storeEvents(db.session(), {});
    QVERIFY(stored && stored->empty());
}

void TestInbox::storesAllOrNothing()
{
    WebhookWorld world;
    TestDatabase &db = world.database();
    std::array events{received(QStringLiteral("evt_1")), received(QStringLiteral("evt_2"))};
    events[1].source = QStringLiteral("nowhere"); // refused by a constraint
    QVERIFY(!storeEvents(db.session(), events));
    QCOMPARE(db.value(QStringLiteral("select count(*) from billing.stripe_webhook_events")),
             QStringLiteral("0"));
}

void TestInbox::storesEachEventOnceUnderContention()
{
    WebhookWorld world;
    TestDatabase &db = world.database();
    constexpr int threads = 4;
    constexpr int rounds = 10;
    constexpr int perRound = 20;
    std::array<int, threads> fresh{};
    std::array<bool, threads> failed{};
    std::vector<std::thread> workers;
    for (int worker = 0; worker < threads; ++worker) {
        workers.emplace_back([&, worker] {
            const auto session = db.open(QStringLiteral("orion_companion"));
            for (int round = 0; round < rounds; ++round) {
                std::vector<ReceivedEvent> events;
                for (int i = 0; i < perRound; ++i)
                    events.push_back(received(QStringLiteral("evt_%1_%2").arg(round).arg(i)));
                if (worker % 2) // every second one the other way round
                    std::reverse(events.begin(), events.end());
                const auto stored = storeEvents(*session, events);
                failed[worker] = failed[worker] || !stored;
                if (stored)
                    fresh[worker] += int(std::count(stored->begin(), stored->end(), true));
            }
        });
    }
    for (std::thread &worker : workers)
        worker.join();
    QCOMPARE(failed, (std::array<bool, threads>{}));
    QCOMPARE(std::accumulate(fresh.begin(), fresh.end(), 0), rounds * perRound);
    QCOMPARE(db.value(QStringLiteral("select count(*) from billing.stripe_webhook_payloads")),
             QString::number(rounds * perRound));
}

void TestInbox::putsPayloadsIntoTheirMonth()
{
    WebhookWorld world;
    TestDatabase &db = world.database();
    const std::array events{received(QStringLiteral("evt_1"))};
    QVERIFY(storeEvents(db.session(), events));
    QCOMPARE(
        db.value(QStringLiteral("select count(*) from billing.stripe_webhook_payloads_default")),
        QStringLiteral("0"));
}

QTEST_GUILESS_MAIN(TestInbox)
#include "test_inbox.moc"
