#include "services/billing/operationeffects.h"
#include "services/billing/operations/checkoutsessions.h"
#include "tests/integration/billing/billingworld.h"

#include <QtTest>

using namespace Orion;

namespace
{

const QString createSession = QStringLiteral("POST /v1/checkout/sessions");
const QString createCustomer = QStringLiteral("POST /v1/customers");

TierWish monthly(const char *tier)
{
    return {QString::fromLatin1(tier), false};
}

QString sessionPath(const CheckoutLink &link)
{
    return QStringLiteral("/v1/checkout/sessions/") + link.sessionId;
}

// A checkout led to ACME's subscription, but the debit that should have paid it failed.
void failDebit(BillingWorld &world)
{
    world.execute(QStringLiteral("insert into billing.checkout_sessions (stripe_session_id, "
                                 "vendor_id, tier_id, stripe_price_id, state) "
                                 "select 'cs_debit', v.id, t.id, 'price_pro_month', 'completed' "
                                 "from billing.vendors v, billing.subscription_tiers t "
                                 "where v.vendor_code = 'ACME' and t.code = 'professional'"));
    QVERIFY(markDebitFailed(world.session(), QStringLiteral("cs_debit"), QStringLiteral("sub_1")));
}

} // namespace

class TestCheckout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendsWhatStripeNeedsToKnow();
    void handsOverWhatIsLeftOfTheTrial_data();
    void handsOverWhatIsLeftOfTheTrial();
    void makesOneCustomerForEver();
    void givesTheOpenSessionAgain();
    void expiresTheOpenSessionOfAnotherChoice();
    void doesNotReuseASessionThatRanOut();
    void doesNotSellTwiceAfterThePayment();
    void noticesAPaymentWhileItExpiresTheSession();
    void waitsForTheSubscriptionOfACompletedSession();
    void endsASubscriptionWhoseDebitFailed_data();
    void endsASubscriptionWhoseDebitFailed();
    void keepsASubscriptionThatWasPaidAfterAll();
    void startsAnewWhenTheCustomerWasDeleted();
    void keepsTheCurrencyOfTheCustomer();
    void refusesWhatIsNotForSale();
    void saysWhenThePaymentSystemIsNotConfigured();
    void finishesWhatWasInterrupted();
    void doesNothingNewWhileAnOutcomeIsUnknown();
};

void TestCheckout::sendsWhatStripeNeedsToKnow()
{
    BillingWorld world;
    const auto link = world.service.checkout(world.session(), acme,
                                             {QStringLiteral("professional"), true}, actor);
    QVERIFY2(link, qPrintable(link ? QString() : link.error().message + link.error().detail));
    QCOMPARE(link->url, QString(QStringLiteral("https://pay.example/") + link->sessionId));
    QCOMPARE(world.stripe.changes(), (QStringList{createCustomer, createSession}));

    const StripeCall customer = world.stripe.calls().front();
    QCOMPARE(sent(customer, QStringLiteral("name")), QStringLiteral("Acme & Co"));
    QCOMPARE(sent(customer, QStringLiteral("email")), QStringLiteral("post@acme.example"));
    QCOMPARE(sent(customer, QStringLiteral("metadata[vendor_code]")), acme);

    const StripeCall call = world.stripe.lastChange();
    const QString base = QStringLiteral("https://billing.example/vendor/ACME/billing");
    const QMap<QString, QString> expected{
        {QStringLiteral("mode"), QStringLiteral("subscription")},
        {QStringLiteral("customer"),
         world.value(QStringLiteral("select stripe_customer_id from billing.vendors"))},
        {QStringLiteral("client_reference_id"), acme},
        {QStringLiteral("line_items[0][price]"), QStringLiteral("price_pro_year")},
        {QStringLiteral("line_items[0][quantity]"), QStringLiteral("1")},
        {QStringLiteral("success_url"),
         base + QStringLiteral("?checkout=success&session_id={CHECKOUT_SESSION_ID}")},
        {QStringLiteral("cancel_url"), base + QStringLiteral("?checkout=cancelled")},
        {QStringLiteral("metadata[kind]"), QStringLiteral("base")},
        {QStringLiteral("metadata[vendor_code]"), acme},
        {QStringLiteral("metadata[tier_code]"), QStringLiteral("professional")},
        {QStringLiteral("subscription_data[metadata][kind]"), QStringLiteral("base")},
        {QStringLiteral("subscription_data[metadata][vendor_code]"), acme},
        {QStringLiteral("subscription_data[metadata][tier_code]"), QStringLiteral("professional")},
    };
    for (auto it = expected.begin(); it != expected.end(); ++it)
        QCOMPARE(sent(call, it.key()), it.value());
    const QString operation = world.value(QStringLiteral(
        "select operation_id from billing.stripe_operations where kind = 'checkout.create'"));
    QCOMPARE(sent(call, QStringLiteral("metadata[operation_id]")), operation);
    QCOMPARE(sent(call, QStringLiteral("subscription_data[metadata][operation_id]")), operation);
    QVERIFY(!call.idempotencyKey.isEmpty());
    // Nothing else, and in particular no trial.
    QCOMPARE(call.parameters.pairs().size(), std::size_t(expected.size() + 2));
    QCOMPARE(world.operations(),
             QStringLiteral("customer.create succeeded, checkout.create succeeded"));
}

void TestCheckout::handsOverWhatIsLeftOfTheTrial_data()
{
    QTest::addColumn<SubscriptionState>("state");
    QTest::addColumn<qint64>("secondsLeft");
    QTest::addColumn<bool>("isHandedOver");
    const qint64 twoDays = 48 * 3600;
    QTest::newRow("plenty") << SubscriptionState::LocalTrial << 20 * qint64(86400) << true;
    QTest::newRow("enough") << SubscriptionState::LocalTrial << twoDays + 120 << true;
    QTest::newRow("too little") << SubscriptionState::LocalTrial << twoDays - 1 << false;
    QTest::newRow("cancelled, to its end")
        << SubscriptionState::LocalTrialEnding << 20 * qint64(86400) << true;
    QTest::newRow("over") << SubscriptionState::LocalTrial << qint64(-1) << false;
    QTest::newRow("given up") << SubscriptionState::Cancelled << 20 * qint64(86400) << false;
}

void TestCheckout::handsOverWhatIsLeftOfTheTrial()
{
    QFETCH(SubscriptionState, state);
    QFETCH(qint64, secondsLeft);
    QFETCH(bool, isHandedOver);
    BillingWorld world;
    world.standIn(state);
    const QDateTime end = world.now().addSecs(secondsLeft);
    world.execute(QStringLiteral("update billing.vendor_subscriptions set trial_ends_at = ?"),
                  {end});
    QVERIFY(world.service.checkout(world.session(), acme, monthly("professional"), actor));
    const StripeCall call = world.stripe.lastChange();
    const QString expected = isHandedOver ? QString::number(end.toSecsSinceEpoch()) : QString();
    QCOMPARE(sent(call, QStringLiteral("subscription_data[trial_end]")), expected);
    QCOMPARE(sent(call, QStringLiteral("subscription_data[trial_settings][end_behavior]"
                                       "[missing_payment_method]")),
             isHandedOver ? QStringLiteral("cancel") : QString());
}

void TestCheckout::makesOneCustomerForEver()
{
    BillingWorld world;
    const auto first = world.service.checkout(world.session(), acme, monthly("essential"), actor);
    QVERIFY(first);
    QVERIFY(markCheckoutExpired(world.session(), first->sessionId));
    world.stripe.forgetCalls();
    QVERIFY(world.service.checkout(world.session(), acme, monthly("essential"), actor));
    QCOMPARE(world.stripe.changes(), QStringList{createSession});
}

void TestCheckout::givesTheOpenSessionAgain()
{
    BillingWorld world;
    world.standIn(SubscriptionState::LocalTrial);
    const auto first = world.service.checkout(world.session(), acme, monthly("essential"), actor);
    world.stripe.forgetCalls();
    const auto second = world.service.checkout(world.session(), acme, monthly("essential"), actor);
    QVERIFY(first && second);
    QCOMPARE(second->sessionId, first->sessionId);
    QCOMPARE(second->url, first->url);
    QCOMPARE(world.stripe.changes(), QStringList());
    // A day later there is too little left of the trial to hand it over anew; the session still
    // does.
    world.clock.advanceSeconds(28 * 86400 - 3600);
    const auto third = world.service.checkout(world.session(), acme, monthly("essential"), actor);
    QVERIFY(third);
    QCOMPARE(third->sessionId, first->sessionId);
}

void TestCheckout::expiresTheOpenSessionOfAnotherChoice()
{
    BillingWorld world;
    const auto first = world.service.checkout(world.session(), acme, monthly("essential"), actor);
    QVERIFY(first);
    world.stripe.forgetCalls();
    const auto second =
        world.service.checkout(world.session(), acme, {QStringLiteral("essential"), true}, actor);
    QVERIFY(second);
    QVERIFY(second->sessionId != first->sessionId);
    QCOMPARE(world.stripe.changes(),
             (QStringList{QStringLiteral("POST ") + sessionPath(*first) + QStringLiteral("/expire"),
                          createSession}));
    QCOMPARE(world.value(QStringLiteral("select string_agg(state, ' ' order by created_at) "
                                        "from billing.checkout_sessions")),
             QStringLiteral("expired open"));
}

void TestCheckout::doesNotReuseASessionThatRanOut()
{
    BillingWorld world;
    const auto first = world.service.checkout(world.session(), acme, monthly("essential"), actor);
    QVERIFY(first);
    world.stripe.set(sessionPath(*first), QStringLiteral("status"), QStringLiteral("expired"));
    const auto second = world.service.checkout(world.session(), acme, monthly("essential"), actor);
    QVERIFY(second);
    QVERIFY(second->sessionId != first->sessionId);
}

void TestCheckout::doesNotSellTwiceAfterThePayment()
{
    BillingWorld world;
    const auto link = world.service.checkout(world.session(), acme, monthly("essential"), actor);
    QVERIFY(link);
    world.stripe.set(sessionPath(*link), QStringLiteral("status"), QStringLiteral("complete"));
    world.stripe.set(sessionPath(*link), QStringLiteral("subscription"), QStringLiteral("sub_new"));
    world.stripe.forgetCalls();
    // The first look tells it, the second time it is known.
    for (int i = 0; i < 2; ++i) {
        const auto again =
            world.service.checkout(world.session(), acme, monthly("business"), actor);
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::AlreadySubscribed);
    }
    QCOMPARE(world.stripe.changes(), QStringList());
}

void TestCheckout::noticesAPaymentWhileItExpiresTheSession()
{
    BillingWorld world;
    const auto link = world.service.checkout(world.session(), acme, monthly("essential"), actor);
    QVERIFY(link);
    const QString path = sessionPath(*link);
    world.stripe.before("POST", path, [&] {
        world.stripe.set(path, QStringLiteral("status"), QStringLiteral("complete"));
        world.stripe.set(path, QStringLiteral("subscription"), QStringLiteral("sub_new"));
    });
    const auto other = world.service.checkout(world.session(), acme, monthly("business"), actor);
    QVERIFY(!other);
    QCOMPARE(other.error().code, ErrorCode::AlreadySubscribed);
    QVERIFY(!world.stripe.changes().last().endsWith(QLatin1String("/sessions")));
}

void TestCheckout::waitsForTheSubscriptionOfACompletedSession()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Cancelled);
    const auto link = world.service.checkout(world.session(), acme, monthly("essential"), actor);
    QVERIFY(link);
    QVERIFY(markCheckoutCompleted(world.session(), link->sessionId, QStringLiteral("sub_new")));
    const auto again = world.service.checkout(world.session(), acme, monthly("essential"), actor);
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::AlreadySubscribed);
    // Once the subscription is known, and over, there may be another.
    world.execute(QStringLiteral("update billing.vendor_subscriptions set "
                                 "stripe_subscription_id = 'sub_new'"));
    QVERIFY(world.service.checkout(world.session(), acme, monthly("essential"), actor));
}

void TestCheckout::endsASubscriptionWhoseDebitFailed_data()
{
    QTest::addColumn<SubscriptionState>("state");
    QTest::newRow("waiting for its first payment") << SubscriptionState::Incomplete;
    QTest::newRow("past due") << SubscriptionState::PastDue;
    QTest::newRow("overdue") << SubscriptionState::Overdue;
}

void TestCheckout::endsASubscriptionWhoseDebitFailed()
{
    QFETCH(SubscriptionState, state);
    BillingWorld world;
    world.standIn(state);
    QVERIFY(!world.service.checkout(world.session(), acme, monthly("essential"), actor));
    failDebit(world);
    world.stripe.forgetCalls();
    for (int i = 0; i < 2; ++i) // the second is given the open session
        QVERIFY(world.service.checkout(world.session(), acme, monthly("essential"), actor));
    QCOMPARE(world.stripe.changes(),
             (QStringList{QStringLiteral("DELETE ") + subscriptionPath, createSession}));
}

void TestCheckout::keepsASubscriptionThatWasPaidAfterAll()
{
    BillingWorld world;
    world.standIn(SubscriptionState::PastDue); // months later
    failDebit(world);
    world.execute(QStringLiteral("insert into billing.billing_history (vendor_id, "
                                 "stripe_invoice_id, stripe_subscription_id, status, currency, "
                                 "total_cents, invoice_date) select id, 'in_1', 'sub_1', 'paid', "
                                 "'eur', 9900, now() from billing.vendors"));
    world.stripe.forgetCalls();
    const auto link = world.service.checkout(world.session(), acme, monthly("essential"), actor);
    QVERIFY(!link);
    QCOMPARE(link.error().code, ErrorCode::AlreadySubscribed);
    QCOMPARE(world.stripe.changes(), QStringList());
}

void TestCheckout::startsAnewWhenTheCustomerWasDeleted()
{
    BillingWorld world;
    const auto first = world.service.checkout(world.session(), acme, monthly("essential"), actor);
    QVERIFY(first);
    world.stripe.set(sessionPath(*first), QStringLiteral("customer"),
                     world.value(QStringLiteral("select stripe_customer_id from billing.vendors")));
    world.execute(QStringLiteral("update billing.vendors set stripe_customer_id = null"));
    world.stripe.forgetCalls();
    const auto second = world.service.checkout(world.session(), acme, monthly("essential"), actor);
    QVERIFY(second);
    QVERIFY(second->sessionId != first->sessionId);
    QCOMPARE(world.stripe.changes(),
             (QStringList{QStringLiteral("POST ") + sessionPath(*first) + QStringLiteral("/expire"),
                          QStringLiteral("POST /v1/customers"), createSession}));
}

void TestCheckout::keepsTheCurrencyOfTheCustomer()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Cancelled);
    world.execute(QStringLiteral("update billing.vendor_subscriptions set currency = 'usd'"));
    QVERIFY(world.service.checkout(world.session(), acme, monthly("business"), actor));
    QCOMPARE(sent(world.stripe.lastChange(), QStringLiteral("line_items[0][price]")),
             QStringLiteral("price_biz_usd_month"));
    const auto none = world.service.checkout(world.session(), acme, monthly("essential"), actor);
    QVERIFY(!none);
    QCOMPARE(none.error().code, ErrorCode::StripePriceNotConfigured);
}

void TestCheckout::refusesWhatIsNotForSale()
{
    BillingWorld world;
    const auto codeOf = [&](const QString &vendor, const TierWish &wish) {
        const auto link = world.service.checkout(world.session(), vendor, wish, actor);
        return link ? QStringLiteral("sold") : errorCodeName(link.error().code);
    };
    QCOMPARE(codeOf(acme, monthly("platinum")), QStringLiteral("tier_not_found"));
    QCOMPARE(codeOf(QStringLiteral("NOBODY"), monthly("essential")), QStringLiteral("not_found"));
    QCOMPARE(codeOf(acme, {QStringLiteral("business"), true}),
             QStringLiteral("stripe_price_not_configured"));
    const auto enterprise =
        world.service.checkout(world.session(), acme, monthly("enterprise"), actor);
    QVERIFY(!enterprise);
    QCOMPARE(enterprise.error().code, ErrorCode::StripePriceNotConfigured);
    QVERIFY(enterprise.error().message.contains(QLatin1String("contact")));
    world.execute(QStringLiteral("update billing.subscription_tiers set is_active = false "
                                 "where code = 'business'"));
    QCOMPARE(codeOf(acme, monthly("business")), QStringLiteral("tier_not_found"));
    QCOMPARE(world.stripe.changes(), QStringList());
}

void TestCheckout::saysWhenThePaymentSystemIsNotConfigured()
{
    BillingWorld world;
    world.execute(QStringLiteral("update billing.subscription_tiers set "
                                 "stripe_price_monthly_id = null"));
    const auto link =
        world.unconfigured.checkout(world.session(), acme, monthly("essential"), actor);
    QVERIFY(!link);
    QCOMPARE(link.error().code, ErrorCode::PaymentSystemNotConfigured);
    QCOMPARE(world.stripe.calls().size(), std::size_t(0));
}

// Stripe made the session, but the answer was lost: the next call finds that one, not a second.
void TestCheckout::finishesWhatWasInterrupted()
{
    BillingWorld world;
    world.stripe.lose("POST", QStringLiteral("/v1/checkout/sessions"), true);
    const auto lost = world.service.checkout(world.session(), acme, monthly("essential"), actor);
    QVERIFY(!lost);
    QCOMPARE(lost.error().code, ErrorCode::PaymentSystemFailed);
    QCOMPARE(world.operations(),
             QStringLiteral("customer.create succeeded, checkout.create pending"));
    const auto found = world.service.checkout(world.session(), acme, monthly("essential"), actor);
    QVERIFY2(found, qPrintable(found ? QString() : found.error().message));
    QCOMPARE(world.operations(),
             QStringLiteral("customer.create succeeded, checkout.create succeeded"));
    QCOMPARE(world.value(QStringLiteral("select string_agg(stripe_session_id, ' ') "
                                        "from billing.checkout_sessions")),
             found->sessionId);
}

void TestCheckout::doesNothingNewWhileAnOutcomeIsUnknown()
{
    BillingWorld world;
    world.stripe.lose("POST", QStringLiteral("/v1/customers"), false);
    QVERIFY(!world.service.checkout(world.session(), acme, monthly("essential"), actor));
    world.stripe.lose("POST", QStringLiteral("/v1/customers"), false);
    world.stripe.forgetCalls();
    const auto refused = world.service.checkout(world.session(), acme, monthly("essential"), actor);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Unavailable);
    QCOMPARE(world.stripe.changes(), QStringList{createCustomer});
}

QTEST_GUILESS_MAIN(TestCheckout)
#include "test_checkout.moc"
