#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QTest>

#include "services/billing/tierservice.h"
#include "services/webhooks/dispatcher.h"
#include "tests/integration/catalogue/cataloguefixture.h"

using namespace Orion;
using Cut = SandboxStripe::Cut;
using Sandbox::Kind;

// Products, prices and the webhook endpoint, from the tiers and add-ons of a new database.
class TestStripeSetup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesEverythingThatIsSold();
    void writesTheIdsWithAuditAndRevision();
    void doesNothingTheSecondTime();
    void planChangesNothing();
    void replacesAPriceThatWasChanged();
    void takesAFormerPriceIntoUseAgain();
    void usesWhatWasMadeByHand();
    void makesAProductAgainThatIsGone();
    void endsWhereItWasCutOffAndGoesOn_data();
    void endsWhereItWasCutOffAndGoesOn();
    void refusesAnotherAccount();
    void refusesAnotherMode();
    void refusesASecondSetupAtTheSameTime();
    void archivesAProductThatIsNoLongerSold();
    void keepsToTheTaxBehaviourThatWasChosen();

private:
    static QString field(const QJsonObject &object, const char *name)
    {
        return object.value(QLatin1String(name)).toString();
    }
    static QString why(const Result<StripeSetupOutcome> &outcome)
    {
        return outcome ? QString() : outcome.error().message + u' ' + outcome.error().detail;
    }
    static void setPrice(CatalogueFixture &fixture, const QString &code, qint64 monthly)
    {
        const auto tiers = listTiers(*fixture.admin);
        QVERIFY(tiers);
        for (Tier tier : *tiers) {
            if (tier.code != code)
                continue;
            tier.priceMonthlyCents = monthly;
            QVERIFY(saveTier(*fixture.admin, tier, tier.revision, QStringLiteral("alice")));
        }
    }
};

void TestStripeSetup::makesEverythingThatIsSold()
{
    CatalogueFixture fixture;
    const auto outcome = fixture.setUp();
    QVERIFY2(outcome, qUtf8Printable(why(outcome)));
    QCOMPARE(outcome->steps, 8 + 11 + 1); // products, prices, endpoint
    QCOMPARE(outcome->skipped, 1);
    QVERIFY(fixture.lines.contains(QStringLiteral(
        "skip Enterprise (tier enterprise): it has no price and is sold by contact")));
    QVERIFY(fixture.lines.contains(QStringLiteral(
        "create price 49.00 EUR a month, tax exclusive, for tier essential (lookup key "
        "orion_essential_month)")));

    QCOMPARE(fixture.stripe.all(Kind::Product).size(), std::size_t(8));
    const auto prices = fixture.stripe.all(Kind::Price);
    QCOMPARE(prices.size(), std::size_t(11));
    QSet<QString> keys;
    for (const QJsonObject &price : prices) {
        QCOMPARE(field(price, "tax_behavior"), QStringLiteral("exclusive"));
        QCOMPARE(field(price, "currency"), QStringLiteral("eur"));
        keys.insert(field(price, "lookup_key"));
        if (field(price, "lookup_key") == QLatin1String("orion_addon_domain_year")) {
            QCOMPARE(price.value(QLatin1String("unit_amount")).toInt(), 1500);
            QCOMPARE(field(price.value(QLatin1String("recurring")).toObject(), "interval"),
                     QStringLiteral("year"));
        }
    }
    QCOMPARE(keys.size(), 11);

    const auto endpoints = fixture.stripe.all(Kind::WebhookEndpoint);
    QCOMPARE(endpoints.size(), std::size_t(1));
    QCOMPARE(field(endpoints.front(), "url"),
             QStringLiteral("https://billing.example.com/api/v1/webhooks/stripe"));
    QCOMPARE(field(endpoints.front(), "api_version"), QStringLiteral("2026-10-28.endive"));
    QCOMPARE(endpoints.front().value(QLatin1String("enabled_events")).toArray(),
             QJsonArray::fromStringList(handledTypes()));
}

void TestStripeSetup::writesTheIdsWithAuditAndRevision()
{
    CatalogueFixture fixture;
    QVERIFY(fixture.setUp());
    const auto prices = fixture.stripe.all(Kind::Price);
    for (const QJsonObject &price : prices) {
        const QString id = field(price, "id");
        QCOMPARE(fixture.value(
                     QStringLiteral("select count(*) from (select stripe_price_id, active from "
                                    "billing.tier_prices union all select stripe_price_id, active "
                                    "from billing.addon_prices) p where active and "
                                    "stripe_price_id = '%1'")
                         .arg(id)),
                 QStringLiteral("1"));
    }
    QCOMPARE(fixture.value(QStringLiteral(
                 "select count(*) from billing.subscription_tiers where stripe_product_id like "
                 "'prod_%' and stripe_price_monthly_id like 'price_%' and stripe_price_annual_id "
                 "like 'price_%' and revision = 4")),
             QStringLiteral("3"));
    QCOMPARE(fixture.value(QStringLiteral("select count(*) from billing.addon_products where "
                                          "stripe_product_id like 'prod_%' and stripe_price_id "
                                          "like 'price_%' and revision = 3")),
             QStringLiteral("5"));
    QCOMPARE(fixture.value(QStringLiteral(
                 "select string_agg(distinct action || ' ' || n, ', ') from (select action, actor, "
                 "count(*) over (partition by action) n from billing.audit_log) a "
                 "where actor = 'cli:tester'")),
             QStringLiteral("addon.changed 10, tier.changed 9"));
    QCOMPARE(fixture.value(QStringLiteral(
                 "select concat(before->>'stripe_price_id', ' ', (after->>'stripe_price_id') = "
                 "a.stripe_price_id) from billing.audit_log l join billing.addon_products a on "
                 "a.code = l.entity_id where l.entity_id = 'email_5' order by l.id desc limit 1")),
             QStringLiteral(" t"));
}

void TestStripeSetup::doesNothingTheSecondTime()
{
    CatalogueFixture fixture;
    QVERIFY(fixture.setUp());
    const auto again = fixture.setUp();
    QVERIFY(again);
    QCOMPARE(again->steps, 0);
    QCOMPARE(fixture.stripe.writes(), 0);
    QCOMPARE(fixture.check(), QStringList());
}

void TestStripeSetup::planChangesNothing()
{
    CatalogueFixture fixture;
    StripeSetupOptions options = fixture.setupOptions();
    options.dryRun = true;
    const auto plan = fixture.setUp(options);
    QVERIFY(plan);
    QCOMPARE(plan->steps, 20);
    QCOMPARE(fixture.lines.size(), 21);
    QCOMPARE(fixture.stripe.writes(), 0);
    QCOMPARE(fixture.value(QStringLiteral("select count(*) from billing.tier_prices")),
             QStringLiteral("0"));
    QCOMPARE(fixture.value(QStringLiteral("select count(*) from billing.stripe_binding")),
             QStringLiteral("0"));
    QVERIFY(QDir(fixture.folder.path()).isEmpty());
}

void TestStripeSetup::replacesAPriceThatWasChanged()
{
    CatalogueFixture fixture;
    QVERIFY(fixture.setUp());
    const QString former = fixture.value(QStringLiteral(
        "select stripe_price_monthly_id from billing.subscription_tiers where code = 'essential'"));
    setPrice(fixture, QStringLiteral("essential"), 5900);
    const auto outcome = fixture.setUp();
    QVERIFY2(outcome, qUtf8Printable(why(outcome)));
    QCOMPARE(outcome->steps, 2); // a new price, the former one archived

    const QString present = fixture.value(QStringLiteral(
        "select stripe_price_monthly_id from billing.subscription_tiers where code = 'essential'"));
    const QJsonObject now = fixture.stripe.get(QStringLiteral("/v1/prices/") + present);
    const QJsonObject then = fixture.stripe.get(QStringLiteral("/v1/prices/") + former);
    QCOMPARE(now.value(QLatin1String("unit_amount")).toInt(), 5900);
    QCOMPARE(field(now, "lookup_key"), QStringLiteral("orion_essential_month"));
    QVERIFY(now.value(QLatin1String("active")).toBool());
    QVERIFY(then.value(QLatin1String("lookup_key")).isNull());
    QVERIFY(!then.value(QLatin1String("active")).toBool());
    QCOMPARE(fixture.value(QStringLiteral("select string_agg(amount_cents || ' ' || active, ', ' "
                                          "order by amount_cents) from billing.tier_prices p join "
                                          "billing.subscription_tiers t on t.id = p.tier_id where "
                                          "code = 'essential' and interval = 'month'")),
             QStringLiteral("4900 false, 5900 true"));
    QCOMPARE(fixture.check(), QStringList());
}

void TestStripeSetup::takesAFormerPriceIntoUseAgain()
{
    CatalogueFixture fixture;
    QVERIFY(fixture.setUp());
    const QString first = fixture.value(QStringLiteral(
        "select stripe_price_monthly_id from billing.subscription_tiers where code = 'essential'"));
    setPrice(fixture, QStringLiteral("essential"), 5900);
    QVERIFY(fixture.setUp());
    setPrice(fixture, QStringLiteral("essential"), 4900);
    QVERIFY(fixture.setUp());
    QCOMPARE(fixture.value(
                 QStringLiteral("select stripe_price_monthly_id from billing.subscription_tiers "
                                "where code = 'essential'")),
             first);
    QCOMPARE(fixture.stripe.all(Kind::Price).size(), std::size_t(12));
    QCOMPARE(fixture.check(), QStringList());
}

void TestStripeSetup::usesWhatWasMadeByHand()
{
    CatalogueFixture fixture;
    SandboxStripe &stripe = fixture.stripe;
    const QString product =
        field(stripe.post(QStringLiteral("/v1/products"),
                          StripeForm().add(QStringLiteral("name"), QStringLiteral("Starter"))),
              "id");
    const QString price =
        field(stripe.post(QStringLiteral("/v1/prices"),
                          StripeForm()
                              .add(QStringLiteral("product"), product)
                              .add(QStringLiteral("currency"), QStringLiteral("eur"))
                              .add(QStringLiteral("unit_amount"), qint64(4900))
                              .add(QStringLiteral("recurring[interval]"), QStringLiteral("month"))),
              "id");
    QVERIFY(fixture.admin->execute(
        QStringLiteral("update billing.subscription_tiers set stripe_product_id = ?, "
                       "stripe_price_monthly_id = ? where code = 'essential'"),
        {product, price}));
    QVERIFY(fixture.setUp());
    QCOMPARE(stripe.all(Kind::Product).size(), std::size_t(8));
    QCOMPARE(stripe.all(Kind::Price).size(), std::size_t(11));
    QCOMPARE(field(stripe.get(QStringLiteral("/v1/products/") + product), "name"),
             QStringLiteral("Essential"));
    const QJsonObject made = stripe.get(QStringLiteral("/v1/prices/") + price);
    QCOMPARE(field(made, "lookup_key"), QStringLiteral("orion_essential_month"));
    QCOMPARE(field(made, "tax_behavior"), QStringLiteral("exclusive"));
}

void TestStripeSetup::makesAProductAgainThatIsGone()
{
    CatalogueFixture fixture;
    QVERIFY(fixture.setUp());
    const QString gone = fixture.value(QStringLiteral(
        "select stripe_product_id from billing.addon_products where code = 'domain'"));
    fixture.stripe.instead =
        [&](const StripeCall &call) -> std::optional<StripeResult<StripeAnswer>> {
        if (call.path == QLatin1String("/v1/products/") + gone)
            return StripeAnswer{
                .object = {{QStringLiteral("id"), gone}, {QStringLiteral("deleted"), true}},
                .requestId = {}};
        if (call.path == QLatin1String("/v1/products") && call.method == "GET")
            return StripeAnswer{.object = {{QStringLiteral("data"), QJsonArray()}},
                                .requestId = {}};
        return std::nullopt;
    };
    QVERIFY(fixture.setUp());
    const QString made = fixture.value(QStringLiteral(
        "select stripe_product_id from billing.addon_products where code = 'domain'"));
    QVERIFY(made.startsWith(QLatin1String("prod_")) && made != gone);
    const QString price = fixture.value(
        QStringLiteral("select stripe_price_id from billing.addon_products where code = 'domain'"));
    QCOMPARE(field(fixture.stripe.get(QStringLiteral("/v1/prices/") + price), "product"), made);
}

void TestStripeSetup::endsWhereItWasCutOffAndGoesOn_data()
{
    QTest::addColumn<Cut>("cut");
    QTest::newRow("before Stripe got the call") << Cut::Before;
    QTest::newRow("after Stripe did it") << Cut::After;
}

// Killed at every single call, one after the other, in one database: nothing is made twice.
void TestStripeSetup::endsWhereItWasCutOffAndGoesOn()
{
    QFETCH(Cut, cut);
    CatalogueFixture fixture;
    int interrupted = 0;
    for (;;) {
        fixture.stripe.cutAfter(interrupted % 3, cut);
        const auto outcome = fixture.setUp();
        fixture.stripe.mend();
        if (outcome)
            break;
        QCOMPARE(outcome.error().code, ErrorCode::PaymentSystemFailed);
        QVERIFY2(++interrupted < 80, "the setup does not get on");
    }
    QVERIFY2(interrupted >= 10, qPrintable(QString::number(interrupted)));
    QCOMPARE(fixture.stripe.all(Kind::Product).size(), std::size_t(8));
    QCOMPARE(fixture.stripe.all(Kind::Price).size(), std::size_t(11));
    QCOMPARE(fixture.stripe.all(Kind::WebhookEndpoint).size(), std::size_t(1));
    const QJsonObject endpoint = fixture.stripe.all(Kind::WebhookEndpoint).front();
    QCOMPARE(fixture.secretFileContent().trimmed(), field(endpoint, "_secret").toUtf8());
    QCOMPARE(fixture.check(), QStringList());
}

void TestStripeSetup::refusesAnotherAccount()
{
    CatalogueFixture fixture;
    QVERIFY(fixture.setUp());
    QCOMPARE(fixture.value(QStringLiteral("select account from billing.stripe_binding")),
             field(fixture.stripe.get(QStringLiteral("/v1/account")), "id"));
    fixture.stripe.instead =
        [](const StripeCall &call) -> std::optional<StripeResult<StripeAnswer>> {
        if (call.path == QLatin1String("/v1/account"))
            return StripeAnswer{.object = {{QStringLiteral("id"), QStringLiteral("acct_other")}},
                                .requestId = {}};
        return std::nullopt;
    };
    const auto refused = fixture.setUp();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::ConfigurationInvalid);
    QVERIFY(refused.error().message.contains(QLatin1String("acct_other")));
    QCOMPARE(fixture.stripe.calls.size(), std::size_t(1));
    QCOMPARE(fixture.check().size(), 1);
}

void TestStripeSetup::refusesAnotherMode()
{
    CatalogueFixture fixture;
    QVERIFY(fixture.setUp());
    StripeSetupOptions options = fixture.setupOptions();
    options.livemode = true;
    const auto refused = fixture.setUp(options);
    QVERIFY(!refused);
    QVERIFY(refused.error().message.contains(QLatin1String("live key")));
    QVERIFY(fixture.stripe.calls.empty()); // the key is not even used
}

void TestStripeSetup::refusesASecondSetupAtTheSameTime()
{
    CatalogueFixture fixture;
    const auto other = fixture.db.open(QStringLiteral("orion_admin"));
    const StripeSetupOptions options = fixture.setupOptions();
    std::optional<Result<StripeSetupOutcome>> second;
    const auto first = setUpStripe(*fixture.admin, fixture.stripe, options, [&](const QString &) {
        if (!second)
            second = setUpStripe(*other, fixture.stripe, options, [](const QString &) {});
    });
    QVERIFY(first);
    QVERIFY(second && !*second);
    QCOMPARE(second->error().code, ErrorCode::Conflict);
    QVERIFY(setUpStripe(*other, fixture.stripe, options, [](const QString &) {}));
}

void TestStripeSetup::archivesAProductThatIsNoLongerSold()
{
    CatalogueFixture fixture;
    QVERIFY(fixture.setUp());
    QVERIFY(fixture.admin->execute(QStringLiteral(
        "update billing.addon_products set is_active = false where code = 'email_25'")));
    QCOMPARE(fixture.check().size(), 1);
    QVERIFY(fixture.setUp());
    const QString product = fixture.value(QStringLiteral(
        "select stripe_product_id from billing.addon_products where code = 'email_25'"));
    QVERIFY(!fixture.stripe.get(QStringLiteral("/v1/products/") + product)
                 .value(QLatin1String("active"))
                 .toBool());
    QCOMPARE(fixture.check(), QStringList());
}

void TestStripeSetup::keepsToTheTaxBehaviourThatWasChosen()
{
    CatalogueFixture fixture;
    StripeSetupOptions options = fixture.setupOptions();
    options.tax = TaxBehavior::Inclusive;
    QVERIFY(fixture.setUp(options));
    QCOMPARE(field(fixture.stripe.all(Kind::Price).front(), "tax_behavior"),
             QStringLiteral("inclusive"));
    // It cannot change at Stripe: other prices take over.
    QVERIFY(fixture.setUp());
    int active = 0;
    const auto prices = fixture.stripe.all(Kind::Price);
    for (const QJsonObject &price : prices) {
        if (!price.value(QLatin1String("active")).toBool())
            continue;
        ++active;
        QCOMPARE(field(price, "tax_behavior"), QStringLiteral("exclusive"));
    }
    QCOMPARE(active, 11);
    QCOMPARE(fixture.check(), QStringList());
}

QTEST_GUILESS_MAIN(TestStripeSetup)
#include "test_stripesetup.moc"
