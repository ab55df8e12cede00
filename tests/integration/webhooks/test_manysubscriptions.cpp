#include "tests/integration/webhooks/everyorder.h"

#include <QTest>

using namespace Orion;
using namespace Orion::TestStripe;

namespace
{

const QString created = QStringLiteral("customer.subscription.created");
const QString deleted = QStringLiteral("customer.subscription.deleted");
const QString liveRows =
    QStringLiteral("select count(*) from billing.vendor_subscriptions where status in "
                   "('trial', 'active', 'past_due', 'paused', 'incomplete')");
const QString allRows = QStringLiteral("select count(*) from billing.vendor_subscriptions");

} // namespace

class TestManySubscriptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void neverLetsAnAddonTouchTheBase();
    void knowsAnAddonByItsPrice();
    void leavesANewSubscriptionAloneWhenAnOldOneEnds();
    void flagsASecondLiveSubscription();
    void letsALateEndMakeRoomForTheNext();
    void showsTheOneThatEndedLast_data();
    void showsTheOneThatEndedLast();
};

void TestManySubscriptions::neverLetsAnAddonTouchTheBase()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({subscriptionEvent(QStringLiteral("evt_1"), created, {})});
    const QString rowSql = QStringLiteral("select s::text from billing.vendor_subscriptions s");
    const QString before = world.value(rowSql);
    const SubscriptionSpec addon{
        .id = QStringLiteral("sub_addon"),
        .price = QStringLiteral("price_domain"),
        .amount = 1500,
        .interval = QStringLiteral("year"),
        .metadata = {{QStringLiteral("kind"), QStringLiteral("addon")},
                     {QStringLiteral("addon_code"), QStringLiteral("domain")},
                     {QStringLiteral("vendor_code"), QStringLiteral("ACME")},
                     {QStringLiteral("domain_name"), QStringLiteral("acme.example")}}};
    world.deliver({subscriptionEvent(QStringLiteral("evt_2"), created, addon)});
    const QString addonRow = QStringLiteral(
        "select concat_ws(' ', code, a.status, stripe_status, domain_name, quantity, "
        "a.price_cents, extract(epoch from period_end)::bigint) from billing.vendor_addons a "
        "join billing.addon_products p on p.id = a.addon_id");
    QCOMPARE(world.value(addonRow),
             QStringLiteral("domain active active acme.example 1 1500 1792592000"));
    world.deliver({subscriptionEvent(QStringLiteral("evt_3"), deleted, addon, 1790000100)});
    QCOMPARE(world.value(addonRow),
             QStringLiteral("domain cancelled canceled acme.example 1 1500 1792592000"));
    QCOMPARE(world.value(rowSql), before);
    QCOMPARE(world.value(allRows), QStringLiteral("1"));
}

void TestManySubscriptions::knowsAnAddonByItsPrice()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({subscriptionEvent(QStringLiteral("evt_1"), created,
                                     {.price = QStringLiteral("price_email"), .amount = 500})});
    QCOMPARE(world.value(allRows), QStringLiteral("0"));
    QCOMPARE(
        world.value(QStringLiteral("select stripe_subscription_id from billing.vendor_addons")),
        QStringLiteral("sub_1"));
}

void TestManySubscriptions::leavesANewSubscriptionAloneWhenAnOldOneEnds()
{
    const SubscriptionSpec old{.id = QStringLiteral("sub_old"), .created = 1700000000};
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({subscriptionEvent(QStringLiteral("evt_1"), created, {})});
    world.deliver({subscriptionEvent(QStringLiteral("evt_2"), deleted, old, 1790000100)});
    QCOMPARE(world.subscription(QStringLiteral("sub_1"), QStringLiteral("status")),
             QStringLiteral("active"));
    QCOMPARE(world.subscription(QStringLiteral("sub_old"), QStringLiteral("status")),
             QStringLiteral("cancelled"));

    WebhookWorld inTrial;
    inTrial.addTrialVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    inTrial.deliver({subscriptionEvent(QStringLiteral("evt_1"), deleted, old, 1790000100)});
    QCOMPARE(inTrial.value(QStringLiteral("select status from billing.vendor_subscriptions "
                                          "where stripe_subscription_id is null")),
             QStringLiteral("trial"));
}

void TestManySubscriptions::flagsASecondLiveSubscription()
{
    WebhookWorld world({.maxAttempts = 2});
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({subscriptionEvent(QStringLiteral("evt_1"), created, {})});
    const auto outcome = world.deliver(
        {subscriptionEvent(QStringLiteral("evt_2"), created, {.id = QStringLiteral("sub_2")})});
    QCOMPARE(outcome.retried, 1);
    world.clock.advanceSeconds(60);
    QCOMPARE(world.work().failed, 1);
    QVERIFY(world.statusOf(QStringLiteral("evt_2")).contains(QLatin1String("sub_1")));
    QCOMPARE(world.value(allRows), QStringLiteral("1"));
}

void TestManySubscriptions::letsALateEndMakeRoomForTheNext()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({subscriptionEvent(QStringLiteral("evt_1"), created, {})});
    world.deliver({subscriptionEvent(QStringLiteral("evt_2"), created,
                                     {.id = QStringLiteral("sub_2")}, 1790000200)});
    world.deliver({subscriptionEvent(QStringLiteral("evt_3"), deleted, {}, 1790000100)});
    world.clock.advanceSeconds(60);
    QCOMPARE(world.work().processed, 1);
    QCOMPARE(world.subscription(QStringLiteral("sub_2"), QStringLiteral("status")),
             QStringLiteral("active"));
    QCOMPARE(world.subscription(QStringLiteral("sub_1"), QStringLiteral("status")),
             QStringLiteral("cancelled"));
    QCOMPARE(world.value(liveRows), QStringLiteral("1"));
}

void TestManySubscriptions::showsTheOneThatEndedLast_data()
{
    QTest::addColumn<bool>("oneBatch");
    QTest::newRow("one by one") << false;
    QTest::newRow("in one batch") << true;
}

void TestManySubscriptions::showsTheOneThatEndedLast()
{
    QFETCH(bool, oneBatch);
    QList<QByteArray> events;
    for (const qint64 began : {qint64(1780000000), qint64(1785000000)}) {
        const bool isFirst = began == 1780000000;
        SubscriptionSpec spec{.id = ofVendor(isFirst ? "sub_a_" : "sub_b_"),
                              .customer = ofVendor("cus_"),
                              .created = began,
                              .periodStart = began};
        events.append(
            subscriptionEvent(ofVendor(isFirst ? "evt_1" : "evt_2"), created, spec, began));
        spec.status = QStringLiteral("canceled");
        spec.fields = {{QStringLiteral("ended_at"), began + 1000}};
        events.append(
            subscriptionEvent(ofVendor(isFirst ? "evt_3" : "evt_4"), deleted, spec, began + 1000));
    }
    const Lives lives = everyOrder(events);
    WebhookWorld world;
    addVendorsWithCustomers(world, lives.size());
    QVERIFY(tell(world, lives, oneBatch).startsWith(QLatin1String("processed")));
    QCOMPARE(world.value(QStringLiteral("select count(*) from billing.vendor_subscriptions "
                                        "where is_current")),
             QStringLiteral("24"));
    QCOMPARE(world.value(QStringLiteral("select count(*) from billing.vendor_subscriptions "
                                        "where is_current and stripe_subscription_id like "
                                        "'sub_b_%' and status = 'cancelled'")),
             QStringLiteral("24"));
}

QTEST_GUILESS_MAIN(TestManySubscriptions)
#include "test_manysubscriptions.moc"
