#include "tests/integration/life/liveworld.h"

#include <QJsonArray>
#include <QUrlQuery>
#include <QtTest>

using namespace Orion;

namespace
{

constexpr int patience = 20'000; // ms; for the webhooks to come round

QUrlQuery payment()
{
    return {{QStringLiteral("outcome"), QStringLiteral("pay")},
            {QStringLiteral("card"), QStringLiteral("pm_card_visa")}};
}

QJsonObject emails(int quantity)
{
    return {{QStringLiteral("addon_code"), QStringLiteral("email_5")},
            {QStringLiteral("quantity"), quantity}};
}

// What `stripe setup` does, for the one add-on of these tests.
void sellEmails(LiveWorld &world)
{
    const JsonReply product = world.stripePost(QStringLiteral("/v1/products"),
                                               {{QStringLiteral("name"), QStringLiteral("Email")}});
    const JsonReply price =
        world.stripePost(QStringLiteral("/v1/prices"),
                         {{QStringLiteral("product"), product.text_("id")},
                          {QStringLiteral("currency"), QStringLiteral("eur")},
                          {QStringLiteral("unit_amount"), QStringLiteral("500")},
                          {QStringLiteral("recurring[interval]"), QStringLiteral("month")},
                          {QStringLiteral("tax_behavior"), QStringLiteral("exclusive")}});
    world.value(
        QStringLiteral("with sold as (update billing.addon_products set stripe_price_id = "
                       "? where code = 'email_5' returning id, stripe_price_id) insert into "
                       "billing.addon_prices (stripe_price_id, addon_id, interval, "
                       "amount_cents, currency) select stripe_price_id, id, 'month', 500, "
                       "'eur' from sold returning addon_id"),
        {price.text_("id")});
}

QJsonArray listed(const JsonReply &reply, const char *member)
{
    return reply.body.value(QLatin1String(member)).toArray();
}

QJsonObject onlyAddon(LiveWorld &world)
{
    const QJsonArray addons = listed(world.get(QStringLiteral("my-addons")), "addons");
    return addons.size() == 1 ? addons.first().toObject() : QJsonObject();
}

int quantityOf(LiveWorld &world)
{
    return onlyAddon(world).value(QLatin1String("quantity")).toInt();
}

} // namespace

// Add-ons and invoices through the real API, companion, sandbox, hosted page and webhooks.
class TestAddonLife : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isBoughtChangedAndCancelled();
    void refusesWhatCannotBe_data();
    void refusesWhatCannotBe();
};

void TestAddonLife::isBoughtChangedAndCancelled()
{
    LiveWorld world;
    sellEmails(world);
    QCOMPARE(listed(world.get(QStringLiteral("addons")), "addons").size(), 5);
    const JsonReply nothing = world.get(QStringLiteral("upcoming-invoice"));
    QCOMPARE(nothing.status, 200);
    QVERIFY(nothing.body.value(QLatin1String("amount_due_cents")).isNull());
    const QString base = world.standing();

    const JsonReply checkout = world.post(QStringLiteral("addons/purchase"), emails(2));
    QVERIFY2(checkout.status == 200, checkout.text.constData());
    QCOMPARE(onlyAddon(world), QJsonObject());
    QCOMPARE(world.press(checkout.text_("checkout_url"), payment()), 303);
    QTRY_COMPARE_WITH_TIMEOUT(quantityOf(world), 2, patience);
    const QJsonObject bought = onlyAddon(world);
    QCOMPARE(bought.value(QLatin1String("status")).toString(), QStringLiteral("active"));
    const QString one = QStringLiteral("addons/%1").arg(bought.value(QLatin1String("id")).toInt());

    const JsonReply more = world.send("PATCH", one, {{QStringLiteral("quantity"), 3}});
    QVERIFY2(more.status == 200, more.text.constData());
    QCOMPARE(more.body.value(QLatin1String("quantity")).toInt(), 3);
    QTRY_COMPARE_WITH_TIMEOUT(quantityOf(world), 3, patience);

    // Two invoices by now: the purchase, and the third address.
    QTRY_COMPARE_WITH_TIMEOUT(listed(world.get(QStringLiteral("invoices")), "invoices").size(), 2,
                              patience);
    const JsonReply first = world.get(QStringLiteral("invoices?limit=1"));
    const JsonReply second =
        world.get(QStringLiteral("invoices?limit=1&cursor=") + first.text_("next_cursor"));
    QCOMPARE(listed(second, "invoices").size(), 1);
    QVERIFY(listed(first, "invoices") != listed(second, "invoices"));
    QVERIFY(second.body.value(QLatin1String("next_cursor")).isNull());
    QCOMPARE(listed(second, "invoices").first().toObject().value(QLatin1String("total_cents")),
             QJsonValue(1000));

    const JsonReply ending = world.send("DELETE", one);
    QVERIFY2(ending.status == 200, ending.text.constData());
    QCOMPARE(ending.body.value(QLatin1String("cancel_at")),
             ending.body.value(QLatin1String("period_end")));
    QTRY_VERIFY_WITH_TIMEOUT(!onlyAddon(world).value(QLatin1String("cancel_at")).isNull(),
                             patience);
    QCOMPARE(world.standing(), base);
}

void TestAddonLife::refusesWhatCannotBe_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("resource");
    QTest::addColumn<QJsonObject>("body");
    QTest::addColumn<int>("status");
    const QString purchase = QStringLiteral("addons/purchase");
    QTest::newRow("unknown add-on")
        << QByteArray("POST") << purchase
        << QJsonObject{{QStringLiteral("addon_code"), QStringLiteral("rocket")}} << 404;
    QTest::newRow("domain without a name")
        << QByteArray("POST") << purchase
        << QJsonObject{{QStringLiteral("addon_code"), QStringLiteral("domain")}} << 400;
    QTest::newRow("no price") << QByteArray("POST") << purchase << emails(1) << 400;
    QTest::newRow("too many") << QByteArray("POST") << purchase << emails(101) << 400;
    QTest::newRow("not one's own")
        << QByteArray("DELETE") << QStringLiteral("addons/999") << QJsonObject() << 404;
    QTest::newRow("not a number") << QByteArray("DELETE") << QStringLiteral("addons/one")
                                  << QJsonObject() << 404;
    QTest::newRow("no cursor") << QByteArray("GET") << QStringLiteral("invoices?cursor=!")
                               << QJsonObject() << 400;
    QTest::newRow("no limit") << QByteArray("GET") << QStringLiteral("invoices?limit=0")
                              << QJsonObject() << 400;
}

void TestAddonLife::refusesWhatCannotBe()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, resource);
    QFETCH(QJsonObject, body);
    QFETCH(int, status);
    static LiveWorld world;
    const JsonReply refused = world.send(method, resource, body);
    QVERIFY2(refused.status == status, refused.text.constData());
    QVERIFY(!refused.code().isEmpty());
}

QTEST_GUILESS_MAIN(TestAddonLife)
#include "test_addonlife.moc"
