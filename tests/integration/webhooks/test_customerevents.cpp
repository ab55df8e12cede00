#include "tests/integration/webhooks/everyorder.h"

#include <QTest>

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
    void inEveryOrderTheVendorEndsWithoutACustomer_data();
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

void TestCustomerEvents::inEveryOrderTheVendorEndsWithoutACustomer_data()
{
    QTest::addColumn<bool>("oneBatch");
    QTest::newRow("one by one") << false;
    QTest::newRow("in one batch") << true;
}

void TestCustomerEvents::inEveryOrderTheVendorEndsWithoutACustomer()
{
    QFETCH(bool, oneBatch);
    const QString customer = ofVendor("cus_");
    const QString sub = ofVendor("sub_");
    const QJsonObject metadata{{QStringLiteral("vendor_code"), vendorMark}};
    const QList<QByteArray> events{
        eventJson({.id = ofVendor("evt_1"),
                   .type = QStringLiteral("checkout.session.completed"),
                   .created = second},
                  checkoutSession({.id = ofVendor("cs_"),
                                   .customer = customer,
                                   .subscription = sub,
                                   .clientReference = vendorMark})),
        TestStripe::subscriptionEvent(
            ofVendor("evt_2"), QStringLiteral("customer.subscription.created"),
            {.id = sub, .customer = customer, .metadata = metadata}, second),
        customerEvent(ofVendor("evt_3"), "updated", second + 5, customer),
        TestStripe::subscriptionEvent(
            ofVendor("evt_4"), QStringLiteral("customer.subscription.deleted"),
            {.id = sub, .customer = customer, .status = QStringLiteral("canceled")}, second + 9),
        customerEvent(ofVendor("evt_5"), "deleted", second + 9, customer)};
    const Lives lives = everyOrder(events);
    WebhookWorld world;
    addVendorsInTrial(world, lives.size());
    QCOMPARE(tell(world, lives, oneBatch), QStringLiteral("processed superseded"));
    QCOMPARE(world.value(QStringLiteral("select count(*) from billing.vendors "
                                        "where stripe_customer_id is null")),
             QString::number(lives.size()));
    QCOMPARE(world.value(QStringLiteral("select string_agg(distinct status, ' ') "
                                        "from billing.vendor_subscriptions")),
             QStringLiteral("cancelled"));
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
