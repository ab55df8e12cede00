#include "tests/integration/life/liveworld.h"

#include <QJsonArray>
#include <QUrlQuery>
#include <QtTest>

using namespace Orion;

namespace
{

constexpr int patience = 20'000; // ms; for the webhooks to come round

QJsonObject tier(const char *code, bool isAnnual = false)
{
    return {{QStringLiteral("tier_code"), QString::fromLatin1(code)},
            {QStringLiteral("is_annual"), isAnnual}};
}

QUrlQuery payment(const char *card = "pm_card_visa")
{
    return {{QStringLiteral("outcome"), QStringLiteral("pay")},
            {QStringLiteral("card"), QString::fromLatin1(card)}};
}

// ACME pays for a tier from now on: what was left of the trial is too little to hand over.
void subscribe(LiveWorld &world, const char *code)
{
    world.value(QStringLiteral("update billing.vendor_subscriptions set trial_ends_at = now() + "
                               "interval '1 day' returning id"));
    const JsonReply checkout = world.post(QStringLiteral("checkout"), tier(code));
    QVERIFY2(checkout.status == 200, checkout.text.constData());
    QCOMPARE(world.press(checkout.text_("checkout_url"), payment()), 303);
    QTRY_COMPARE_WITH_TIMEOUT(world.standing(),
                              QString(QStringLiteral("active %1 monthly").arg(QLatin1String(code))),
                              patience);
}

QString lastCause(LiveWorld &world)
{
    return world.value(QStringLiteral("select cause || ' ' || actor from "
                                      "billing.subscription_changes order by id desc limit 1"));
}

QJsonObject offer(const JsonReply &tiers, const char *code)
{
    const QJsonArray all = tiers.body.value(QLatin1String("tiers")).toArray();
    for (const QJsonValue one : all) {
        if (one.toObject().value(QLatin1String("code")) == QLatin1String(code))
            return one.toObject();
    }
    return {};
}

} // namespace

// The whole of it: API, companion, Stripe's sandbox, hosted pages, webhooks, database.
class TestSubscriptionLife : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTrialIsHandedOverAndPaidFor();
    void anUpgradeCostsWhatThePreviewSaid();
    void aDowngradeWaitsUntilItFits();
    void theYearAndBack();
    void endsGoesOnEndsAndBeginsAnew();
    void aLocalTrialEndsWithoutStripe();
    void pausesAndResumesForAdminsOnly();
    void aDeclinedUpgradeHoldsOnceItIsPaid();
    void thePortalLeavesNoTrace();
};

void TestSubscriptionLife::aTrialIsHandedOverAndPaidFor()
{
    LiveWorld world;
    const JsonReply tiers = world.get(QStringLiteral("tiers"));
    QCOMPARE(tiers.text_("current_tier"), QStringLiteral("essential"));
    QVERIFY(offer(tiers, "essential").value(QLatin1String("is_current")).toBool());
    QVERIFY(offer(tiers, "professional").value(QLatin1String("can_upgrade")).toBool());
    QVERIFY(!offer(tiers, "enterprise").value(QLatin1String("can_upgrade")).toBool());

    const QString trialEnd =
        world.value(QStringLiteral("select floor(extract(epoch from trial_ends_at))::bigint "
                                   "from billing.vendor_subscriptions"));
    const JsonReply first = world.post(QStringLiteral("checkout"), tier("professional"));
    QVERIFY2(first.status == 200, first.text.constData());
    const JsonReply again = world.post(QStringLiteral("checkout"), tier("professional"));
    QCOMPARE(again.text_("session_id"), first.text_("session_id"));
    QCOMPARE(world.standing(), QStringLiteral("trial essential monthly"));
    QCOMPARE(world.press(first.text_("checkout_url"), payment()), 303);
    QTRY_COMPARE_WITH_TIMEOUT(world.standing(), QStringLiteral("trial professional monthly"),
                              patience);
    QCOMPARE(lastCause(world).section(u' ', 1), QStringLiteral("vendor:ACME"));
    const JsonReply refused = world.post(QStringLiteral("checkout"), tier("business"));
    QCOMPARE(refused.status, 409);
    QCOMPARE(refused.code(), QStringLiteral("already_subscribed"));

    // The end that was promised at the registration is the one that Stripe has.
    const JsonReply subscription =
        world.stripeGet(QStringLiteral("/v1/subscriptions/") + world.stripeId());
    QCOMPARE(QString::number(subscription.body.value(QLatin1String("trial_end")).toInteger()),
             trialEnd);
    world.stripePost(QStringLiteral("/v1/subscriptions/") + world.stripeId(),
                     {{QStringLiteral("trial_end"), QStringLiteral("now")}});
    QTRY_COMPARE_WITH_TIMEOUT(world.standing(), QStringLiteral("active professional monthly"),
                              patience);
}

void TestSubscriptionLife::anUpgradeCostsWhatThePreviewSaid()
{
    LiveWorld world;
    subscribe(world, "essential");
    QJsonObject request = tier("business");
    request.insert(QStringLiteral("preview"), true);
    const JsonReply preview = world.post(QStringLiteral("change-tier"), request);
    QVERIFY2(preview.status == 200, preview.text.constData());
    const qint64 previewed = preview.body.value(QLatin1String("amount_due_cents")).toInteger();
    QVERIFY(previewed > 14'000 && previewed <= 15'000); // nearly a month of 199 - 49
    QCOMPARE(world.standing(), QStringLiteral("active essential monthly"));

    request = tier("business");
    request.insert(QStringLiteral("proration_date"), preview.text_("proration_date"));
    const JsonReply changed = world.post(QStringLiteral("change-tier"), request);
    QVERIFY2(changed.status == 200, changed.text.constData());
    QCOMPARE(changed.body.value(QLatin1String("tier")).toObject().value(QLatin1String("code")),
             QStringLiteral("business"));
    QCOMPARE(changed.body.value(QLatin1String("usage"))
                 .toObject()
                 .value(QLatin1String("orders"))
                 .toObject()
                 .value(QLatin1String("limit"))
                 .toInteger(),
             2000);
    QTRY_COMPARE_WITH_TIMEOUT(world.standing(), QStringLiteral("active business monthly"),
                              patience);
    QTRY_COMPARE_WITH_TIMEOUT(
        world.value(QStringLiteral("select amount_paid_cents from billing.billing_history "
                                   "where billing_reason = 'subscription_update' and status = "
                                   "'paid'")),
        QString::number(previewed), patience);
    QCOMPARE(lastCause(world), QStringLiteral("subscription.upgrade vendor:ACME"));
}

void TestSubscriptionLife::aDowngradeWaitsUntilItFits()
{
    LiveWorld world;
    subscribe(world, "professional");
    world.value(QStringLiteral("insert into billing.usage_gauges (vendor_id, products, "
                               "team_members) select id, 250, 3 from billing.vendors "
                               "returning vendor_id"));
    const JsonReply refused = world.post(QStringLiteral("change-tier"), tier("essential"));
    QCOMPARE(refused.status, 409);
    QCOMPARE(refused.code(), QStringLiteral("usage_exceeds_tier"));
    const QJsonArray over = refused.body.value(QLatin1String("over")).toArray();
    QCOMPARE(over.size(), 2);
    QCOMPARE(over.first().toObject(),
             (QJsonObject{{QStringLiteral("metric"), QStringLiteral("products")},
                          {QStringLiteral("used"), 250},
                          {QStringLiteral("limit"), 200}}));
    QVERIFY(!offer(world.get(QStringLiteral("tiers")), "essential")
                 .value(QLatin1String("can_downgrade"))
                 .toBool());

    world.value(QStringLiteral("update billing.usage_gauges set products = 200, team_members = 1 "
                               "returning vendor_id"));
    QVERIFY(offer(world.get(QStringLiteral("tiers")), "essential")
                .value(QLatin1String("can_downgrade"))
                .toBool());
    const JsonReply changed = world.post(QStringLiteral("change-tier"), tier("essential"));
    QVERIFY2(changed.status == 200, changed.text.constData());
    QTRY_COMPARE_WITH_TIMEOUT(world.standing(), QStringLiteral("active essential monthly"),
                              patience);
    QCOMPARE(lastCause(world), QStringLiteral("subscription.downgrade vendor:ACME"));
}

void TestSubscriptionLife::theYearAndBack()
{
    LiveWorld world;
    subscribe(world, "professional");
    const JsonReply year = world.post(QStringLiteral("change-tier"), tier("professional", true));
    QVERIFY2(year.status == 200, year.text.constData());
    QTRY_COMPARE_WITH_TIMEOUT(world.standing(), QStringLiteral("active professional annual"),
                              patience);
    const JsonReply month = world.post(QStringLiteral("change-tier"), tier("professional"));
    QVERIFY2(month.status == 200, month.text.constData());
    QTRY_COMPARE_WITH_TIMEOUT(world.standing(), QStringLiteral("active professional monthly"),
                              patience);
}

void TestSubscriptionLife::endsGoesOnEndsAndBeginsAnew()
{
    LiveWorld world;
    subscribe(world, "professional");
    const QString first = world.stripeId();
    const JsonReply ending = world.post(QStringLiteral("cancel"),
                                        {{QStringLiteral("reason"), QStringLiteral("Too dear")}});
    QVERIFY2(ending.status == 200, ending.text.constData());
    QCOMPARE(ending.text_("cancel_at"), ending.text_("period_end"));
    QTRY_COMPARE_WITH_TIMEOUT(world.standing(),
                              QStringLiteral("active professional monthly ending"), patience);
    QCOMPARE(world.value(QStringLiteral("select cancel_reason from billing.vendor_subscriptions")),
             QStringLiteral("Too dear"));

    QCOMPARE(world.post(QStringLiteral("reactivate")).status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(world.standing(), QStringLiteral("active professional monthly"),
                              patience);
    const JsonReply nothing = world.post(QStringLiteral("reactivate"));
    QCOMPARE(nothing.status, 400);
    QCOMPARE(nothing.code(), QStringLiteral("subscription_not_cancelled"));

    const JsonReply over =
        world.post(QStringLiteral("cancel"), {{QStringLiteral("reason"), QStringLiteral("Closed")},
                                              {QStringLiteral("immediately"), true}});
    QVERIFY2(over.status == 200, over.text.constData());
    QCOMPARE(over.text_("status"), QStringLiteral("cancelled"));
    QTRY_COMPARE_WITH_TIMEOUT(world.standing(), QStringLiteral("cancelled professional monthly"),
                              patience);
    QCOMPARE(lastCause(world), QStringLiteral("subscription.cancel_now vendor:ACME"));

    const JsonReply anew = world.post(QStringLiteral("reactivate"));
    QVERIFY2(anew.status == 200, anew.text.constData());
    QCOMPARE(world.press(anew.text_("checkout_url"), payment()), 303);
    QTRY_COMPARE_WITH_TIMEOUT(world.standing(), QStringLiteral("active professional monthly"),
                              patience);
    QVERIFY(world.stripeId() != first);
    const JsonReply live = world.stripeGet(QStringLiteral("/v1/subscriptions?limit=10"));
    QCOMPARE(live.body.value(QLatin1String("data")).toArray().size(), 1);
}

void TestSubscriptionLife::aLocalTrialEndsWithoutStripe()
{
    LiveWorld world;
    QCOMPARE(world.post(QStringLiteral("cancel")).status, 200);
    QCOMPARE(world.standing(), QStringLiteral("trial essential monthly ending"));
    QCOMPARE(world.post(QStringLiteral("reactivate")).status, 200);
    QCOMPARE(world.standing(), QStringLiteral("trial essential monthly"));
    QCOMPARE(world.post(QStringLiteral("cancel"), {{QStringLiteral("immediately"), true}}).status,
             200);
    QCOMPARE(world.standing(), QStringLiteral("cancelled essential monthly"));
    const JsonReply change = world.post(QStringLiteral("change-tier"), tier("business"));
    QCOMPARE(change.status, 400);
    QCOMPARE(change.code(), QStringLiteral("no_active_subscription"));
    QCOMPARE(world.value(QStringLiteral("select count(*) from billing.stripe_operations")),
             QStringLiteral("0"));
}

void TestSubscriptionLife::pausesAndResumesForAdminsOnly()
{
    LiveWorld world;
    subscribe(world, "professional");
    QCOMPARE(world.post(QStringLiteral("pause")).status, 404);
    const JsonReply paused = world.postAsAdmin(QStringLiteral("vendors/ACME/pause"));
    QVERIFY2(paused.status == 200, paused.text.constData());
    QCOMPARE(paused.text_("status"), QStringLiteral("paused"));
    QTRY_COMPARE_WITH_TIMEOUT(world.standing(), QStringLiteral("paused professional monthly"),
                              patience);
    QVERIFY(lastCause(world).startsWith(QLatin1String("subscription.pause admin:")));
    const JsonReply change = world.post(QStringLiteral("change-tier"), tier("business"));
    QCOMPARE(change.status, 403);
    QCOMPARE(change.code(), QStringLiteral("subscription_inactive"));
    QCOMPARE(world.postAsAdmin(QStringLiteral("vendors/ACME/resume")).status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(world.standing(), QStringLiteral("active professional monthly"),
                              patience);
    QCOMPARE(world.postAsAdmin(QStringLiteral("vendors/NOBODY/pause")).status, 404);
}

void TestSubscriptionLife::aDeclinedUpgradeHoldsOnceItIsPaid()
{
    LiveWorld world;
    subscribe(world, "professional");
    const QString customer =
        world.value(QStringLiteral("select stripe_customer_id from billing.vendors"));
    const JsonReply card =
        world.stripePost(QStringLiteral("/v1/payment_methods/pm_card_chargeCustomerFail/attach"),
                         {{QStringLiteral("customer"), customer}});
    QVERIFY2(card.status == 200, card.text.constData());
    const QString path = QStringLiteral("/v1/subscriptions/") + world.stripeId();
    world.stripePost(path, {{QStringLiteral("default_payment_method"), card.text_("id")}});

    const JsonReply pending = world.post(QStringLiteral("change-tier"), tier("business"));
    QVERIFY2(pending.status == 200, pending.text.constData());
    QVERIFY(pending.body.value(QLatin1String("payment_pending")).toBool());
    QVERIFY(!pending.text_("payment_url").isEmpty());
    QCOMPARE(pending.body.value(QLatin1String("tier")).toObject().value(QLatin1String("code")),
             QStringLiteral("professional"));
    const QString invoice =
        world.stripeGet(path).body.value(QLatin1String("latest_invoice")).toString();
    QTRY_COMPARE_WITH_TIMEOUT(
        world.value(QStringLiteral("select status from billing.billing_history where "
                                   "stripe_invoice_id = ?"),
                    {invoice}),
        QStringLiteral("open"), patience);
    QCOMPARE(world.standing(), QStringLiteral("active professional monthly"));

    const JsonReply paid =
        world.stripePost(QStringLiteral("/v1/invoices/%1/pay").arg(invoice),
                         {{QStringLiteral("payment_method"), QStringLiteral("pm_card_visa")}});
    QVERIFY2(paid.status == 200, paid.text.constData());
    QTRY_COMPARE_WITH_TIMEOUT(world.standing(), QStringLiteral("active business monthly"),
                              patience);
}

void TestSubscriptionLife::thePortalLeavesNoTrace()
{
    LiveWorld world;
    const JsonReply before = world.post(QStringLiteral("portal"));
    QCOMPARE(before.status, 400);
    QCOMPARE(before.code(), QStringLiteral("no_active_subscription"));
    subscribe(world, "professional");
    const JsonReply first = world.post(QStringLiteral("portal"));
    const JsonReply second = world.post(QStringLiteral("portal"));
    QVERIFY2(first.status == 200, first.text.constData());
    const QString url = first.text_("portal_url");
    QVERIFY(url.startsWith(QLatin1String("http")));
    QVERIFY(url != second.text_("portal_url"));
    const QString secret = url.section(u'/', -1);
    QVERIFY(!world.companion().errorOutput().contains(secret.toUtf8()));
    QCOMPARE(world.value(QStringLiteral("select count(*) from billing.stripe_operations o where "
                                        "o::text like '%' || ? || '%'"),
                         {secret}),
             QStringLiteral("0"));
}

QTEST_GUILESS_MAIN(TestSubscriptionLife)
#include "test_subscriptionlife.moc"
