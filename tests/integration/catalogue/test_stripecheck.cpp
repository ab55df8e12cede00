#include <QJsonArray>
#include <QTest>

#include <utility>

#include "tests/integration/catalogue/cataloguefixture.h"

using namespace Orion;
using Sandbox::Kind;

// Every difference between the database and Stripe is found, and nothing else.
class TestStripeCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_fixture.reset(); }

    void findsNoneAfterTheSetup();
    void findsWhatDiffersOnPricesAndProducts_data();
    void findsWhatDiffersOnPricesAndProducts();
    void findsWhatIsMissingAtStripe();
    void findsAPriceThatTheDatabaseDoesNotKnow();
    void findsAMissingEndpoint();
    void findsNoneAmongMatchingSubscriptions();
    void findsWhatDiffersOnASubscription_data();
    void findsWhatDiffersOnASubscription();
    void findsWhatDiffersOnAnAddon();
    void countsACancelledOneThatWasCleanedUpAsTheSame();
    void findsSubscriptionsThatOnlyOneSideHas();
    void findsTwoLiveSubscriptionsOfAVendor();
    void readsEveryPageAndNestedItems();
    void needsNoMoreThanTheRightsOfOps();

private:
    QJsonObject subscribe(const QString &vendor, const QString &lookupKey,
                          const QString &kind = QStringLiteral("base"));
    void addVendor(const QString &code, const QString &customer);
    void addRow(const QString &vendor, const QJsonObject &subscription);
    QString price(const QString &lookupKey);
    void sql(const QString &text, const QVariantList &arguments = {})
    {
        const auto done = m_fixture->db.session().execute(text, arguments);
        QVERIFY2(done, qUtf8Printable(done ? QString() : done.error().detail));
    }
    static QString id(const QJsonObject &object)
    {
        return object.value(QLatin1String("id")).toString();
    }

    std::unique_ptr<CatalogueFixture> m_fixture;
};

void TestStripeCheck::init()
{
    m_fixture = std::make_unique<CatalogueFixture>();
    const auto made = m_fixture->setUp();
    QVERIFY2(made, qUtf8Printable(made ? QString() : made.error().message));
}

QString TestStripeCheck::price(const QString &lookupKey)
{
    for (const QJsonObject &price : m_fixture->stripe.all(Kind::Price)) {
        if (price.value(QLatin1String("lookup_key")).toString() == lookupKey)
            return id(price);
    }
    return {};
}

void TestStripeCheck::addVendor(const QString &code, const QString &customer)
{
    sql(QStringLiteral("insert into billing.vendors (vendor_code, name, email, stripe_customer_id) "
                       "values (?, 'A vendor', 'a@example.com', ?) on conflict do nothing"),
        {code, customer});
}

// A paying customer with a subscription to one price, as Checkout makes it.
QJsonObject TestStripeCheck::subscribe(const QString &vendor, const QString &lookupKey,
                                       const QString &kind)
{
    SandboxStripe &stripe = m_fixture->stripe;
    const QString customer =
        id(stripe.post(QStringLiteral("/v1/customers"),
                       StripeForm().add(QStringLiteral("email"), QStringLiteral("a@b.test"))));
    const QJsonObject method =
        stripe.post(QStringLiteral("/v1/payment_methods/pm_card_visa/attach"),
                    StripeForm().add(QStringLiteral("customer"), customer));
    return stripe.post(QStringLiteral("/v1/subscriptions"),
                       StripeForm()
                           .add(QStringLiteral("customer"), customer)
                           .add(QStringLiteral("items[0][price]"), price(lookupKey))
                           .add(QStringLiteral("default_payment_method"), id(method))
                           .add(QStringLiteral("metadata[kind]"), kind)
                           .add(QStringLiteral("metadata[vendor_code]"), vendor));
}

// The vendor's row as the webhook writes it.
void TestStripeCheck::addRow(const QString &vendor, const QJsonObject &object)
{
    const StripeSubscription read = readSubscription(object);
    addVendor(vendor, read.customerId);
    const StripeSubscriptionItem &item = read.items.front();
    sql(QStringLiteral(
            "insert into billing.vendor_subscriptions (vendor_id, tier_id, status, "
            "stripe_customer_id, stripe_subscription_id, stripe_status, stripe_price_id, "
            "period_start, period_end) select v.id, p.tier_id, 'active', ?, ?, ?, ?, ?, ? from "
            "billing.vendors v, billing.tier_prices p where vendor_code = ? and p.stripe_price_id "
            "= ?"),
        {read.customerId, read.id, read.status, item.priceId, item.periodStart, item.periodEnd,
         vendor, item.priceId});
}

void TestStripeCheck::findsNoneAfterTheSetup()
{
    QCOMPARE(m_fixture->check(), QStringList());
}

void TestStripeCheck::findsWhatDiffersOnPricesAndProducts_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("found");
    const QString tier = QStringLiteral("where code = 'essential'");
    QTest::newRow("amount") << QStringLiteral("update billing.addon_prices set amount_cents = 501 "
                                              "where amount_cents = 500")
                            << QStringLiteral("(add-on email_5): amount is 501 eur in the "
                                              "database, 500 eur at Stripe.");
    QTest::newRow("currency") << QStringLiteral("update billing.addon_prices set currency = 'usd' "
                                                "where amount_cents = 500")
                              << QStringLiteral("amount is 500 usd in the database, 500 eur");
    QTest::newRow("interval") << QStringLiteral("update billing.addon_prices set interval = "
                                                "'year' where amount_cents = 500")
                              << QStringLiteral("interval is year in the database, month at");
    QTest::newRow("active") << QStringLiteral("update billing.addon_prices set active = false "
                                              "where amount_cents = 500")
                            << QStringLiteral("state is archived in the database, active at");
    QTest::newRow("name") << QStringLiteral("update billing.subscription_tiers set name = 'Big' ") +
                                 tier
                          << QStringLiteral("name is Big in the database, Essential at Stripe.");
    QTest::newRow("on sale") << QStringLiteral("update billing.subscription_tiers set is_active = "
                                               "false ") +
                                    tier
                             << QStringLiteral("state is archived in the database, active");
    QTest::newRow("no price yet")
        << QStringLiteral("update billing.subscription_tiers set stripe_price_annual_id = null ") +
               tier
        << QStringLiteral("price orion_essential_year (tier essential) is not at Stripe.");
}

void TestStripeCheck::findsWhatDiffersOnPricesAndProducts()
{
    QFETCH(QString, change);
    QFETCH(QString, found);
    sql(change);
    const QStringList differences = m_fixture->check();
    QCOMPARE(differences.size(), 1);
    QVERIFY2(differences.front().contains(found), qUtf8Printable(differences.front()));
}

void TestStripeCheck::findsWhatIsMissingAtStripe()
{
    sql(QStringLiteral("update billing.subscription_tiers set stripe_product_id = 'prod_gone' "
                       "where code = 'essential'"));
    sql(QStringLiteral("update billing.addon_prices set stripe_price_id = 'price_gone' where "
                       "amount_cents = 500"));
    const QString all = m_fixture->check().join(u'\n');
    QVERIFY2(all.contains(QLatin1String("product prod_gone (tier essential): id is prod_gone")),
             qUtf8Printable(all));
    QVERIFY2(all.contains(QLatin1String("price price_gone (add-on email_5) is not at Stripe.")),
             qUtf8Printable(all));
}

void TestStripeCheck::findsAPriceThatTheDatabaseDoesNotKnow()
{
    const QString product = m_fixture->value(QStringLiteral(
        "select stripe_product_id from billing.addon_products where code = 'email_5'"));
    m_fixture->stripe.post(
        QStringLiteral("/v1/prices"),
        StripeForm()
            .add(QStringLiteral("product"), product)
            .add(QStringLiteral("currency"), QStringLiteral("eur"))
            .add(QStringLiteral("unit_amount"), qint64(700))
            .add(QStringLiteral("recurring[interval]"), QStringLiteral("month"))
            .add(QStringLiteral("metadata[kind]"), QStringLiteral("addon"))
            .add(QStringLiteral("metadata[addon_code]"), QStringLiteral("email_5")));
    const QStringList differences = m_fixture->check();
    QCOMPARE(differences.size(), 1);
    QVERIFY2(differences.front().endsWith(
                 QStringLiteral("(add-on email_5) is not in the database: 7.00 EUR a month.")),
             qUtf8Printable(differences.front()));
}

void TestStripeCheck::findsAMissingEndpoint()
{
    const QString endpoint = id(m_fixture->stripe.all(Kind::WebhookEndpoint).front());
    StripeCall removal;
    removal.method = "DELETE";
    removal.path = QStringLiteral("/v1/webhook_endpoints/") + endpoint;
    QVERIFY(m_fixture->stripe.call(removal));
    const QStringList differences = m_fixture->check();
    QCOMPARE(differences.size(), 1);
    QVERIFY(differences.front().startsWith(QLatin1String("webhook endpoint https://billing.")));
}

void TestStripeCheck::findsNoneAmongMatchingSubscriptions()
{
    addRow(QStringLiteral("ACME"),
           subscribe(QStringLiteral("ACME"), QStringLiteral("orion_professional_month")));
    QCOMPARE(m_fixture->check(), QStringList());
}

void TestStripeCheck::findsWhatDiffersOnASubscription_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("found");
    QTest::newRow("status") << "status = 'paused'"
                            << "status is paused in the database, active at Stripe.";
    QTest::newRow("Stripe's status") << "stripe_status = 'trialing'"
                                     << "Stripe's status is trialing in the database";
    QTest::newRow("tier") << "tier_id = (select id from billing.subscription_tiers where code = "
                             "'business')"
                          << "tier is business in the database, another";
    QTest::newRow("price") << "stripe_price_id = 'price_x'"
                           << "price is price_x in the database, price_";
    QTest::newRow("flagged price") << "price_unknown = true"
                                   << "tier is professional in the database";
    QTest::newRow("period") << "period_end = period_end + interval '1 second'"
                            << "period end is 2026-12-01T12:00:01Z in the database, "
                               "2026-12-01T12:00:00Z at Stripe.";
    QTest::newRow("cancellation") << "cancel_at = period_end"
                                  << "cancellation is 2026-12-01T12:00:00Z in the database, "
                                     "nothing at Stripe.";
    QTest::newRow("customer") << "stripe_customer_id = 'cus_x'"
                              << "customer is cus_x in the database, cus_";
}

void TestStripeCheck::findsWhatDiffersOnASubscription()
{
    QFETCH(QString, change);
    QFETCH(QString, found);
    addRow(QStringLiteral("ACME"),
           subscribe(QStringLiteral("ACME"), QStringLiteral("orion_professional_month")));
    sql(QStringLiteral("update billing.vendor_subscriptions set ") + change);
    const QStringList differences = m_fixture->check();
    QVERIFY2(differences.size() == 1 && differences.front().contains(found) &&
                 differences.front().contains(QLatin1String("(vendor ACME)")),
             qUtf8Printable(differences.join(u'\n')));
}

void TestStripeCheck::findsWhatDiffersOnAnAddon()
{
    const StripeSubscription read = readSubscription(
        subscribe(QStringLiteral("ACME"), QStringLiteral("orion_addon_email_5_month"),
                  QStringLiteral("addon")));
    addVendor(QStringLiteral("ACME"), read.customerId);
    sql(QStringLiteral("insert into billing.vendor_addons (vendor_id, addon_id, status, "
                       "stripe_subscription_id, stripe_status, period_start, period_end) select "
                       "v.id, a.id, 'active', ?, 'active', ?, ? from billing.vendors v, "
                       "billing.addon_products a where a.code = 'email_5'"),
        {read.id, read.items.front().periodStart, read.items.front().periodEnd});
    QCOMPARE(m_fixture->check(), QStringList());
    sql(QStringLiteral("update billing.vendor_addons set quantity = 3, addon_id = (select id from "
                       "billing.addon_products where code = 'email_10')"));
    const QString all = m_fixture->check().join(u'\n');
    QVERIFY2(all.contains(QLatin1String("quantity is 3 in the database, 1 at Stripe.")),
             qUtf8Printable(all));
    QVERIFY2(all.contains(QLatin1String("add-on is email_10 in the database, another")),
             qUtf8Printable(all));
}

void TestStripeCheck::countsACancelledOneThatWasCleanedUpAsTheSame()
{
    const QJsonObject subscription =
        subscribe(QStringLiteral("ACME"), QStringLiteral("orion_professional_month"));
    addRow(QStringLiteral("ACME"), subscription);
    StripeCall cancellation;
    cancellation.method = "DELETE";
    cancellation.path = QStringLiteral("/v1/subscriptions/") + id(subscription);
    QVERIFY(m_fixture->stripe.call(cancellation));
    QCOMPARE(m_fixture->check().size(), 2); // both statuses
    sql(QStringLiteral("update billing.vendor_subscriptions set status = 'expired', "
                       "stripe_status = 'canceled', ended_at = now()"));
    QCOMPARE(m_fixture->check(), QStringList());
}

void TestStripeCheck::findsSubscriptionsThatOnlyOneSideHas()
{
    const QJsonObject subscription =
        subscribe(QStringLiteral("ACME"), QStringLiteral("orion_professional_month"));
    addRow(QStringLiteral("ACME"), subscription);
    sql(QStringLiteral("update billing.vendor_subscriptions set stripe_subscription_id = "
                       "'sub_ours'"));
    const QStringList differences = m_fixture->check();
    QCOMPARE(differences.size(), 2);
    QCOMPARE(differences.front(),
             QStringLiteral("subscription %1 (vendor ACME) is not in the database: active.")
                 .arg(id(subscription)));
    QCOMPARE(differences.back(),
             QStringLiteral("subscription sub_ours (vendor ACME) is not at Stripe."));
}

void TestStripeCheck::findsTwoLiveSubscriptionsOfAVendor()
{
    const QJsonObject first =
        subscribe(QStringLiteral("ACME"), QStringLiteral("orion_professional_month"));
    const QJsonObject second =
        subscribe(QStringLiteral("ACME"), QStringLiteral("orion_business_month"));
    subscribe(QStringLiteral("ACME"), QStringLiteral("orion_addon_email_5_month"),
              QStringLiteral("addon")); // pays nothing double
    addRow(QStringLiteral("ACME"), first);
    const QString all = m_fixture->check().join(u'\n');
    QVERIFY2(all.contains(QLatin1String("base subscription (vendor ACME) is live more than once")),
             qUtf8Printable(all));
    QVERIFY(all.contains(id(first)) && all.contains(id(second)));
    QCOMPARE(all.count(QLatin1String("is not in the database")), 2);
}

void TestStripeCheck::readsEveryPageAndNestedItems()
{
    for (int i = 0; i < 205; ++i) {
        const QString vendor = QStringLiteral("V%1").arg(i);
        addRow(vendor, subscribe(vendor, QStringLiteral("orion_professional_month")));
    }
    // Stripe cuts the items of one subscription off; the rest is at an address of its own.
    const QString cut = m_fixture->value(
        QStringLiteral("select max(stripe_subscription_id) from billing.vendor_subscriptions"));
    int asked = 0;
    m_fixture->stripe.instead =
        [&](const StripeCall &call) -> std::optional<StripeResult<StripeAnswer>> {
        if (call.path == QLatin1String("/v1/subscription_items")) {
            ++asked;
            const QJsonObject whole = m_fixture->stripe.get(QStringLiteral("/v1/subscriptions/") +
                                                            call.parameters.pairs().front().second);
            return StripeAnswer{.object = whole.value(QLatin1String("items")).toObject(),
                                .requestId = {}};
        }
        if (call.path != QLatin1String("/v1/subscriptions"))
            return std::nullopt;
        const auto interposed = std::exchange(m_fixture->stripe.instead, nullptr);
        auto answer = m_fixture->stripe.call(call);
        m_fixture->stripe.instead = interposed;
        QJsonArray page = answer->object.value(QLatin1String("data")).toArray();
        for (QJsonValueRef one : page) {
            QJsonObject object = one.toObject();
            if (id(object) == cut)
                object.insert(
                    QStringLiteral("items"),
                    QJsonObject{{QStringLiteral("data"),
                                 QJsonArray{QJsonObject{
                                     {QStringLiteral("id"), QStringLiteral("si_other")}}}},
                                {QStringLiteral("has_more"), true},
                                {QStringLiteral("url"),
                                 QStringLiteral("/v1/subscription_items?subscription=") + cut}});
            one = object;
        }
        answer->object.insert(QStringLiteral("data"), page);
        return answer;
    };
    m_fixture->stripe.calls.clear();
    QCOMPARE(m_fixture->check(), QStringList());
    const auto pages = std::ranges::count(m_fixture->stripe.calls,
                                          QStringLiteral("/v1/subscriptions"), &StripeCall::path);
    QCOMPARE(pages, 6); // each counted by the interposed call and by the real one
    QCOMPARE(asked, 1);
    for (const StripeCall &call : m_fixture->stripe.calls) {
        if (call.path != QLatin1String("/v1/subscriptions"))
            continue;
        QCOMPARE(call.priority, StripePriority::Background);
        QCOMPARE(call.parameters.pairs().front().second, QStringLiteral("all"));
    }
}

void TestStripeCheck::needsNoMoreThanTheRightsOfOps()
{
    const auto ops = m_fixture->db.open(QStringLiteral("orion_ops"));
    StripeCheckOptions options;
    const auto checked = checkStripe(*ops, m_fixture->stripe, options, [](const Difference &) {});
    QVERIFY2(checked, qUtf8Printable(checked ? QString() : checked.error().detail));
    QCOMPARE(checked->sellables, 9);
    QCOMPARE(m_fixture->value(QStringLiteral("select count(*) from billing.audit_log where "
                                             "actor <> 'cli:tester'")),
             QStringLiteral("0"));
}

QTEST_GUILESS_MAIN(TestStripeCheck)
#include "test_stripecheck.moc"
