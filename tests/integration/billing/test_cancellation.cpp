#include "tests/integration/billing/billingworld.h"

#include <QtTest>

using namespace Orion;

namespace
{

const QString rowSql = QStringLiteral(
    "select concat_ws(' ', status, case when cancel_at is null then 'goes_on' "
    "when cancel_at = trial_ends_at then 'until_trial_end' else 'until_then' end, "
    "coalesce(cancel_reason, '-'), case when ended_at is null then 'runs' else 'over' end) "
    "from billing.vendor_subscriptions");

const QString changesSql = QStringLiteral(
    "select string_agg(concat_ws(' ', old_status, new_status, cause, actor), ', ' order by id) "
    "from billing.subscription_changes");

QString codeOf(const Result<Subscription> &answer)
{
    return answer ? QString() : errorCodeName(answer.error().code);
}

} // namespace

class TestCancellation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cancelsAtTheEndOfThePeriod();
    void cancelsNow();
    void findsACancellationWhoseAnswerWasLost();
    void reportsACancellationThatFailed();
    void reactivatesAsItWasScheduled_data();
    void reactivatesAsItWasScheduled();
    void whatIsOverGetsACheckoutForTheSame();
    void aLocalTrialIsCancelledToItsEnd();
    void aLocalTrialIsCancelledNow();
    void aLocalTrialNeedsNoPaymentSystem();
    void pausesAndResumes();
    void resumesATrialThatStripePaused();
    void opensThePortalOncePerClick();
    void thePortalIsForTheOneWhoPays();
    void thePortalNeedsACustomer();
    void refreshesWhetherThereIsAPaymentMethod();
};

void TestCancellation::cancelsAtTheEndOfThePeriod()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active);
    const auto answer =
        world.service.cancel(world.session(), acme, {QStringLiteral("Too dear"), false}, actor);
    QVERIFY2(answer, qPrintable(codeOf(answer)));
    QCOMPARE(answer->status, SubscriptionStatus::Active);
    QCOMPARE(answer->cancelAt, answer->periodEnd);
    const StripeCall call = world.stripe.lastChange();
    QCOMPARE(call.method, QByteArray("POST"));
    QCOMPARE(call.path, subscriptionPath);
    QCOMPARE(sent(call, QStringLiteral("cancel_at_period_end")), QStringLiteral("true"));
    QCOMPARE(sent(call, QStringLiteral("cancellation_details[comment]")),
             QStringLiteral("Too dear"));
    QVERIFY(!sent(call, QStringLiteral("metadata[operation_id]")).isEmpty());
    QCOMPARE(world.operations(), QStringLiteral("subscription.cancel_at_period_end succeeded"));
}

void TestCancellation::cancelsNow()
{
    BillingWorld world;
    world.standIn(SubscriptionState::ActiveEnding);
    const auto answer =
        world.service.cancel(world.session(), acme, {QStringLiteral("Closed"), true}, actor);
    QVERIFY2(answer, qPrintable(codeOf(answer)));
    QCOMPARE(answer->status, SubscriptionStatus::Cancelled);
    const StripeCall call = world.stripe.lastChange();
    QCOMPARE(call.method, QByteArray("DELETE"));
    QCOMPARE(call.path, subscriptionPath);
    QCOMPARE(call.parameters.pairs().size(), std::size_t(1));
    QCOMPARE(sent(call, QStringLiteral("cancellation_details[comment]")), QStringLiteral("Closed"));
    // Without a webhook so far, yet known from Stripe: there is nothing left to cancel.
    QCOMPARE(codeOf(world.service.cancel(world.session(), acme, {{}, true}, actor)),
             QStringLiteral("no_active_subscription"));
}

void TestCancellation::findsACancellationWhoseAnswerWasLost()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active);
    world.stripe.lose("DELETE", subscriptionPath, true);
    const auto answer = world.service.cancel(world.session(), acme, {{}, true}, actor);
    QVERIFY2(answer, qPrintable(codeOf(answer)));
    QCOMPARE(answer->status, SubscriptionStatus::Cancelled);
}

void TestCancellation::reportsACancellationThatFailed()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active);
    for (const bool isImmediate : {true, false}) {
        world.stripe.lose(isImmediate ? "DELETE" : "POST", subscriptionPath, false);
        QCOMPARE(codeOf(world.service.cancel(world.session(), acme, {{}, isImmediate}, actor)),
                 QStringLiteral("payment_system_failed"));
        world.execute(QStringLiteral("update billing.stripe_operations set state = 'failed'"));
    }
}

void TestCancellation::reactivatesAsItWasScheduled_data()
{
    QTest::addColumn<bool>("byFlag");
    QTest::addColumn<QString>("parameter");
    QTest::addColumn<QString>("value");
    QTest::newRow("by the flag") << true << "cancel_at_period_end"
                                 << "false";
    QTest::newRow("by a date, as the portal does") << false << "cancel_at"
                                                   << "";
}

void TestCancellation::reactivatesAsItWasScheduled()
{
    QFETCH(bool, byFlag);
    QFETCH(QString, parameter);
    QFETCH(QString, value);
    BillingWorld world;
    world.standIn(SubscriptionState::ActiveEnding);
    world.stripe.set(subscriptionPath, QStringLiteral("cancel_at_period_end"), byFlag);
    const auto answer = world.service.reactivate(world.session(), acme, actor);
    QVERIFY(answer);
    QVERIFY(answer->subscription && !answer->checkout);
    const StripeCall call = world.stripe.lastChange();
    QCOMPARE(sent(call, parameter), value);
    const QString other =
        byFlag ? QStringLiteral("cancel_at") : QStringLiteral("cancel_at_period_end");
    QVERIFY(sent(call, other).isNull());
    QCOMPARE(sent(call, QStringLiteral("cancellation_details[comment]")), QStringLiteral(""));
}

void TestCancellation::whatIsOverGetsACheckoutForTheSame()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Cancelled, QStringLiteral("price_pro_year"));
    world.execute(QStringLiteral("update billing.vendor_subscriptions set is_annual = true"));
    const auto answer = world.service.reactivate(world.session(), acme, actor);
    QVERIFY(answer);
    QVERIFY(answer->checkout && !answer->subscription);
    const StripeCall call = world.stripe.lastChange();
    QCOMPARE(call.path, QStringLiteral("/v1/checkout/sessions"));
    QCOMPARE(sent(call, QStringLiteral("line_items[0][price]")), QStringLiteral("price_pro_year"));
    QVERIFY(sent(call, QStringLiteral("subscription_data[trial_end]")).isNull());
}

void TestCancellation::aLocalTrialIsCancelledToItsEnd()
{
    BillingWorld world;
    world.standIn(SubscriptionState::LocalTrial);
    const auto answer =
        world.service.cancel(world.session(), acme, {QStringLiteral("No use"), false}, actor);
    QVERIFY2(answer, qPrintable(codeOf(answer)));
    QCOMPARE(answer->cancelAt, answer->trialEndsAt);
    QCOMPARE(world.value(rowSql), QStringLiteral("trial until_trial_end No use runs"));

    const auto back = world.service.reactivate(world.session(), acme, actor);
    QVERIFY(back && back->subscription);
    QCOMPARE(world.value(rowSql), QStringLiteral("trial goes_on - runs"));
    QCOMPARE(world.stripe.calls().size(), std::size_t(0));
}

void TestCancellation::aLocalTrialIsCancelledNow()
{
    BillingWorld world;
    world.standIn(SubscriptionState::LocalTrial);
    const auto answer =
        world.service.cancel(world.session(), acme, {QStringLiteral("No use"), true}, actor);
    QVERIFY2(answer, qPrintable(codeOf(answer)));
    QCOMPARE(world.value(rowSql), QStringLiteral("cancelled goes_on No use over"));
    QCOMPARE(world.value(changesSql),
             QStringLiteral("trial cancelled subscription.cancel_now vendor:ACME"));
}

void TestCancellation::aLocalTrialNeedsNoPaymentSystem()
{
    BillingWorld world;
    world.standIn(SubscriptionState::LocalTrial);
    QVERIFY(world.unconfigured.cancel(world.session(), acme, {{}, false}, actor));
    QVERIFY(world.unconfigured.reactivate(world.session(), acme, actor));
    QVERIFY(world.unconfigured.cancel(world.session(), acme, {{}, true}, actor));
    const auto anew = world.unconfigured.reactivate(world.session(), acme, actor);
    QVERIFY(!anew);
    QCOMPARE(anew.error().code, ErrorCode::PaymentSystemNotConfigured);
}

void TestCancellation::pausesAndResumes()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active);
    const auto paused = world.service.pause(world.session(), acme, QStringLiteral("admin:eve"));
    QVERIFY2(paused, qPrintable(codeOf(paused)));
    QCOMPARE(paused->status, SubscriptionStatus::Paused);
    QCOMPARE(sent(world.stripe.lastChange(), QStringLiteral("pause_collection[behavior]")),
             QStringLiteral("void"));
    const auto resumed = world.service.resume(world.session(), acme, QStringLiteral("admin:eve"));
    QVERIFY2(resumed, qPrintable(codeOf(resumed)));
    QCOMPARE(resumed->status, SubscriptionStatus::Active);
    QCOMPARE(sent(world.stripe.lastChange(), QStringLiteral("pause_collection")),
             QStringLiteral(""));
    QCOMPARE(world.value(QStringLiteral("select string_agg(distinct actor, ' ') "
                                        "from billing.stripe_operations")),
             QStringLiteral("admin:eve"));
}

void TestCancellation::resumesATrialThatStripePaused()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Paused);
    world.stripe.set(subscriptionPath, QStringLiteral("status"), QStringLiteral("paused"));
    world.stripe.set(subscriptionPath, QStringLiteral("pause_collection"), QJsonValue::Null);
    const auto resumed = world.service.resume(world.session(), acme, actor);
    QVERIFY2(resumed, qPrintable(codeOf(resumed)));
    QCOMPARE(resumed->status, SubscriptionStatus::Active);
    QCOMPARE(world.stripe.changes(),
             QStringList{QStringLiteral("POST ") + subscriptionPath + QStringLiteral("/resume")});
}

void TestCancellation::opensThePortalOncePerClick()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active);
    const auto first = world.service.portal(world.session(), acme);
    const auto second = world.service.portal(world.session(), acme);
    QVERIFY(first && second);
    QVERIFY(*first != *second);
    const StripeCall call = world.stripe.lastChange();
    QCOMPARE(sent(call, QStringLiteral("customer")), QStringLiteral("cus_1"));
    QCOMPARE(sent(call, QStringLiteral("return_url")),
             QStringLiteral("https://billing.example/vendor/ACME/billing"));
    QCOMPARE(world.operations(), QString()); // kept nowhere
}

void TestCancellation::thePortalIsForTheOneWhoPays()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active);
    world.execute(QStringLiteral("update billing.vendors set stripe_customer_id = 'cus_former'"));
    QVERIFY(world.service.portal(world.session(), acme));
    QCOMPARE(sent(world.stripe.lastChange(), QStringLiteral("customer")), QStringLiteral("cus_1"));
}

void TestCancellation::thePortalNeedsACustomer()
{
    BillingWorld world;
    world.standIn(SubscriptionState::LocalTrial);
    const auto url = world.service.portal(world.session(), acme);
    QVERIFY(!url);
    QCOMPARE(url.error().code, ErrorCode::NoActiveSubscription);
    const auto unconfigured = world.unconfigured.portal(world.session(), acme);
    QVERIFY(!unconfigured);
    QCOMPARE(unconfigured.error().code, ErrorCode::PaymentSystemNotConfigured);
}

// The customer's default counts as the subscription's own does, and Stripe's word is kept.
void TestCancellation::refreshesWhetherThereIsAPaymentMethod()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active);
    const auto kept = [&] {
        return world.value(QStringLiteral("select concat_ws(' ', has_own_payment_method, "
                                          "has_payment_method) from billing.vendor_subscriptions"));
    };
    const auto look = [&](const QJsonValue &own, const QJsonValue &customers) {
        world.stripe.set(subscriptionPath, QStringLiteral("default_payment_method"), own);
        world.stripe.set(
            subscriptionPath, QStringLiteral("customer"),
            QJsonObject{{QStringLiteral("id"), QStringLiteral("cus_1")},
                        {QStringLiteral("invoice_settings"),
                         QJsonObject{{QStringLiteral("default_payment_method"), customers}}}});
        const auto seen = world.service.resume(world.session(), acme, actor); // runs already
        return seen && seen->hasPaymentMethod;
    };
    QVERIFY(look(QJsonValue::Null, QStringLiteral("pm_1")));
    QCOMPARE(kept(), QStringLiteral("f t"));
    QVERIFY(look(QStringLiteral("pm_2"), QJsonValue::Null));
    QCOMPARE(kept(), QStringLiteral("t t"));
    QVERIFY(!look(QJsonValue::Null, QJsonValue::Null));
    QCOMPARE(kept(), QStringLiteral("f f"));
}

QTEST_GUILESS_MAIN(TestCancellation)
#include "test_cancellation.moc"
