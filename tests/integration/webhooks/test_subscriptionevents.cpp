#include "tests/integration/webhooks/webhookworld.h"

#include <QJsonArray>
#include <QTest>

using namespace Orion;
using namespace Orion::TestStripe;

Q_DECLARE_METATYPE(Shape)

namespace
{

const QString created = QStringLiteral("customer.subscription.created");
const QString updated = QStringLiteral("customer.subscription.updated");
const QString deleted = QStringLiteral("customer.subscription.deleted");

const QString allRows = QStringLiteral("select count(*) from billing.vendor_subscriptions");

void bothShapes()
{
    QTest::addColumn<Shape>("shape");
    QTest::newRow("before 2025-03-31") << Shape::Old;
    QTest::newRow("since 2025-03-31") << Shape::New;
}

} // namespace

class TestSubscriptionEvents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsASubscriptionThroughItsLife_data() { bothShapes(); }
    void followsASubscriptionThroughItsLife();
    void takesOverTheLocalTrial();
    void keepsTheTrialUntilTheFirstPayment();
    void setsOurStatusFromStripes_data();
    void setsOurStatusFromStripes();
    void remembersSinceWhenItIsPastDue();
    void schedulesACancellation();
    void keepsTheTierOfAnUnknownPrice();
    void findsTheTierItemAmongOthers();
    void recordsMrrMovements();
    void opensAnOrderWindowWithThePeriod();
};

void TestSubscriptionEvents::followsASubscriptionThroughItsLife()
{
    QFETCH(Shape, shape);
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    const QString columns = QStringLiteral(
        "code, status, stripe_status, is_annual, stripe_price_id, price_cents, price_unknown, "
        "extract(epoch from period_start)::bigint, extract(epoch from period_end)::bigint, "
        "stripe_item_id, has_payment_method");
    auto outcome =
        world.deliver({subscriptionEvent(QStringLiteral("evt_1"), created, {}, 1790000000, shape)});
    QCOMPARE(outcome.processed, 1);
    QVERIFY(outcome.topics.contains(Topic::Vendors) && outcome.topics.contains(Topic::Webhooks));
    QCOMPARE(world.subscription(QStringLiteral("sub_1"), columns),
             QStringLiteral("professional active active f price_pro_month 9900 f 1790000000 "
                            "1792592000 si_sub_1 t"));

    world.deliver({subscriptionEvent(QStringLiteral("evt_2"), updated,
                                     {.price = QStringLiteral("price_pro_year"),
                                      .amount = 99000,
                                      .interval = QStringLiteral("year"),
                                      .periodEnd = 1821536000},
                                     1790000100, shape)});
    QCOMPARE(world.subscription(QStringLiteral("sub_1"), columns),
             QStringLiteral("professional active active t price_pro_year 99000 f 1790000000 "
                            "1821536000 si_sub_1 t"));

    world.deliver({subscriptionEvent(QStringLiteral("evt_3"), deleted,
                                     {.status = QStringLiteral("canceled"),
                                      .fields = {{QStringLiteral("ended_at"), 1790000200}}},
                                     1790000200, shape)});
    QCOMPARE(world.subscription(QStringLiteral("sub_1"),
                                QStringLiteral("status, extract(epoch from ended_at)::bigint")),
             QStringLiteral("cancelled 1790000200"));
    QCOMPARE(world.value(QStringLiteral("select deleted from billing.stripe_objects")),
             QStringLiteral("true"));
    QCOMPARE(world.value(allRows), QStringLiteral("1"));
}

void TestSubscriptionEvents::takesOverTheLocalTrial()
{
    WebhookWorld world;
    world.addTrialVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    const QString row = world.value(QStringLiteral("select id from billing.vendor_subscriptions"));
    world.deliver({subscriptionEvent(QStringLiteral("evt_1"), created,
                                     {.status = QStringLiteral("trialing"),
                                      .fields = {{QStringLiteral("trial_end"), 1791000000}}})});
    QCOMPARE(world.value(allRows), QStringLiteral("1"));
    QCOMPARE(world.subscription(QStringLiteral("sub_1"),
                                QStringLiteral("s.id, status, code, "
                                               "extract(epoch from trial_ends_at)::bigint")),
             row + QStringLiteral(" trial professional 1791000000"));
    QCOMPARE(world.value(QStringLiteral(
                 "select concat_ws(' ', old_status, new_status, old_mrr_cents, new_mrr_cents, "
                 "cause, actor, event_id) from billing.subscription_changes")),
             QStringLiteral("trial trial 0 0 customer.subscription.created stripe evt_1"));
}

void TestSubscriptionEvents::keepsTheTrialUntilTheFirstPayment()
{
    WebhookWorld world;
    world.addTrialVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({subscriptionEvent(QStringLiteral("evt_1"), created,
                                     {.status = QStringLiteral("incomplete")})});
    QVERIFY(world.statusOf(QStringLiteral("evt_1")).startsWith(QLatin1String("processed")));
    QCOMPARE(world.value(QStringLiteral("select status || coalesce(stripe_subscription_id, '-') "
                                        "from billing.vendor_subscriptions")),
             QStringLiteral("trial-"));
    world.deliver({subscriptionEvent(QStringLiteral("evt_2"), updated, {}, 1790000060)});
    QCOMPARE(world.subscription(QStringLiteral("sub_1"), QStringLiteral("status")),
             QStringLiteral("active"));
    QCOMPARE(world.value(allRows), QStringLiteral("1"));
}

void TestSubscriptionEvents::setsOurStatusFromStripes_data()
{
    QTest::addColumn<QString>("stripes");
    QTest::addColumn<bool>("collectionPaused");
    QTest::addColumn<QString>("ours");
    QTest::newRow("trialing") << "trialing" << false << "trial trialing";
    QTest::newRow("past due") << "past_due" << false << "past_due past_due";
    QTest::newRow("unpaid") << "unpaid" << false << "past_due unpaid";
    QTest::newRow("incomplete") << "incomplete" << false << "incomplete incomplete";
    QTest::newRow("expired") << "incomplete_expired" << false << "expired incomplete_expired";
    QTest::newRow("paused") << "paused" << false << "paused paused";
    QTest::newRow("collection paused") << "active" << true << "paused active";
    QTest::newRow("a new word of Stripe's") << "hibernating" << false << "active hibernating";
}

void TestSubscriptionEvents::setsOurStatusFromStripes()
{
    QFETCH(QString, stripes);
    QFETCH(bool, collectionPaused);
    QFETCH(QString, ours);
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    QJsonObject fields;
    if (collectionPaused)
        fields.insert(QStringLiteral("pause_collection"),
                      QJsonObject{{QStringLiteral("behavior"), QStringLiteral("void")}});
    world.deliver({subscriptionEvent(QStringLiteral("evt_1"), created, {}),
                   subscriptionEvent(QStringLiteral("evt_2"), updated,
                                     {.status = stripes, .fields = fields}, 1790000100)});
    QCOMPARE(world.subscription(QStringLiteral("sub_1"), QStringLiteral("status, stripe_status")),
             ours);
}

void TestSubscriptionEvents::remembersSinceWhenItIsPastDue()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    const SubscriptionSpec due{.status = QStringLiteral("past_due")};
    const QString since = QStringLiteral("extract(epoch from past_due_since)::bigint");
    world.deliver({subscriptionEvent(QStringLiteral("evt_1"), created, {}),
                   subscriptionEvent(QStringLiteral("evt_2"), updated, due, 1790000100)});
    world.deliver({subscriptionEvent(QStringLiteral("evt_3"), updated, due, 1790000200)});
    QCOMPARE(world.subscription(QStringLiteral("sub_1"), since), QStringLiteral("1790000100"));
    world.deliver({subscriptionEvent(QStringLiteral("evt_4"), updated, {}, 1790000300)});
    QCOMPARE(world.subscription(QStringLiteral("sub_1"), since), QString());
}

void TestSubscriptionEvents::schedulesACancellation()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    const QJsonObject cancelled{
        {QStringLiteral("cancel_at_period_end"), true},
        {QStringLiteral("cancellation_details"),
         QJsonObject{{QStringLiteral("comment"), QStringLiteral("Too dear")}}}};
    const QString columns =
        QStringLiteral("status, extract(epoch from cancel_at)::bigint, cancel_reason");
    world.deliver(
        {subscriptionEvent(QStringLiteral("evt_1"), created, {}),
         subscriptionEvent(QStringLiteral("evt_2"), updated, {.fields = cancelled}, 1790000100)});
    QCOMPARE(world.subscription(QStringLiteral("sub_1"), columns),
             QStringLiteral("active 1792592000 Too dear"));
    world.deliver({subscriptionEvent(QStringLiteral("evt_3"), updated, {}, 1790000200)});
    QCOMPARE(world.subscription(QStringLiteral("sub_1"), columns), QStringLiteral("active"));
}

void TestSubscriptionEvents::keepsTheTierOfAnUnknownPrice()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    const QString columns = QStringLiteral("code, stripe_price_id, price_unknown, price_cents");
    const SubscriptionSpec strange{.price = QStringLiteral("price_strange"), .amount = 12300};
    world.deliver({subscriptionEvent(QStringLiteral("evt_1"), created, {}),
                   subscriptionEvent(QStringLiteral("evt_2"), updated, strange, 1790000100)});
    QCOMPARE(world.subscription(QStringLiteral("sub_1"), columns),
             QStringLiteral("professional price_strange t 12300"));
    world.deliver({subscriptionEvent(QStringLiteral("evt_3"), updated,
                                     {.price = QStringLiteral("price_biz_month"), .amount = 19900},
                                     1790000200)});
    QCOMPARE(world.subscription(QStringLiteral("sub_1"), columns),
             QStringLiteral("business price_biz_month f 19900"));

    world.addVendor(QStringLiteral("NEW"), QStringLiteral("cus_2"));
    SubscriptionSpec unheard = strange;
    unheard.id = QStringLiteral("sub_2");
    unheard.customer = QStringLiteral("cus_2");
    world.deliver({subscriptionEvent(QStringLiteral("evt_4"), created, unheard)});
    QCOMPARE(world.subscription(QStringLiteral("sub_2"), columns),
             QStringLiteral("essential price_strange t 12300"));
}

void TestSubscriptionEvents::findsTheTierItemAmongOthers()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    QJsonObject object = subscription({});
    const QJsonObject other = subscription({.id = QStringLiteral("other"),
                                            .price = QStringLiteral("price_strange"),
                                            .amount = 1,
                                            .periodStart = 5,
                                            .periodEnd = 6});
    QJsonArray items =
        other.value(QLatin1String("items")).toObject().value(QLatin1String("data")).toArray();
    items.append(object.value(QLatin1String("items"))
                     .toObject()
                     .value(QLatin1String("data"))
                     .toArray()
                     .first());
    object.insert(QStringLiteral("items"), QJsonObject{{QStringLiteral("data"), items}});
    world.deliver({eventJson({.id = QStringLiteral("evt_1"), .type = created}, object)});
    QCOMPARE(world.subscription(QStringLiteral("sub_1"),
                                QStringLiteral("code, stripe_item_id, "
                                               "extract(epoch from period_start)::bigint")),
             QStringLiteral("professional si_sub_1 1790000000"));
}

void TestSubscriptionEvents::recordsMrrMovements()
{
    WebhookWorld world;
    world.addTrialVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    const SubscriptionSpec annual{.price = QStringLiteral("price_pro_year"),
                                  .amount = 99000,
                                  .interval = QStringLiteral("year")};
    SubscriptionSpec due = annual;
    due.status = QStringLiteral("past_due");
    SubscriptionSpec over = annual;
    over.status = QStringLiteral("canceled");
    world.deliver({subscriptionEvent(QStringLiteral("evt_1"), created,
                                     {.status = QStringLiteral("trialing")}),
                   subscriptionEvent(QStringLiteral("evt_2"), updated, {}, 1790000100),
                   subscriptionEvent(QStringLiteral("evt_3"), updated, annual, 1790000200),
                   subscriptionEvent(QStringLiteral("evt_4"), updated, due, 1790000300),
                   subscriptionEvent(QStringLiteral("evt_5"), updated, due, 1790000350),
                   subscriptionEvent(QStringLiteral("evt_6"), deleted, over, 1790000400)});
    QCOMPARE(
        world.value(QStringLiteral(
            "select string_agg(concat_ws(' ', event_id, old_status, new_status, old_mrr_cents, "
            "new_mrr_cents), ', ' order by id) from billing.subscription_changes")),
        QStringLiteral("evt_1 trial trial 0 0, evt_2 trial active 0 9900, "
                       "evt_3 active active 9900 8250, evt_4 active past_due 8250 8250, "
                       "evt_6 past_due cancelled 8250 0"));
}

void TestSubscriptionEvents::opensAnOrderWindowWithThePeriod()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    const QString windows = QStringLiteral(
        "select string_agg(extract(epoch from window_start)::bigint || ':' || used, ' ' "
        "order by window_start) from billing.usage_windows");
    world.deliver({subscriptionEvent(QStringLiteral("evt_1"), created, {})});
    QCOMPARE(world.value(windows), QStringLiteral("1790000000:0"));
    QVERIFY(world.companion().execute(QStringLiteral("update billing.usage_windows set used = 7")));
    world.deliver({subscriptionEvent(QStringLiteral("evt_2"), updated,
                                     {.price = QStringLiteral("price_biz_month")}, 1790000100)});
    QCOMPARE(world.value(windows), QStringLiteral("1790000000:7"));
    world.clock.set(QDateTime::fromSecsSinceEpoch(1792592100, Qt::UTC));
    world.deliver(
        {subscriptionEvent(QStringLiteral("evt_3"), updated,
                           {.periodStart = 1792592000, .periodEnd = 1795270400}, 1792592050)});
    QCOMPARE(world.value(windows), QStringLiteral("1790000000:7 1792592000:0"));
}

QTEST_GUILESS_MAIN(TestSubscriptionEvents)
#include "test_subscriptionevents.moc"
