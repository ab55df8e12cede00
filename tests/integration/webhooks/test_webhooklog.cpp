#include "services/webhooks/webhooklog.h"

#include "tests/integration/webhooks/webhookworld.h"

#include <QTest>

using namespace Orion;
using namespace Orion::TestStripe;

namespace
{

QByteArray unknown(const QString &id, const QString &objectId = QStringLiteral("ob_1"))
{
    return eventJson({.id = id, .type = QStringLiteral("some.unknown")},
                     {{QStringLiteral("id"), objectId}});
}

QStringList idsOf(Session &session, const WebhookFilter &filter)
{
    const auto page = listEvents(session, filter, {});
    if (!page)
        return {page.error().message + page.error().detail};
    QStringList ids;
    for (const WebhookEvent &event : page->rows)
        ids.append(event.eventId);
    return ids;
}

// An applied, an ignored and a waiting event.
void fill(WebhookWorld &world)
{
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({eventJson(
        {.id = QStringLiteral("evt_1"), .type = QStringLiteral("customer.subscription.created")},
        subscription({}))});
    world.deliver({unknown(QStringLiteral("evt_2"))});
    world.deliver(
        {eventJson({.id = QStringLiteral("evt_3"), .type = QStringLiteral("invoice.paid")},
                   invoice({.id = QStringLiteral("in_100%"),
                            .customer = QStringLiteral("cus_9"),
                            .subscription = QString()}))});
}

} // namespace

class TestWebhookLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsTheNewestFirst();
    void narrowsTheList_data();
    void narrowsTheList();
    void narrowsByTime();
    void pagesWithoutGapsWhileEventsArrive();
    void refusesAForeignCursor();
    void givesThePayloadAsSent();
    void hidesPayloadsFromFinance();
    void countsByStatus();
};

void TestWebhookLog::listsTheNewestFirst()
{
    WebhookWorld world;
    fill(world);
    const auto page = listEvents(world.companion(), {}, {});
    QVERIFY(page);
    QCOMPARE(page->rows.size(), std::size_t(3));
    QVERIFY(page->nextCursor.isEmpty());
    const WebhookEvent &oldest = page->rows.back();
    QCOMPARE(oldest.eventId, QStringLiteral("evt_1"));
    QCOMPARE(oldest.status, WebhookStatus::Processed);
    QCOMPARE(oldest.vendorCode, QStringLiteral("ACME"));
    QCOMPARE(oldest.objectId, QStringLiteral("sub_1"));
    QCOMPARE(oldest.attempts, 1);
    QCOMPARE(oldest.createdAt, QDateTime::fromSecsSinceEpoch(1790000000, Qt::UTC));
    QCOMPARE(oldest.processedAt, world.clock.now());
    QCOMPARE(page->rows.front().eventId, QStringLiteral("evt_3"));
    QVERIFY(page->rows.front().lastError.startsWith(QLatin1String("No vendor")));
}

void TestWebhookLog::narrowsTheList_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("vendor");
    QTest::addColumn<QString>("search");
    QTest::addColumn<QStringList>("ids");
    const QStringList all{QStringLiteral("evt_3"), QStringLiteral("evt_2"),
                          QStringLiteral("evt_1")};
    QTest::newRow("by nothing") << ""
                                << ""
                                << ""
                                << "" << all;
    QTest::newRow("by status") << "ignored"
                               << ""
                               << ""
                               << "" << QStringList("evt_2");
    QTest::newRow("by type") << ""
                             << "customer.subscription.created"
                             << ""
                             << "" << QStringList("evt_1");
    QTest::newRow("by family") << ""
                               << "invoice."
                               << ""
                               << "" << QStringList("evt_3");
    QTest::newRow("by vendor") << ""
                               << ""
                               << "ACME"
                               << "" << QStringList("evt_1");
    QTest::newRow("by an unknown vendor") << ""
                                          << ""
                                          << "NOBODY"
                                          << "" << QStringList();
    QTest::newRow("by event id") << ""
                                 << ""
                                 << ""
                                 << "EVT_2" << QStringList("evt_2");
    QTest::newRow("by object id") << ""
                                  << ""
                                  << ""
                                  << " ub_1 " << QStringList("evt_1");
    QTest::newRow("percent is a character") << ""
                                            << ""
                                            << ""
                                            << "0%" << QStringList("evt_3");
    QTest::newRow("underscore is a character") << ""
                                               << ""
                                               << ""
                                               << "v__" << QStringList();
    QTest::newRow("by two") << "received"
                            << ""
                            << "ACME"
                            << "" << QStringList();
}

void TestWebhookLog::narrowsTheList()
{
    QFETCH(QString, status);
    QFETCH(QString, type);
    QFETCH(QString, vendor);
    QFETCH(QString, search);
    QFETCH(QStringList, ids);
    WebhookWorld world;
    fill(world);
    WebhookFilter filter;
    filter.status = webhookStatusFromText(status);
    filter.typePrefix = type;
    filter.vendorCode = vendor;
    filter.search = search;
    QCOMPARE(idsOf(world.companion(), filter), ids);
}

void TestWebhookLog::narrowsByTime()
{
    WebhookWorld world;
    world.receive({unknown(QStringLiteral("evt_1")), unknown(QStringLiteral("evt_2"))});
    QVERIFY(world.companion().execute(
        QStringLiteral("update billing.stripe_webhook_events set received_at = to_timestamp(1000) "
                       "where event_id = 'evt_1'")));
    WebhookFilter filter;
    filter.receivedFrom = QDateTime::fromSecsSinceEpoch(1000, Qt::UTC);
    filter.receivedUntil = QDateTime::fromSecsSinceEpoch(1001, Qt::UTC);
    QCOMPARE(idsOf(world.companion(), filter), QStringList(QStringLiteral("evt_1")));
    filter.receivedUntil = QDateTime::fromSecsSinceEpoch(1000, Qt::UTC);
    QCOMPARE(idsOf(world.companion(), filter), QStringList());
}

void TestWebhookLog::pagesWithoutGapsWhileEventsArrive()
{
    WebhookWorld world;
    for (int i = 0; i < 7; ++i)
        world.receive({unknown(QStringLiteral("evt_%1").arg(i))});
    QStringList seen;
    PageRequest request{3, {}};
    do {
        const auto page = listEvents(world.companion(), {}, request);
        QVERIFY(page);
        for (const WebhookEvent &event : page->rows)
            seen.append(event.eventId);
        request.cursor = page->nextCursor;
        world.receive({unknown(QStringLiteral("evt_new_%1").arg(seen.size()))});
    } while (!request.cursor.isEmpty());
    QCOMPARE(seen.join(u' '), QStringLiteral("evt_6 evt_5 evt_4 evt_3 evt_2 evt_1 evt_0"));
}

void TestWebhookLog::refusesAForeignCursor()
{
    WebhookWorld world;
    const auto page = listEvents(world.companion(), {}, {10, "page two"});
    QVERIFY(!page);
    QCOMPARE(page.error().code, ErrorCode::InvalidArgument);
}

void TestWebhookLog::givesThePayloadAsSent()
{
    WebhookWorld world;
    const QByteArray sent =
        unknown(QStringLiteral("evt_1")).replace("ob_1", "\\u0000 \xf0\x9f\x98\x80");
    world.receive({sent});
    const auto payload = eventPayload(world.companion(), QStringLiteral("evt_1"));
    QVERIFY(payload);
    QCOMPARE(*payload, sent);
    QVERIFY(
        world.companion().execute(QStringLiteral("delete from billing.stripe_webhook_payloads")));
    const auto dropped = eventPayload(world.companion(), QStringLiteral("evt_1"));
    QVERIFY(!dropped);
    QVERIFY(dropped.error().message.contains(QLatin1String("no longer kept")));
    QCOMPARE(eventPayload(world.companion(), QStringLiteral("evt_9")).error().code,
             ErrorCode::NotFound);
}

void TestWebhookLog::hidesPayloadsFromFinance()
{
    WebhookWorld world;
    world.receive({unknown(QStringLiteral("evt_1"))});
    const auto finance = world.database().open(QStringLiteral("orion_finance"));
    QCOMPARE(idsOf(*finance, {}), QStringList(QStringLiteral("evt_1")));
    const auto payload = eventPayload(*finance, QStringLiteral("evt_1"));
    QVERIFY(!payload);
    QCOMPARE(payload.error().code, ErrorCode::Forbidden);
}

void TestWebhookLog::countsByStatus()
{
    WebhookWorld world;
    fill(world);
    const auto counts = countByStatus(world.companion());
    QVERIFY(counts);
    QCOMPARE(counts->size(), allWebhookStatuses.size());
    QCOMPARE(counts->at(WebhookStatus::Processed), 1);
    QCOMPARE(counts->at(WebhookStatus::Ignored), 1);
    QCOMPARE(counts->at(WebhookStatus::Received), 1);
    QCOMPARE(counts->at(WebhookStatus::Failed), 0);
}

QTEST_GUILESS_MAIN(TestWebhookLog)
#include "test_webhooklog.moc"
