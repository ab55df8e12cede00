#include "tests/integration/webhooks/webhookworld.h"

#include <QTest>

#include <algorithm>
#include <numeric>

using namespace Orion;
using namespace Orion::TestStripe;

Q_DECLARE_METATYPE(Shape)

namespace
{

QByteArray subscriptionEvent(const char *id, const char *what, const SubscriptionSpec &spec,
                             qint64 at, Shape shape = Shape::New)
{
    const QString type = QStringLiteral("customer.subscription.") + QString::fromLatin1(what);
    return eventJson({.id = QString::fromLatin1(id), .type = type, .created = at},
                     subscription(spec, shape), shape);
}

// The life of one subscription that follows a local trial, with every event at its own second or
// all at the same one; in that case the ids run against the time.
QList<QByteArray> life(Shape shape, bool sameSecond)
{
    const auto at = [&](int second) { return 1790000000 + (sameSecond ? 0 : second); };
    const SubscriptionSpec over{.status = QStringLiteral("canceled"),
                                .price = QStringLiteral("price_biz_month"),
                                .amount = 19900,
                                .fields = {{QStringLiteral("ended_at"), 1790000009}}};
    return {
        subscriptionEvent("evt_4", "created", {.status = QStringLiteral("trialing")}, at(0), shape),
        subscriptionEvent("evt_3", "updated",
                          {.price = QStringLiteral("price_biz_month"), .amount = 19900}, at(1),
                          shape),
        subscriptionEvent("evt_2", "deleted", over, at(2), shape)};
}

// Everything about the vendor's subscriptions but what the database itself numbers and dates.
QString endState(WebhookWorld &world)
{
    return world.value(QStringLiteral(
        "select concat((select string_agg((to_jsonb(s) - 'id' - 'vendor_id' - 'created_at' - "
        "'updated_at')::text, ' ') from billing.vendor_subscriptions s), "
        "(select string_agg((to_jsonb(o) - 'updated_at')::text, ' ' order by object_id) "
        "from billing.stripe_objects o), "
        "(select string_agg(stripe_customer_id, ' ') from billing.vendors))"));
}

void permutations()
{
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<bool>("sameSecond");
    QTest::addColumn<bool>("oneBatch");
    QTest::addColumn<bool>("localTrial");
    QTest::newRow("one by one") << Shape::New << false << false << true;
    QTest::newRow("in one batch") << Shape::New << false << true << true;
    QTest::newRow("without a trial before") << Shape::New << false << false << false;
    QTest::newRow("old shape, one second") << Shape::Old << true << false << true;
}

} // namespace

class TestEventOrder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reachesTheSameStateInEveryOrder_data() { permutations(); }
    void reachesTheSameStateInEveryOrder();
    void letsTheHigherIdWinWithinASecond_data();
    void letsTheHigherIdWinWithinASecond();
    void changesNothingTheSecondTime();
    void replaysAProcessedEventWithoutHarm();
    void replaysASupersededEventWithoutEffect();
    void waitsForTheCheckoutThatWasOvertaken();
    void failsAnEventWhoseVendorNeverComes();
    void givesAReplayedEventAnotherChance();
};

void TestEventOrder::reachesTheSameStateInEveryOrder()
{
    QFETCH(Shape, shape);
    QFETCH(bool, sameSecond);
    QFETCH(bool, oneBatch);
    QFETCH(bool, localTrial);
    const QList<QByteArray> events = life(shape, sameSecond);
    std::array<int, 3> order{0, 1, 2};
    QString first;
    do {
        WebhookWorld world;
        if (localTrial)
            world.addTrialVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
        else
            world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
        for (const int index : order) {
            world.receive({events.at(index)}); // one by one, so that they arrive in this order
            if (!oneBatch)
                world.work();
        }
        if (oneBatch)
            QCOMPARE(world.work().claimed, 3);
        const QString state = endState(world);
        if (first.isEmpty())
            first = state;
        QCOMPARE(state, first);
        QCOMPARE(world.subscription(QStringLiteral("sub_1"), QStringLiteral("status, code")),
                 QStringLiteral("cancelled business"));
        QCOMPARE(world.value(QStringLiteral("select count(*) from billing.vendor_subscriptions")),
                 QStringLiteral("1"));
    } while (std::next_permutation(order.begin(), order.end()));
}

void TestEventOrder::letsTheHigherIdWinWithinASecond_data()
{
    QTest::addColumn<bool>("higherFirst");
    QTest::newRow("the higher arrives first") << true;
    QTest::newRow("the higher arrives last") << false;
}

void TestEventOrder::letsTheHigherIdWinWithinASecond()
{
    QFETCH(bool, higherFirst);
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    QList<QByteArray> events{
        subscriptionEvent("evt_B", "updated", {.price = QStringLiteral("price_biz_month")},
                          1790000000),
        subscriptionEvent("evt_a", "updated", {.price = QStringLiteral("price_ess_month")},
                          1790000000)};
    if (higherFirst)
        std::swap(events[0], events[1]);
    world.deliver({events[0]});
    world.deliver({events[1]});
    QCOMPARE(world.subscription(QStringLiteral("sub_1"), QStringLiteral("code")),
             QStringLiteral("essential"));
    // Only a guess: the object waits for a look at Stripe.
    QCOMPARE(world.value(QStringLiteral("select refresh_requested_at is not null "
                                        "from billing.stripe_objects")),
             QStringLiteral("true"));
}

void TestEventOrder::changesNothingTheSecondTime()
{
    WebhookWorld world;
    world.addTrialVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    const QByteArray once = subscriptionEvent("evt_1", "created", {}, 1790000000);
    world.deliver({once});
    const QString before = endState(world);
    QCOMPARE(world.deliver({once}).claimed, 0);
    QCOMPARE(endState(world), before);
}

void TestEventOrder::replaysAProcessedEventWithoutHarm()
{
    WebhookWorld world;
    world.addTrialVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({subscriptionEvent("evt_1", "created", {}, 1790000000)});
    const QString rowSql = QStringLiteral("select s::text from billing.vendor_subscriptions s");
    const QString before = world.value(rowSql);
    QVERIFY(world.companion().execute(
        QStringLiteral("update billing.stripe_webhook_events set status = 'received'")));
    QCOMPARE(world.work().processed, 1);
    QCOMPARE(world.value(rowSql), before);
    QCOMPARE(world.value(QStringLiteral("select count(*) from billing.subscription_changes")),
             QStringLiteral("1"));
}

void TestEventOrder::replaysASupersededEventWithoutEffect()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({subscriptionEvent("evt_2", "updated", {}, 1790000100)});
    const auto late = world.deliver({subscriptionEvent(
        "evt_1", "created", {.status = QStringLiteral("incomplete")}, 1790000000)});
    QCOMPARE(late.superseded, 1);
    QVERIFY(world.companion().execute(QStringLiteral(
        "update billing.stripe_webhook_events set status = 'received' where event_id = 'evt_1'")));
    QCOMPARE(world.work().superseded, 1);
    QCOMPARE(world.subscription(QStringLiteral("sub_1"), QStringLiteral("status")),
             QStringLiteral("active"));
}

void TestEventOrder::waitsForTheCheckoutThatWasOvertaken()
{
    WebhookWorld world;
    world.addTrialVendor(QStringLiteral("ACME"));
    auto outcome = world.deliver({subscriptionEvent("evt_1", "created", {}, 1790000000)});
    QCOMPARE(outcome.retried, 1);
    QVERIFY(
        world.statusOf(QStringLiteral("evt_1")).startsWith(QLatin1String("received: No vendor")));
    QCOMPARE(world.work().claimed, 0); // it waits for its time

    outcome = world.deliver({eventJson(
        {.id = QStringLiteral("evt_2"), .type = QStringLiteral("checkout.session.completed")},
        checkoutSession({.clientReference = QStringLiteral("ACME")}))});
    QCOMPARE(outcome.processed, 1);
    world.clock.advanceSeconds(5);
    QCOMPARE(world.work().processed, 1);
    QCOMPARE(world.subscription(QStringLiteral("sub_1"), QStringLiteral("status, code")),
             QStringLiteral("active professional"));
    QCOMPARE(world.statusOf(QStringLiteral("evt_1")), QStringLiteral("processed"));
}

void TestEventOrder::failsAnEventWhoseVendorNeverComes()
{
    WebhookWorld world(
        {.maxAttempts = 4,
         .backoff = {.first = std::chrono::seconds(10), .longest = std::chrono::seconds(15)}});
    world.deliver({subscriptionEvent("evt_1", "created", {}, 1790000000)});
    const auto due = [&world] { // seconds from now
        return world
            .value(QStringLiteral("select extract(epoch from next_attempt_at) - %1 "
                                  "from billing.stripe_webhook_events")
                       .arg(world.clock.now().toSecsSinceEpoch()))
            .toDouble();
    };
    const double first = due();
    QVERIFY2(first >= 8 && first <= 10, qPrintable(QString::number(first)));
    world.clock.advanceSeconds(7);
    QCOMPARE(world.work().claimed, 0);
    world.clock.advanceSeconds(3);
    QCOMPARE(world.work().retried, 1);
    const double second = due(); // doubled, but not beyond the longest
    QVERIFY2(second >= 12 && second <= 15, qPrintable(QString::number(second)));
    world.clock.advanceSeconds(15);
    QCOMPARE(world.work().retried, 1);
    world.clock.advanceSeconds(15);
    QCOMPARE(world.work().failed, 1);
    QVERIFY(world.statusOf(QStringLiteral("evt_1")).startsWith(QLatin1String("failed: No vendor")));
    world.clock.advanceSeconds(100000);
    QCOMPARE(world.work().claimed, 0);
}

void TestEventOrder::givesAReplayedEventAnotherChance()
{
    WebhookWorld world({.maxAttempts = 1});
    QCOMPARE(world.deliver({subscriptionEvent("evt_1", "created", {}, 1790000000)}).failed, 1);
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    QVERIFY(world.companion().execute(QStringLiteral(
        "update billing.stripe_webhook_events set status = 'received', attempts = 0")));
    QCOMPARE(world.work().processed, 1);
}

QTEST_GUILESS_MAIN(TestEventOrder)
#include "test_eventorder.moc"
