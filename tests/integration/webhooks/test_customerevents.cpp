#include "tests/integration/webhooks/webhookworld.h"

#include <QTest>

#include <algorithm>
#include <array>

using namespace Orion;
using namespace Orion::TestStripe;

namespace
{

constexpr qint64 second = 1790000000;

QByteArray customerEvent(const QString &id, const char *what, qint64 at,
                         const QString &customer = QStringLiteral("cus_1"))
{
    const QJsonObject settings{{QStringLiteral("default_payment_method"), QStringLiteral("pm_1")}};
    const QJsonObject metadata{{QStringLiteral("vendor_code"), QStringLiteral("ACME")}};
    return eventJson(
        {.id = id, .type = QStringLiteral("customer.") + QString::fromLatin1(what), .created = at},
        {{QStringLiteral("id"), customer},
         {QStringLiteral("object"), QStringLiteral("customer")},
         {QStringLiteral("invoice_settings"), settings},
         {QStringLiteral("metadata"), metadata}});
}

QString vendors(WebhookWorld &world)
{
    return world.value(QStringLiteral(
        "select string_agg(concat_ws(' ', vendor_code, coalesce(stripe_customer_id, '-'), "
        "case when has_payment_method then 'pays' end), ', ' order by vendor_code) "
        "from billing.vendors"));
}

} // namespace

class TestCustomerEvents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDeletedCustomerLeavesItsVendorAlone();
    void aDeletedCustomerIsNobodyElses();
    void inEveryOrderTheVendorEndsWithoutACustomer();
    void aNewCustomerIsLinkedAfterwards();
};

void TestCustomerEvents::aDeletedCustomerLeavesItsVendorAlone()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.addVendor(QStringLiteral("OTHER"), QStringLiteral("cus_2"));
    world.deliver({customerEvent(QStringLiteral("evt_1"), "updated", second)});
    QCOMPARE(vendors(world), QStringLiteral("ACME cus_1 pays, OTHER cus_2"));
    const auto outcome =
        world.deliver({customerEvent(QStringLiteral("evt_2"), "deleted", second + 1)});
    QVERIFY(outcome.topics.contains(Topic::Vendors));
    QCOMPARE(vendors(world), QStringLiteral("ACME -, OTHER cus_2"));
}

// The metadata names ACME, but ACME has another customer.
void TestCustomerEvents::aDeletedCustomerIsNobodyElses()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    QCOMPARE(world
                 .deliver({customerEvent(QStringLiteral("evt_1"), "deleted", second,
                                         QStringLiteral("cus_9"))})
                 .processed,
             1);
    QCOMPARE(vendors(world), QStringLiteral("ACME cus_1"));
}

void TestCustomerEvents::inEveryOrderTheVendorEndsWithoutACustomer()
{
    const SubscriptionSpec over{.status = QStringLiteral("canceled"),
                                .fields = {{QStringLiteral("ended_at"), second + 9}}};
    const QList<QByteArray> events{
        eventJson({.id = QStringLiteral("evt_1"),
                   .type = QStringLiteral("checkout.session.completed"),
                   .created = second},
                  checkoutSession({.clientReference = QStringLiteral("ACME")})),
        TestStripe::subscriptionEvent(
            QStringLiteral("evt_2"), QStringLiteral("customer.subscription.created"),
            {.metadata = {{QStringLiteral("vendor_code"), QStringLiteral("ACME")}}}, second),
        customerEvent(QStringLiteral("evt_3"), "updated", second + 5),
        TestStripe::subscriptionEvent(QStringLiteral("evt_4"),
                                      QStringLiteral("customer.subscription.deleted"), over,
                                      second + 9),
        customerEvent(QStringLiteral("evt_5"), "deleted", second + 9)};
    for (const bool oneBatch : {false, true}) {
        std::array<int, 5> order{0, 1, 2, 3, 4};
        do {
            WebhookWorld world;
            world.addTrialVendor(QStringLiteral("ACME"));
            for (const int index : order) {
                world.receive({events.at(index)});
                if (!oneBatch)
                    world.work();
            }
            for (int round = 0; round < 4; ++round) { // what came before its vendor was known
                world.work();
                world.clock.advanceSeconds(3600);
            }
            QCOMPARE(vendors(world), QStringLiteral("ACME -"));
            QCOMPARE(world.subscription(QStringLiteral("sub_1"), QStringLiteral("status")),
                     QStringLiteral("cancelled"));
        } while (std::next_permutation(order.begin(), order.end()));
    }
}

void TestCustomerEvents::aNewCustomerIsLinkedAfterwards()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({customerEvent(QStringLiteral("evt_1"), "deleted", second)});
    world.deliver({eventJson({.id = QStringLiteral("evt_2"),
                              .type = QStringLiteral("checkout.session.completed"),
                              .created = second + 60},
                             checkoutSession({.customer = QStringLiteral("cus_2"),
                                              .clientReference = QStringLiteral("ACME")}))});
    QCOMPARE(vendors(world), QStringLiteral("ACME cus_2"));
}

QTEST_GUILESS_MAIN(TestCustomerEvents)
#include "test_customerevents.moc"
