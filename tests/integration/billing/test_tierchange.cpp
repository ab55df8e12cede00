#include "tests/integration/billing/billingworld.h"

#include <QJsonArray>
#include <QtTest>

using namespace Orion;

namespace
{

TierChangeRequest to(const char *tier, bool isAnnual = false)
{
    return {{QString::fromLatin1(tier), isAnnual}, std::nullopt};
}

QJsonObject previewedInvoice()
{
    const auto line = [](const char *text, int amount, bool isProration) {
        return QJsonObject{
            {QStringLiteral("description"), QString::fromLatin1(text)},
            {QStringLiteral("amount"), amount},
            {QStringLiteral("parent"),
             QJsonObject{{QStringLiteral("subscription_item_details"),
                          QJsonObject{{QStringLiteral("proration"), isProration}}}}}};
    };
    return {
        {QStringLiteral("amount_due"), 9980},
        {QStringLiteral("currency"), QStringLiteral("eur")},
        {QStringLiteral("lines"),
         QJsonObject{{QStringLiteral("data"), QJsonArray{line("Unused time", -9890, true),
                                                         line("Remaining time", 19870, true)}}}}};
}

} // namespace

class TestTierChange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anUpgradeIsChargedAtOnce();
    void aDowngradeIsCreditedLater();
    void theIntervalFollowsThePrice_data();
    void theIntervalFollowsThePrice();
    void thePreviewAsksForTheSameThatIsCommitted();
    void holdsAPreviewForAnHour();
    void aDowngradeIsRefusedWhileTooMuchIsUsed();
    void anExceptionBeatsTheNewTiersLimit();
    void ordersDoNotKeepAnybodyFromATier();
    void theSameTierAgainIsDoneAlready();
    void aPaymentThatFailsLeavesTheTier();
    void followsStripeAndNotTheRow();
    void paysInTheCurrencyOfTheSubscription();
    void refusesWhatIsNotForSale();
};

void TestTierChange::anUpgradeIsChargedAtOnce()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active);
    const auto change = world.service.changeTier(world.session(), acme, to("business"), actor);
    QVERIFY2(change,
             qPrintable(change ? QString() : change.error().message + change.error().detail));
    QCOMPARE(change->move, TierMove::Upgrade);
    QCOMPARE(change->subscription.tierCode, QStringLiteral("business"));
    QVERIFY(!change->isPaymentPending);
    const StripeCall call = world.stripe.lastChange();
    QCOMPARE(call.path, subscriptionPath);
    const QMap<QString, QString> expected{
        {QStringLiteral("items[0][id]"), QStringLiteral("si_sub_1")},
        {QStringLiteral("items[0][price]"), QStringLiteral("price_biz_month")},
        {QStringLiteral("proration_behavior"), QStringLiteral("always_invoice")},
        {QStringLiteral("proration_date"), QString::number(BillingWorld::start)},
        {QStringLiteral("payment_behavior"), QStringLiteral("pending_if_incomplete")},
        {QStringLiteral("expand[0]"), QStringLiteral("latest_invoice")},
    };
    for (auto it = expected.begin(); it != expected.end(); ++it)
        QCOMPARE(sent(call, it.key()), it.value());
    QCOMPARE(call.parameters.pairs().size(), std::size_t(expected.size()));
    // The database waits for the webhook.
    QCOMPARE(world.value(QStringLiteral("select t.code from billing.vendor_subscriptions s "
                                        "join billing.subscription_tiers t on t.id = s.tier_id")),
             QStringLiteral("professional"));
}

void TestTierChange::aDowngradeIsCreditedLater()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active);
    const auto change = world.service.changeTier(world.session(), acme, to("essential"), actor);
    QVERIFY(change);
    QCOMPARE(change->move, TierMove::Downgrade);
    const StripeCall call = world.stripe.lastChange();
    QCOMPARE(sent(call, QStringLiteral("items[0][price]")), QStringLiteral("price_ess_month"));
    QCOMPARE(sent(call, QStringLiteral("proration_behavior")), QStringLiteral("create_prorations"));
    QCOMPARE(sent(call, QStringLiteral("payment_behavior")), QString());
    QVERIFY(!sent(call, QStringLiteral("metadata[operation_id]")).isEmpty());
}

void TestTierChange::theIntervalFollowsThePrice_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<bool>("isAnnual");
    QTest::addColumn<QString>("price");
    QTest::addColumn<QString>("proration");
    QTest::newRow("to the year") << "price_pro_month" << true << "price_pro_year"
                                 << "always_invoice";
    QTest::newRow("to the month") << "price_pro_year" << false << "price_pro_month"
                                  << "create_prorations";
}

void TestTierChange::theIntervalFollowsThePrice()
{
    QFETCH(QString, from);
    QFETCH(bool, isAnnual);
    QFETCH(QString, price);
    QFETCH(QString, proration);
    BillingWorld world;
    world.standIn(SubscriptionState::Active, from);
    // What is used does not matter: the limits stay the same.
    world.execute(QStringLiteral("insert into billing.usage_gauges (vendor_id, team_members) "
                                 "select id, 50 from billing.vendors"));
    const auto change =
        world.service.changeTier(world.session(), acme, to("professional", isAnnual), actor);
    QVERIFY(change);
    QCOMPARE(change->subscription.isAnnual, isAnnual);
    QCOMPARE(sent(world.stripe.lastChange(), QStringLiteral("items[0][price]")), price);
    QCOMPARE(sent(world.stripe.lastChange(), QStringLiteral("proration_behavior")), proration);
}

void TestTierChange::thePreviewAsksForTheSameThatIsCommitted()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active);
    world.stripe.put(QStringLiteral("/v1/invoices/create_preview"), previewedInvoice());
    const auto preview = world.service.previewChange(world.session(), acme, to("business").wish);
    QVERIFY(preview);
    QCOMPARE(preview->amountDueCents, 9980);
    QCOMPARE(preview->currency, QStringLiteral("eur"));
    QCOMPARE(preview->lines.size(), std::size_t(2));
    const StripeCall asked = world.stripe.lastChange();
    QCOMPARE(sent(asked, QStringLiteral("customer")), QStringLiteral("cus_1"));
    QCOMPARE(sent(asked, QStringLiteral("subscription")), QStringLiteral("sub_1"));
    QCOMPARE(world.operations(), QString()); // nothing was done

    world.clock.advanceSeconds(600);
    TierChangeRequest request = to("business");
    request.prorationDate = preview->prorationDate;
    QVERIFY(world.service.changeTier(world.session(), acme, request, actor));
    const StripeCall committed = world.stripe.lastChange();
    const QString details = QStringLiteral("subscription_details");
    for (const char *name :
         {"[items][0][id]", "[items][0][price]", "[proration_behavior]", "[proration_date]"})
    {
        const QString previewed = sent(asked, details + QString::fromLatin1(name));
        QString plain = QString::fromLatin1(name).mid(1);
        plain.remove(plain.indexOf(u']'), 1);
        QVERIFY(!previewed.isEmpty());
        QCOMPARE(sent(committed, plain), previewed);
    }
}

void TestTierChange::holdsAPreviewForAnHour()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active);
    const auto codeWith = [&](qint64 seconds) {
        TierChangeRequest request = to("business");
        request.prorationDate = world.now().addSecs(seconds);
        const auto change = world.service.changeTier(world.session(), acme, request, actor);
        return change ? QString() : errorCodeName(change.error().code);
    };
    QCOMPARE(codeWith(-3601), QStringLiteral("invalid_argument"));
    QCOMPARE(codeWith(61), QStringLiteral("invalid_argument"));
    QCOMPARE(world.stripe.changes(), QStringList());
    // The period began after the preview.
    const QDateTime began = world.now().addSecs(-10);
    QJsonObject subscription = world.stripe.get(subscriptionPath);
    QJsonObject items = subscription.value(QStringLiteral("items")).toObject();
    QJsonObject item = items.value(QStringLiteral("data")).toArray().first().toObject();
    item.insert(QStringLiteral("current_period_start"), began.toSecsSinceEpoch());
    items.insert(QStringLiteral("data"), QJsonArray{item});
    world.stripe.set(subscriptionPath, QStringLiteral("items"), items);
    QCOMPARE(codeWith(-3600), QString());
    QCOMPARE(sent(world.stripe.lastChange(), QStringLiteral("proration_date")),
             QString::number(began.toSecsSinceEpoch()));
}

void TestTierChange::aDowngradeIsRefusedWhileTooMuchIsUsed()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active);
    world.execute(QStringLiteral("insert into billing.usage_gauges (vendor_id, products, "
                                 "team_members) select id, 201, 3 from billing.vendors"));
    const auto change = world.service.changeTier(world.session(), acme, to("essential"), actor);
    QVERIFY(!change);
    QCOMPARE(change.error().code, ErrorCode::UsageExceedsTier);
    QCOMPARE(change.error().over.size(), std::size_t(2));
    QCOMPARE(toText(change.error().over[0].metric), QStringLiteral("products"));
    QCOMPARE(change.error().over[0].used, 201);
    QCOMPARE(change.error().over[0].limit, 200);
    QCOMPARE(toText(change.error().over[1].metric), QStringLiteral("team_members"));
    const auto preview = world.service.previewChange(world.session(), acme, to("essential").wish);
    QVERIFY(!preview);
    QCOMPARE(preview.error().code, ErrorCode::UsageExceedsTier);
    QCOMPARE(world.stripe.changes(), QStringList());

    world.execute(
        QStringLiteral("update billing.usage_gauges set products = 200, team_members = 1"));
    QVERIFY(world.service.changeTier(world.session(), acme, to("essential"), actor));
}

void TestTierChange::anExceptionBeatsTheNewTiersLimit()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active);
    world.execute(QStringLiteral("insert into billing.usage_gauges (vendor_id, products) "
                                 "select id, 500 from billing.vendors"));
    world.execute(
        QStringLiteral("insert into billing.limit_overrides (vendor_id, metric, "
                       "limit_value, expires_at, reason, created_by) "
                       "select id, 'products', 600, ?, 'agreed', 'admin' from billing.vendors"),
        {world.now().addDays(1)});
    QVERIFY(world.service.previewChange(world.session(), acme, to("essential").wish));
    world.clock.advanceSeconds(86400);
    const auto late = world.service.previewChange(world.session(), acme, to("essential").wish);
    QVERIFY(!late);
    QCOMPARE(late.error().code, ErrorCode::UsageExceedsTier);
}

void TestTierChange::ordersDoNotKeepAnybodyFromATier()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active);
    world.execute(QStringLiteral("insert into billing.usage_windows (vendor_id, metric, "
                                 "window_start, used) select id, 'orders', ?, 450 "
                                 "from billing.vendors"),
                  {world.now().addSecs(-3600)});
    QVERIFY(world.service.changeTier(world.session(), acme, to("essential"), actor));
}

void TestTierChange::theSameTierAgainIsDoneAlready()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active);
    QVERIFY(world.service.changeTier(world.session(), acme, to("business"), actor));
    world.stripe.forgetCalls();
    // Before the webhook: the row still has the old tier, Stripe has the new one.
    const auto again = world.service.changeTier(world.session(), acme, to("business"), actor);
    QVERIFY(again);
    QCOMPARE(again->move, TierMove::Stay);
    QCOMPARE(again->subscription.tierCode, QStringLiteral("business"));
    QCOMPARE(world.stripe.changes(), QStringList());
}

void TestTierChange::aPaymentThatFailsLeavesTheTier()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active);
    world.stripe.cardDeclines = true;
    const auto change = world.service.changeTier(world.session(), acme, to("business"), actor);
    QVERIFY(change);
    QVERIFY(change->isPaymentPending);
    QCOMPARE(change->subscription.tierCode, QStringLiteral("professional"));
    QCOMPARE(change->paymentUrl, QStringLiteral("https://pay.example/in_1"));
    QCOMPARE(change->pendingUntil.toSecsSinceEpoch(), 1790080000);
}

void TestTierChange::followsStripeAndNotTheRow()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active);
    world.stripe.set(subscriptionPath, QStringLiteral("status"), QStringLiteral("canceled"));
    const auto change = world.service.changeTier(world.session(), acme, to("business"), actor);
    QVERIFY(!change);
    QCOMPARE(change.error().code, ErrorCode::NoActiveSubscription);
    QCOMPARE(world.stripe.changes(), QStringList());
}

void TestTierChange::paysInTheCurrencyOfTheSubscription()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active, QStringLiteral("price_ess_month"));
    QJsonObject subscription = world.stripe.get(subscriptionPath);
    QByteArray json = QJsonDocument(subscription).toJson();
    json.replace("\"eur\"", "\"usd\"");
    world.stripe.put(subscriptionPath, QJsonDocument::fromJson(json).object());
    QVERIFY(world.service.changeTier(world.session(), acme, to("business"), actor));
    QCOMPARE(sent(world.stripe.lastChange(), QStringLiteral("items[0][price]")),
             QStringLiteral("price_biz_usd_month"));
}

void TestTierChange::refusesWhatIsNotForSale()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active);
    const auto codeOf = [&](const TierChangeRequest &request) {
        const auto change = world.service.changeTier(world.session(), acme, request, actor);
        return change ? QStringLiteral("done") : errorCodeName(change.error().code);
    };
    QCOMPARE(codeOf(to("platinum")), QStringLiteral("tier_not_found"));
    QCOMPARE(codeOf(to("enterprise")), QStringLiteral("stripe_price_not_configured"));
    QCOMPARE(codeOf(to("business", true)), QStringLiteral("stripe_price_not_configured"));
    const auto unconfigured =
        world.unconfigured.changeTier(world.session(), acme, to("business"), actor);
    QVERIFY(!unconfigured);
    QCOMPARE(unconfigured.error().code, ErrorCode::PaymentSystemNotConfigured);
}

QTEST_GUILESS_MAIN(TestTierChange)
#include "test_tierchange.moc"
