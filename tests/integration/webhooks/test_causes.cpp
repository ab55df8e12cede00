#include "services/webhooks/refresh.h"
#include "tests/integration/webhooks/webhookworld.h"
#include "tests/support/scriptedstripe.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

using namespace Orion;

namespace
{

const QString updated = QStringLiteral("customer.subscription.updated");
const QString created = QStringLiteral("customer.subscription.created");
const QString deleted = QStringLiteral("customer.subscription.deleted");

const QString causeSql = QStringLiteral(
    "select concat_ws(' ', cause, actor, event_id) from billing.subscription_changes "
    "order by id desc limit 1");

// An operation as it stands in the database; gives its id.
QString addOperation(WebhookWorld &world, const QString &kind, const QString &key,
                     const QString &path, const QString &state = QStringLiteral("succeeded"))
{
    return world.value(
        QStringLiteral("insert into billing.stripe_operations (kind, vendor_id, idempotency_key, "
                       "method, path, body, state, actor) "
                       "select ?, id, ?, 'POST', ?, '', ?, 'vendor:ACME' from billing.vendors "
                       "returning operation_id"),
        {kind, key, path, state});
}

QByteArray withKey(const QByteArray &event, const QString &key)
{
    QJsonObject envelope = QJsonDocument::fromJson(event).object();
    envelope.insert(QStringLiteral("request"),
                    QJsonObject{{QStringLiteral("id"), QStringLiteral("req_1")},
                                {QStringLiteral("idempotency_key"), key}});
    return QJsonDocument(envelope).toJson(QJsonDocument::Compact);
}

TestStripe::SubscriptionSpec ended(const QString &reason)
{
    TestStripe::SubscriptionSpec spec{.status = QStringLiteral("canceled")};
    spec.fields.insert(QStringLiteral("cancellation_details"),
                       QJsonObject{{QStringLiteral("reason"), reason}});
    return spec;
}

QByteArray customerEvent(const QString &id, const QJsonValue &method, qint64 at)
{
    const QJsonObject customer{{QStringLiteral("id"), QStringLiteral("cus_1")},
                               {QStringLiteral("object"), QStringLiteral("customer")},
                               {QStringLiteral("invoice_settings"),
                                QJsonObject{{QStringLiteral("default_payment_method"), method}}}};
    return TestStripe::eventJson(
        {.id = id, .type = QStringLiteral("customer.updated"), .created = at}, customer);
}

} // namespace

// Who stands in subscription_changes, and what else events tell about our own operations.
class TestCauses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesTheOperationWhoseRequestItWas();
    void namesTheCheckoutThatMadeTheSubscription();
    void doesNotTakeOldMetadataForTheCause();
    void namesTheCancellationThatAskedForTheEnd_data();
    void namesTheCancellationThatAskedForTheEnd();
    void namesWhatWasDoneWhenStripeHadToBeAsked();
    void marksCheckoutsCompletedAndExpired();
    void keepsWhetherTheCustomerHasAPaymentMethod();
};

void TestCauses::namesTheOperationWhoseRequestItWas()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({TestStripe::subscriptionEvent(QStringLiteral("evt_1"), created, {})});
    QCOMPARE(world.value(causeSql), QString(created + QStringLiteral(" stripe evt_1")));
    addOperation(world, QStringLiteral("subscription.upgrade"), QStringLiteral("key-1"),
                 QStringLiteral("/v1/subscriptions/sub_1"), QStringLiteral("pending"));
    const TestStripe::SubscriptionSpec dearer{.price = QStringLiteral("price_biz_month"),
                                              .amount = 19900};
    world.deliver({withKey(
        TestStripe::subscriptionEvent(QStringLiteral("evt_2"), updated, dearer, 1790000010),
        QStringLiteral("key-1"))});
    QCOMPARE(world.value(causeSql), QStringLiteral("subscription.upgrade vendor:ACME evt_2"));
    // Somebody else's key, such as the dashboard's.
    world.deliver(
        {withKey(TestStripe::subscriptionEvent(QStringLiteral("evt_3"), updated, {}, 1790000020),
                 QStringLiteral("key-of-the-dashboard"))});
    QCOMPARE(world.value(causeSql), QString(updated + QStringLiteral(" stripe evt_3")));
}

void TestCauses::namesTheCheckoutThatMadeTheSubscription()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    const QString operation =
        addOperation(world, QStringLiteral("checkout.create"), QStringLiteral("key-1"),
                     QStringLiteral("/v1/checkout/sessions"));
    const QJsonObject metadata{{QStringLiteral("kind"), QStringLiteral("base")},
                               {QStringLiteral("operation_id"), operation}};
    world.deliver(
        {TestStripe::subscriptionEvent(QStringLiteral("evt_1"), created, {.metadata = metadata})});
    QCOMPARE(world.value(causeSql), QStringLiteral("checkout.create vendor:ACME evt_1"));

    // The same through the session, where a local trial is tied to the subscription.
    WebhookWorld other;
    other.addTrialVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    const QString again =
        addOperation(other, QStringLiteral("checkout.create"), QStringLiteral("key-1"),
                     QStringLiteral("/v1/checkout/sessions"));
    other.deliver({TestStripe::eventJson(
        {.id = QStringLiteral("evt_1"), .type = QStringLiteral("checkout.session.completed")},
        TestStripe::checkoutSession({.metadata = {{QStringLiteral("kind"), QStringLiteral("base")},
                                                  {QStringLiteral("operation_id"), again}}}))});
    QCOMPARE(other.value(causeSql), QStringLiteral("checkout.create vendor:ACME evt_1"));
}

void TestCauses::doesNotTakeOldMetadataForTheCause()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    const QString operation =
        addOperation(world, QStringLiteral("checkout.create"), QStringLiteral("key-1"),
                     QStringLiteral("/v1/checkout/sessions"));
    const QJsonObject metadata{{QStringLiteral("operation_id"), operation}};
    world.deliver(
        {TestStripe::subscriptionEvent(QStringLiteral("evt_1"), created, {.metadata = metadata}),
         TestStripe::subscriptionEvent(QStringLiteral("evt_2"), updated,
                                       {.status = QStringLiteral("past_due"), .metadata = metadata},
                                       1790000010)});
    QCOMPARE(world.value(causeSql), QString(updated + QStringLiteral(" stripe evt_2")));
}

void TestCauses::namesTheCancellationThatAskedForTheEnd_data()
{
    QTest::addColumn<QStringList>("operations");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("cause");
    const QString requested = QStringLiteral("cancellation_requested");
    const QString byVendor = QStringLiteral(" vendor:ACME");
    QTest::newRow("now") << QStringList{"subscription.cancel_now"} << requested
                         << "subscription.cancel_now vendor:ACME";
    QTest::newRow("at the period's end")
        << QStringList{"subscription.cancel_at_period_end"} << requested
        << "subscription.cancel_at_period_end vendor:ACME";
    QTest::newRow("taken back, then in the portal")
        << QStringList{"subscription.cancel_at_period_end", "subscription.reactivate"} << requested
        << "customer.subscription.deleted stripe";
    QTest::newRow("for want of payment")
        << QStringList{"subscription.cancel_at_period_end"} << "payment_failed"
        << "customer.subscription.deleted stripe";
    QTest::newRow("by nobody of ours")
        << QStringList() << requested << "customer.subscription.deleted stripe";
}

void TestCauses::namesTheCancellationThatAskedForTheEnd()
{
    QFETCH(QStringList, operations);
    QFETCH(QString, reason);
    QFETCH(QString, cause);
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({TestStripe::subscriptionEvent(QStringLiteral("evt_1"), created, {})});
    for (const QString &kind : operations)
        addOperation(world, kind, kind, QStringLiteral("/v1/subscriptions/sub_1"));
    // Of another subscription of the vendor's.
    addOperation(world, QStringLiteral("subscription.cancel_now"), QStringLiteral("other"),
                 QStringLiteral("/v1/subscriptions/sub_0"));
    world.deliver({TestStripe::subscriptionEvent(QStringLiteral("evt_2"), deleted, ended(reason),
                                                 1790000010)});
    QCOMPARE(world.value(causeSql), QString(cause + QStringLiteral(" evt_2")));
}

// Two changes of one second, whose events' ids tell the wrong order.
void TestCauses::namesWhatWasDoneWhenStripeHadToBeAsked()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    const qint64 second = 1790000010;
    const TestStripe::SubscriptionSpec dearer{.price = QStringLiteral("price_biz_month"),
                                              .amount = 19900};
    world.deliver({TestStripe::subscriptionEvent(QStringLiteral("evt_0"), created, {}),
                   TestStripe::subscriptionEvent(QStringLiteral("evt_9"), updated, {}, second)});
    world.deliver(
        {TestStripe::subscriptionEvent(QStringLiteral("evt_1"), updated, dearer, second)});
    addOperation(world, QStringLiteral("subscription.upgrade"), QStringLiteral("key-1"),
                 QStringLiteral("/v1/subscriptions/sub_1"));
    ScriptedStripe stripe;
    stripe.answer(TestStripe::subscription(dearer));
    const auto outcome = refreshObjects(world.companion(), stripe, world.clock, 10);
    QVERIFY(outcome);
    QCOMPARE(outcome->refreshed, 1);
    QCOMPARE(world.value(causeSql).section(u' ', 0, 1),
             QStringLiteral("subscription.upgrade vendor:ACME"));
}

void TestCauses::marksCheckoutsCompletedAndExpired()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.addVendor(QStringLiteral("OTHER"), QStringLiteral("cus_2"));
    world.value(
        QStringLiteral("insert into billing.checkout_sessions (stripe_session_id, vendor_id, "
                       "tier_id, stripe_price_id) select case vendor_code when 'ACME' then "
                       "'cs_1' else 'cs_2' end, v.id, t.id, 'price_pro_month' "
                       "from billing.vendors v, billing.subscription_tiers t "
                       "where t.code = 'professional'"));
    QJsonObject expired = TestStripe::checkoutSession({.id = QStringLiteral("cs_2")});
    expired.insert(QStringLiteral("status"), QStringLiteral("expired"));
    const auto event = [](const char *id, const char *type, const QJsonObject &object) {
        return TestStripe::eventJson(
            {.id = QString::fromLatin1(id), .type = QString::fromLatin1(type)}, object);
    };
    world.deliver({event("evt_1", "checkout.session.completed", TestStripe::checkoutSession({})),
                   event("evt_2", "checkout.session.expired", expired),
                   event("evt_3", "checkout.session.expired",
                         TestStripe::checkoutSession({.id = QStringLiteral("cs_of_an_addon")}))});
    QCOMPARE(
        world.value(QStringLiteral("select string_agg(concat_ws(' ', stripe_session_id, state, "
                                   "stripe_subscription_id), ', ' order by stripe_session_id) "
                                   "from billing.checkout_sessions")),
        QStringLiteral("cs_1 completed sub_1, cs_2 expired"));
    for (const char *id : {"evt_1", "evt_2", "evt_3"})
        QCOMPARE(world.statusOf(QString::fromLatin1(id)), QStringLiteral("processed"));
}

void TestCauses::keepsWhetherTheCustomerHasAPaymentMethod()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    TestStripe::SubscriptionSpec without;
    without.fields.insert(QStringLiteral("default_payment_method"), QJsonValue());
    const auto has = [&] {
        return world.subscription(QStringLiteral("sub_1"), QStringLiteral("has_payment_method"));
    };
    world.deliver({TestStripe::subscriptionEvent(QStringLiteral("evt_1"), created, without)});
    QCOMPARE(has(), QStringLiteral("f"));
    world.deliver({customerEvent(QStringLiteral("evt_2"), QStringLiteral("pm_1"), 1790000020)});
    QCOMPARE(has(), QStringLiteral("t"));
    // What the subscription's own events say does not take the customer's away, nor does a late
    // one.
    world.deliver(
        {TestStripe::subscriptionEvent(QStringLiteral("evt_3"), updated, without, 1790000030),
         customerEvent(QStringLiteral("evt_4"), QJsonValue::Null, 1790000010)});
    QCOMPARE(has(), QStringLiteral("t"));
    QCOMPARE(world.statusOf(QStringLiteral("evt_4")).section(u':', 0, 0),
             QStringLiteral("superseded"));
    world.deliver({customerEvent(QStringLiteral("evt_5"), QJsonValue::Null, 1790000040)});
    QCOMPARE(has(), QStringLiteral("f"));
    // Its own method stays when the customer's goes.
    world.deliver({TestStripe::subscriptionEvent(QStringLiteral("evt_6"), updated, {}, 1790000050),
                   customerEvent(QStringLiteral("evt_7"), QJsonValue::Null, 1790000060)});
    QCOMPARE(has(), QStringLiteral("t"));
}

QTEST_GUILESS_MAIN(TestCauses)
#include "test_causes.moc"
