#include "tests/integration/webhooks/webhookworld.h"

#include <QTest>

using namespace Orion;
using namespace Orion::TestStripe;

namespace
{

const QString created = QStringLiteral("customer.subscription.created");
const QString deleted = QStringLiteral("customer.subscription.deleted");
const QString allRows = QStringLiteral("select count(*) from billing.vendor_subscriptions");

QByteArray completed(const SessionSpec &spec, const QString &id = QStringLiteral("evt_cs"),
                     const QString &type = QStringLiteral("checkout.session.completed"))
{
    return eventJson({.id = id, .type = type}, checkoutSession(spec));
}

QJsonObject vendorCode(const char *code)
{
    return {{QStringLiteral("vendor_code"), QString::fromLatin1(code)}};
}

} // namespace

class TestCheckoutEvents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resolvesTheVendor_data();
    void resolvesTheVendor();
    void tiesACheckoutToTheTrial_data();
    void tiesACheckoutToTheTrial();
    void aTrialThatWasCancelledGoesOn();
    void waitsForAnUnpaidCheckout();
    void ignoresACheckoutOfAnotherKind();
    void leavesASubscriptionAloneThatCheckoutTellsLate();
    void remembersThatASlowDebitFailed_data();
    void remembersThatASlowDebitFailed();
};

void TestCheckoutEvents::resolvesTheVendor_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::newRow("by customer") << subscriptionEvent(QStringLiteral("evt_1"), created, {});
    QTest::newRow("by metadata") << subscriptionEvent(
        QStringLiteral("evt_1"), created,
        {.customer = QStringLiteral("cus_new"), .metadata = vendorCode("ACME")});
    QTest::newRow("by customer before metadata")
        << subscriptionEvent(QStringLiteral("evt_1"), created, {.metadata = vendorCode("OTHER")});
}

void TestCheckoutEvents::resolvesTheVendor()
{
    QFETCH(QByteArray, payload);
    WebhookWorld world;
    world.addVendor(QStringLiteral("OTHER"));
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    QCOMPARE(world.deliver({payload}).processed, 1);
    QCOMPARE(
        world
            .value(QStringLiteral(
                "select vendor_code || ' ' || v.stripe_customer_id from billing.vendors v "
                "join billing.vendor_subscriptions s on s.vendor_id = v.id and "
                "s.stripe_customer_id = v.stripe_customer_id join billing.stripe_webhook_events e "
                "on e.vendor_id = v.id"))
            .left(4),
        QStringLiteral("ACME"));
}

void TestCheckoutEvents::tiesACheckoutToTheTrial_data()
{
    QTest::addColumn<QString>("paymentStatus");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("status");
    QTest::newRow("paid") << "paid"
                          << "checkout.session.completed"
                          << "active active";
    QTest::newRow("a trial") << "no_payment_required"
                             << "checkout.session.completed"
                             << "trial trialing";
    QTest::newRow("a slow debit that arrived") << "paid"
                                               << "checkout.session.async_payment_succeeded"
                                               << "active active";
}

void TestCheckoutEvents::tiesACheckoutToTheTrial()
{
    QFETCH(QString, paymentStatus);
    QFETCH(QString, type);
    QFETCH(QString, status);
    WebhookWorld world;
    world.addTrialVendor(QStringLiteral("ACME"));
    world.deliver(
        {completed({.paymentStatus = paymentStatus, .clientReference = QStringLiteral("ACME")},
                   QStringLiteral("evt_cs"), type)});
    QCOMPARE(world.subscription(QStringLiteral("sub_1"),
                                QStringLiteral("status, stripe_status, code, stripe_customer_id")),
             status + QStringLiteral(" essential cus_1"));
    QCOMPARE(world.value(QStringLiteral("select stripe_customer_id from billing.vendors")),
             QStringLiteral("cus_1"));
    world.deliver({subscriptionEvent(QStringLiteral("evt_1"), created, {})});
    QCOMPARE(world.subscription(QStringLiteral("sub_1"), QStringLiteral("status, code")),
             QStringLiteral("active professional"));
    QCOMPARE(world.value(allRows), QStringLiteral("1"));
}

void TestCheckoutEvents::aTrialThatWasCancelledGoesOn()
{
    WebhookWorld world;
    world.addTrialVendor(QStringLiteral("ACME"));
    world.value(QStringLiteral("update billing.vendor_subscriptions set cancel_at = trial_ends_at, "
                               "cancel_reason = 'No use' returning id"));
    world.deliver({completed({.clientReference = QStringLiteral("ACME")})});
    QCOMPARE(world.subscription(QStringLiteral("sub_1"),
                                QStringLiteral("status, cancel_at, cancel_reason")),
             QStringLiteral("active"));
}

void TestCheckoutEvents::waitsForAnUnpaidCheckout()
{
    WebhookWorld world;
    world.addTrialVendor(QStringLiteral("ACME"));
    world.deliver({completed(
        {.paymentStatus = QStringLiteral("unpaid"), .clientReference = QStringLiteral("ACME")})});
    QVERIFY(world.statusOf(QStringLiteral("evt_cs")).startsWith(QLatin1String("processed")));
    QCOMPARE(world.value(QStringLiteral("select status || coalesce(stripe_subscription_id, '-') "
                                        "from billing.vendor_subscriptions")),
             QStringLiteral("trial-"));
}

void TestCheckoutEvents::ignoresACheckoutOfAnotherKind()
{
    WebhookWorld world;
    QJsonObject object = checkoutSession({});
    object.insert(QStringLiteral("mode"), QStringLiteral("payment"));
    const auto outcome = world.deliver({eventJson(
        {.id = QStringLiteral("evt_1"), .type = QStringLiteral("checkout.session.completed")},
        object)});
    QCOMPARE(outcome.ignored, 1);
}

void TestCheckoutEvents::leavesASubscriptionAloneThatCheckoutTellsLate()
{
    WebhookWorld world;
    world.addTrialVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({subscriptionEvent(QStringLiteral("evt_1"), created, {}),
                   subscriptionEvent(QStringLiteral("evt_2"), deleted, {}, 1790000100),
                   completed({.clientReference = QStringLiteral("ACME")})});
    QCOMPARE(world.subscription(QStringLiteral("sub_1"), QStringLiteral("status")),
             QStringLiteral("cancelled"));
    QCOMPARE(world.value(allRows), QStringLiteral("1"));
}

void TestCheckoutEvents::remembersThatASlowDebitFailed_data()
{
    QTest::addColumn<bool>("completedFirst");
    QTest::newRow("in order") << true;
    QTest::newRow("told before the completion") << false;
}

void TestCheckoutEvents::remembersThatASlowDebitFailed()
{
    QFETCH(bool, completedFirst);
    WebhookWorld world;
    const qint64 vendor = world.addTrialVendor(QStringLiteral("ACME"));
    QVERIFY(world.companion().execute(
        QStringLiteral("insert into billing.checkout_sessions (stripe_session_id, vendor_id, "
                       "tier_id, stripe_price_id) select 'cs_1', ?, id, 'price_ess_month' "
                       "from billing.subscription_tiers where code = 'essential'"),
        {vendor}));
    const SessionSpec unpaid{.paymentStatus = QStringLiteral("unpaid"),
                             .clientReference = QStringLiteral("ACME")};
    QList<QByteArray> events{completed(unpaid),
                             completed(unpaid, QStringLiteral("evt_failed"),
                                       QStringLiteral("checkout.session.async_payment_failed"))};
    if (!completedFirst)
        std::swap(events[0], events[1]);
    for (const QByteArray &event : events)
        QCOMPARE(world.deliver({event}).processed, 1);
    QCOMPARE(world.value(QStringLiteral("select state || ' ' || stripe_subscription_id "
                                        "from billing.checkout_sessions")),
             QStringLiteral("unpaid sub_1"));
}

QTEST_GUILESS_MAIN(TestCheckoutEvents)
#include "test_checkoutevents.moc"
