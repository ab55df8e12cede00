#include "tests/integration/webhooks/webhookworld.h"

#include <QRegularExpression>
#include <QTest>

#include <array>
#include <numeric>
#include <thread>

using namespace Orion;
using namespace Orion::TestStripe;

namespace
{

QByteArray subscriptionEvent(const QString &id, const SubscriptionSpec &spec,
                             qint64 at = 1790000000)
{
    return eventJson(
        {.id = id, .type = QStringLiteral("customer.subscription.updated"), .created = at},
        subscription(spec));
}

} // namespace

class TestProcessor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doesNothingWithoutEvents();
    void ignoresUnknownTypes();
    void ignoresAnotherMode();
    void ignoresAnotherAccount();
    void takesTheFirstEventsMode();
    void goesOnAfterAFailure();
    void failsAnEventAfterTheLastAttempt();
    void failsAtOnceWithoutAPayload();
    void claimsInTheOrderOfArrival();
    void saysWhenItTriesAgain();
    void sharesTheQueueByObject();
    void spreadsTheRetriesOfEventsThatFailedTogether();
    void tellsHowLongAnEventWasOnItsWay();
    void appliesOnceWithManyProcessors();
    void changesNothingWithoutADatabase();
};

void TestProcessor::doesNothingWithoutEvents()
{
    WebhookWorld world;
    const auto outcome = world.work();
    QCOMPARE(outcome.claimed, 0);
    QVERIFY(outcome.topics.empty());
}

void TestProcessor::ignoresUnknownTypes()
{
    WebhookWorld world;
    const auto outcome = world.deliver({eventJson(
        {.id = QStringLiteral("evt_1"), .type = QStringLiteral("customer.tax_id.created")}, {})});
    QCOMPARE(outcome.ignored, 1);
    QVERIFY(world.statusOf(QStringLiteral("evt_1")).startsWith(QLatin1String("ignored")));
}

void TestProcessor::ignoresAnotherMode()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    QVERIFY(world.companion().execute(
        QStringLiteral("insert into billing.stripe_binding (livemode) values (true)")));
    const auto outcome = world.deliver({subscriptionEvent(QStringLiteral("evt_1"), {})});
    QCOMPARE(outcome.ignored, 1);
    QVERIFY(
        world.statusOf(QStringLiteral("evt_1")).startsWith(QLatin1String("ignored: A test event")));
    QCOMPARE(world.value(QStringLiteral("select count(*) from billing.vendor_subscriptions")),
             QStringLiteral("0"));
}

void TestProcessor::ignoresAnotherAccount()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    QVERIFY(world.companion().execute(QStringLiteral(
        "insert into billing.stripe_binding (livemode, account) values (false, 'acct_ours')")));
    const auto of = [](const char *id, const char *account, qint64 at) {
        return eventJson({.id = QString::fromLatin1(id),
                          .type = QStringLiteral("customer.subscription.updated"),
                          .created = at,
                          .account = QString::fromLatin1(account)},
                         subscription({}));
    };
    QCOMPARE(world.deliver({of("evt_1", "acct_other", 1790000000)}).ignored, 1);
    QVERIFY(world.statusOf(QStringLiteral("evt_1")).contains(QLatin1String("acct_other")));
    QCOMPARE(world.deliver({of("evt_2", "acct_ours", 1790000001)}).processed, 1);
    QCOMPARE(world.deliver({of("evt_3", "", 1790000002)}).processed, 1);
}

void TestProcessor::takesTheFirstEventsMode()
{
    WebhookWorld world;
    const auto of = [](const char *id, bool live) {
        return eventJson({.id = QString::fromLatin1(id),
                          .type = QStringLiteral("invoice_payment.paid"),
                          .livemode = live},
                         {{QStringLiteral("invoice"), QStringLiteral("in_1")},
                          {QStringLiteral("payment"),
                           QJsonObject{{QStringLiteral("charge"), QStringLiteral("ch_1")}}}});
    };
    world.deliver({of("evt_1", true)});
    QCOMPARE(world.value(QStringLiteral("select livemode from billing.stripe_binding")),
             QStringLiteral("true"));
    const auto outcome = world.deliver({of("evt_2", false), of("evt_3", true)});
    QCOMPARE(outcome.ignored, 1);
    QCOMPARE(outcome.processed, 1);
}

void TestProcessor::goesOnAfterAFailure()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.addVendor(QStringLiteral("BETA"), QStringLiteral("cus_2"));
    SubscriptionSpec beta{.id = QStringLiteral("sub_2"), .customer = QStringLiteral("cus_2")};
    // The second writes its subscription and then fails at its order window.
    QVERIFY(world.database().session().script(QStringLiteral(
        "create or replace function billing.refuse_window() returns trigger language plpgsql "
        "as $$ begin if new.vendor_id = (select id from billing.vendors where "
        "vendor_code = 'ACME') "
        "then raise exception 'no window'; end if; return new; end $$; "
        "create trigger refuse before insert on billing.usage_windows for each row "
        "execute function billing.refuse_window()")));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("could not be applied")));
    const auto outcome = world.deliver(
        {eventJson({.id = QStringLiteral("evt_0"), .type = QStringLiteral("some.unknown")}, {}),
         subscriptionEvent(QStringLiteral("evt_1"), {}),
         subscriptionEvent(QStringLiteral("evt_2"), beta)});
    QCOMPARE(outcome.claimed, 3);
    QCOMPARE(outcome.ignored, 1);
    QCOMPARE(outcome.retried, 1);
    QCOMPARE(outcome.processed, 1);
    QCOMPARE(world.subscription(QStringLiteral("sub_2"), QStringLiteral("status")),
             QStringLiteral("active"));
    // Nothing of the failed one is left, and it waits for its next attempt.
    QCOMPARE(world.subscription(QStringLiteral("sub_1"), QStringLiteral("status")), QString());
    QCOMPARE(world.value(QStringLiteral("select count(*) from billing.stripe_objects")),
             QStringLiteral("1"));
    QVERIFY(world.statusOf(QStringLiteral("evt_1")).startsWith(QLatin1String("received: ")));

    QVERIFY(world.database().session().script(
        QStringLiteral("drop trigger refuse on billing.usage_windows")));
    world.clock.advanceSeconds(5);
    QCOMPARE(world.work().processed, 1);
    QCOMPARE(world.subscription(QStringLiteral("sub_1"), QStringLiteral("status")),
             QStringLiteral("active"));
}

void TestProcessor::failsAnEventAfterTheLastAttempt()
{
    WebhookWorld world({.maxAttempts = 2});
    QJsonObject broken = subscription({});
    broken.remove(QStringLiteral("status"));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("could not be applied")));
    world.deliver({eventJson(
        {.id = QStringLiteral("evt_1"), .type = QStringLiteral("customer.subscription.updated")},
        broken)});
    world.clock.advanceSeconds(60);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("could not be applied")));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("failed after 2")));
    QCOMPARE(world.work().failed, 1);
    QCOMPARE(world.statusOf(QStringLiteral("evt_1")),
             QStringLiteral("failed: The event's subscription has no id or no status."));
}

void TestProcessor::failsAtOnceWithoutAPayload()
{
    WebhookWorld world;
    world.receive({subscriptionEvent(QStringLiteral("evt_1"), {})});
    QVERIFY(
        world.companion().execute(QStringLiteral("delete from billing.stripe_webhook_payloads")));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("failed after 1")));
    QCOMPARE(world.work().failed, 1);
    QVERIFY(world.statusOf(QStringLiteral("evt_1"))
                .startsWith(QLatin1String("failed: The event's payload is no longer kept")));
}

void TestProcessor::claimsInTheOrderOfArrival()
{
    WebhookWorld world;
    for (const char *id : {"evt_c", "evt_a", "evt_b"})
        world.receive({eventJson(
            {.id = QString::fromLatin1(id), .type = QStringLiteral("some.unknown")}, {})});
    QCOMPARE(world.work(2).claimed, 2);
    QVERIFY(world.statusOf(QStringLiteral("evt_b")).startsWith(QLatin1String("received")));
}

void TestProcessor::saysWhenItTriesAgain()
{
    WebhookWorld world;
    world.deliver({subscriptionEvent(QStringLiteral("evt_1"), {})}); // no vendor
    const QString wait = world.value(
        QStringLiteral("select extract(epoch from next_attempt_at - ?::timestamptz) * 1000 "
                       "from billing.stripe_webhook_events"),
        {world.clock.now()});
    QVERIFY2(wait.toDouble() >= 4000 && wait.toDouble() <= 5000, qPrintable(wait));
}

// Two lanes together leave nothing, and each event of an object is in the same one.
void TestProcessor::sharesTheQueueByObject()
{
    WebhookWorld world;
    constexpr int objects = 40;
    for (int i = 0; i < 3 * objects; ++i) {
        const QString number = QString::number(i);
        world.receive({eventJson(
            {.id = QStringLiteral("evt_") + number, .type = QStringLiteral("some.unknown")},
            {{QStringLiteral("id"), QStringLiteral("obj_%1").arg(i % objects)}})});
    }
    world.receive({eventJson(
        {.id = QStringLiteral("evt_of_nothing"), .type = QStringLiteral("some.unknown")}, {})});
    const WebhookProcessor processor(world.clock);
    const auto first = processor.processBatch(world.companion(), 1000, {0, 2});
    QVERIFY(first);
    QVERIFY(first->claimed > 0 && first->claimed <= 3 * objects);
    QCOMPARE(world.value(QStringLiteral("select count(*) from (select object_id from "
                                        "billing.stripe_webhook_events group by object_id "
                                        "having count(distinct status) > 1) split")),
             QStringLiteral("0"));
    const auto second = processor.processBatch(world.companion(), 1000, {1, 2});
    QVERIFY(second);
    QVERIFY(second->claimed > 0);
    QCOMPARE(first->claimed + second->claimed, 3 * objects + 1);
}

void TestProcessor::spreadsTheRetriesOfEventsThatFailedTogether()
{
    WebhookWorld world;
    QList<QByteArray> events;
    for (int i = 0; i < 50; ++i)
        events.append(subscriptionEvent(
            QStringLiteral("evt_%1").arg(i),
            {.id = QStringLiteral("sub_%1").arg(i), .customer = QStringLiteral("cus_%1").arg(i)}));
    QCOMPARE(world.deliver(events).retried, 50);
    const auto moments = world.value(QStringLiteral(
        "select count(distinct next_attempt_at) from billing.stripe_webhook_events"));
    QVERIFY2(moments.toInt() > 20, qPrintable(moments));
}

void TestProcessor::tellsHowLongAnEventWasOnItsWay()
{
    WebhookWorld world;
    world.receive({eventJson({.id = QStringLiteral("evt_1"),
                              .type = QStringLiteral("some.unknown"),
                              .created = WebhookWorld::start - 90},
                             {})});
    for (const char *table : {"events", "payloads"})
        QVERIFY(world.database().session().execute(
            QStringLiteral("update billing.stripe_webhook_%1 set received_at = ?")
                .arg(QLatin1String(table)),
            {world.clock.now().addSecs(-60)}));
    const auto outcome = world.work();
    QCOMPARE(outcome.lags.size(), std::size_t(1));
    QCOMPARE(outcome.lags.front().delivery, std::chrono::milliseconds(30'000));
    QCOMPARE(outcome.lags.front().application, std::chrono::seconds(60));
}

void TestProcessor::appliesOnceWithManyProcessors()
{
    WebhookWorld world;
    constexpr int vendors = 10;
    constexpr int versions = 12;
    QList<QByteArray> events;
    for (int vendor = 0; vendor < vendors; ++vendor) {
        const QString customer = QStringLiteral("cus_%1").arg(vendor);
        world.addTrialVendor(QStringLiteral("V%1").arg(vendor), customer);
    }
    for (int version = 0; version < versions; ++version) {
        for (int vendor = 0; vendor < vendors; ++vendor)
            events.append(
                subscriptionEvent(QStringLiteral("evt_%1_%2").arg(vendor).arg(version),
                                  {.id = QStringLiteral("sub_%1").arg(vendor),
                                   .customer = QStringLiteral("cus_%1").arg(vendor),
                                   .price = version % 2 ? QStringLiteral("price_biz_month")
                                                        : QStringLiteral("price_pro_month"),
                                   .amount = version % 2 ? 19900 : 9900},
                                  1790000000 + version));
    }
    world.receive(events);

    constexpr int processors = 4;
    std::array<int, processors> concluded{};
    std::vector<std::thread> threads;
    for (int i = 0; i < processors; ++i) {
        threads.emplace_back([&, i] {
            const auto session = world.database().open(QStringLiteral("orion_companion"));
            const WebhookProcessor processor(world.clock);
            for (;;) {
                const auto outcome = processor.processBatch(*session, 7);
                if (!outcome || outcome->claimed == 0)
                    return;
                concluded[i] += outcome->processed + outcome->superseded;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    // One may have found nothing left while the last batches of others were still open.
    while (world.work().claimed > 0) {
    }
    QCOMPARE(std::accumulate(concluded.begin(), concluded.end(), 0), vendors * versions);
    QCOMPARE(world.value(QStringLiteral("select count(*) from billing.stripe_webhook_events "
                                        "where attempts <> 1")),
             QStringLiteral("0"));
    QCOMPARE(
        world.value(QStringLiteral("select string_agg(distinct concat_ws(' ', status, code), ',') "
                                   "from billing.vendor_subscriptions s join "
                                   "billing.subscription_tiers t on t.id = s.tier_id")),
        QStringLiteral("active business"));
    // Each recorded change follows from the one before: none was applied twice or half.
    QCOMPARE(world.value(QStringLiteral(
                 "select count(*) from (select old_tier_id, old_mrr_cents, lag(new_tier_id) over w "
                 "as tier, lag(new_mrr_cents) over w as mrr from billing.subscription_changes "
                 "window w as (partition by subscription_id order by id)) c "
                 "where tier is not null and (tier <> old_tier_id or mrr <> old_mrr_cents)")),
             QStringLiteral("0"));
}

void TestProcessor::changesNothingWithoutADatabase()
{
    ManualClock clock(QDateTime::fromSecsSinceEpoch(1790000000, Qt::UTC));
    const auto nowhere = ConnectionSettings::parse(QStringLiteral("host=/nonexistent dbname=x"));
    QVERIFY(nowhere);
    const auto session = Session::closed(*nowhere, QStringLiteral("test"));
    const auto outcome = WebhookProcessor(clock).processBatch(*session, 10);
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::DatabaseUnavailable);
}

QTEST_GUILESS_MAIN(TestProcessor)
#include "test_processor.moc"
