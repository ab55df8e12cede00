#include "app/sandbox/billing/checkout.h"
#include "app/sandbox/billing/subscriptions.h"
#include "tests/unit/sandbox/billingsteps.h"

#include <QJsonArray>
#include <QTest>

using namespace Orion;
using namespace Orion::Sandbox;
using namespace Qt::StringLiterals;

class TestSandboxBilling : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPaidSubscriptionTellsItsWholeStory();
    void aCustomerWithoutACardCannotSubscribe();
    void aDecliningCardLeavesItIncomplete();
    void anIncompleteOneBecomesActiveByPaying();
    void aTrialStartsFreeAndIsBilledAtItsEnd();
    void aTrialWithoutACardEndsAsItSays_data();
    void aTrialWithoutACardEndsAsItSays();
    void aPeriodRenewsWhenItIsOver();
    void aFailedRenewalIsRetriedAndThenGivenUp();
    void aFailedRenewalRecovers();
    void taxFollowsThePricesBehavior_data();
    void taxFollowsThePricesBehavior();
    void aCreditIsUsedUpByTheNextInvoice();
};

void TestSandboxBilling::aPaidSubscriptionTellsItsWholeStory()
{
    SandboxFixture sandbox;
    const QString price = sandbox.price();
    const QString customer = sandbox.customer();
    const qsizetype before = sandbox.eventTypes().size();
    const QJsonObject subscription =
        sandbox.post("/v1/subscriptions", "customer=" + customer.toLatin1() + "&items[0][price]=" +
                                              price.toLatin1() + "&metadata[vendor_code]=V1");
    QCOMPARE(text(subscription, "status"), u"active"_s);
    const QJsonObject invoice = latestInvoice(sandbox, subscription);
    QCOMPARE(text(invoice, "status"), u"paid"_s);
    QCOMPARE(number(invoice, "total"), 9900);
    QCOMPARE(number(invoice, "amount_paid"), 9900);
    QCOMPARE(number(invoice, "amount_remaining"), 0);
    QVERIFY(text(invoice, "number").endsWith("-0001"_L1));
    QCOMPARE(
        sandbox.eventTypes().mid(before),
        (QStringList{u"customer.subscription.created"_s, u"invoice.created"_s,
                     u"invoice.finalized"_s, u"payment_intent.created"_s, u"charge.succeeded"_s,
                     u"payment_intent.succeeded"_s, u"invoice.updated"_s, u"invoice.paid"_s,
                     u"invoice.payment_succeeded"_s, u"invoice_payment.paid"_s}));
    const QJsonObject payment = sandbox.lastEvent(u"invoice_payment.paid"_s)
                                    .value("data"_L1)
                                    .toObject()
                                    .value("object"_L1)
                                    .toObject();
    QCOMPARE(text(payment, "invoice"), text(invoice, "id"));
    QVERIFY(text(payment.value("payment"_L1).toObject(), "payment_intent").startsWith("pi_"_L1));
    const QJsonObject details =
        invoice.value("parent"_L1).toObject().value("subscription_details"_L1).toObject();
    QCOMPARE(text(details.value("metadata"_L1).toObject(), "vendor_code"), u"V1"_s);
}

void TestSandboxBilling::aCustomerWithoutACardCannotSubscribe()
{
    SandboxFixture sandbox;
    const QByteArray customer = text(sandbox.post("/v1/customers"), "id").toLatin1();
    const QByteArray price = sandbox.price().toLatin1();
    const QJsonObject answer =
        sandbox.post("/v1/subscriptions", "customer=" + customer + "&items[0][price]=" + price);
    QCOMPARE(errorCode(answer), u"resource_missing"_s);
    QVERIFY(!sandbox.eventTypes().contains("customer.subscription.created"_L1));
}

void TestSandboxBilling::aDecliningCardLeavesItIncomplete()
{
    SandboxFixture sandbox;
    const QByteArray form =
        "customer=" + sandbox.customer("pm_card_chargeCustomerFail").toLatin1() +
        "&items[0][price]=" + sandbox.price().toLatin1();
    const QJsonObject subscription = sandbox.post("/v1/subscriptions", form);
    QCOMPARE(text(subscription, "status"), u"incomplete"_s);
    const QJsonObject invoice = latestInvoice(sandbox, subscription);
    QCOMPARE(text(invoice, "status"), u"open"_s);
    QCOMPARE(number(invoice, "attempt_count"), 1);
    QVERIFY(sandbox.eventTypes().contains("invoice.payment_failed"_L1));
    const auto refused =
        sandbox.call("POST", "/v1/subscriptions", form + "&payment_behavior=error_if_incomplete");
    QCOMPARE(refused.status, 402);
}

void TestSandboxBilling::anIncompleteOneBecomesActiveByPaying()
{
    SandboxFixture sandbox;
    const QJsonObject subscription =
        sandbox.subscribe(sandbox.price(), "&payment_behavior=default_incomplete");
    QCOMPARE(text(subscription, "status"), u"incomplete"_s);
    const QByteArray pay = path(latestInvoice(sandbox, subscription), "invoices") + "/pay";
    QCOMPARE(text(sandbox.post(pay), "status"), u"paid"_s);
    QCOMPARE(text(present(sandbox, subscription), "status"), u"active"_s);
    QVERIFY(sandbox.post(pay).contains("error"_L1));
}

void TestSandboxBilling::aTrialStartsFreeAndIsBilledAtItsEnd()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price(), "&trial_period_days=14");
    const qint64 end = sandbox.state.now() + 14 * day;
    QCOMPARE(text(subscription, "status"), u"trialing"_s);
    QCOMPARE(number(subscription, "trial_end"), end);
    QCOMPARE(number(firstItem(subscription), "current_period_end"), end);
    QCOMPARE(number(latestInvoice(sandbox, subscription), "total"), 0);
    QCOMPARE(text(latestInvoice(sandbox, subscription), "status"), u"paid"_s);
    pass(sandbox, 14 * day - 1);
    QCOMPARE(text(present(sandbox, subscription), "status"), u"trialing"_s);
    pass(sandbox, 1);
    const QJsonObject active = present(sandbox, subscription);
    QCOMPARE(text(active, "status"), u"active"_s);
    QCOMPARE(number(firstItem(active), "current_period_start"), end);
    QCOMPARE(number(latestInvoice(sandbox, subscription), "amount_paid"), 9900);
    QCOMPARE(text(previousOf(sandbox), "status"), u"trialing"_s);
}

void TestSandboxBilling::aTrialWithoutACardEndsAsItSays_data()
{
    QTest::addColumn<QByteArray>("behavior");
    QTest::addColumn<QString>("status");
    QTest::newRow("cancel") << QByteArray("cancel") << u"canceled"_s;
    QTest::newRow("pause") << QByteArray("pause") << u"paused"_s;
    QTest::newRow("invoice") << QByteArray("create_invoice") << u"past_due"_s;
}

void TestSandboxBilling::aTrialWithoutACardEndsAsItSays()
{
    QFETCH(QByteArray, behavior);
    QFETCH(QString, status);
    SandboxFixture sandbox;
    const QByteArray customer = text(sandbox.post("/v1/customers"), "id").toLatin1();
    const QJsonObject subscription =
        sandbox.post("/v1/subscriptions",
                     "customer=" + customer +
                         "&trial_period_days=1&items[0][price]=" + sandbox.price().toLatin1() +
                         "&trial_settings[end_behavior][missing_payment_method]=" + behavior);
    pass(sandbox, day);
    QCOMPARE(text(present(sandbox, subscription), "status"), status);
}

void TestSandboxBilling::aPeriodRenewsWhenItIsOver()
{
    SandboxFixture sandbox; // it is 31 January
    const QJsonObject subscription = sandbox.subscribe(sandbox.price());
    const qint64 end = number(firstItem(subscription), "current_period_end");
    QCOMPARE(end - sandbox.state.now(), 28 * day);
    pass(sandbox, 28 * day);
    const QJsonObject renewed = present(sandbox, subscription);
    QCOMPARE(number(firstItem(renewed), "current_period_start"), end);
    QCOMPARE(number(firstItem(renewed), "current_period_end"), end + 31 * day);
    const QJsonObject invoice = latestInvoice(sandbox, subscription);
    QCOMPARE(text(invoice, "billing_reason"), u"subscription_cycle"_s);
    QCOMPARE(text(invoice, "status"), u"paid"_s);
    QVERIFY(text(invoice, "number").endsWith("-0002"_L1));
    const QJsonArray previous =
        previousOf(sandbox).value("items"_L1).toObject().value("data"_L1).toArray();
    QCOMPARE(number(previous.first().toObject(), "current_period_end"), end);
    const qsizetype told = sandbox.eventTypes().size();
    pass(sandbox, 1);
    QCOMPARE(sandbox.eventTypes().size(), told);
}

void TestSandboxBilling::aFailedRenewalIsRetriedAndThenGivenUp()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price());
    breakCard(sandbox, subscription);
    pass(sandbox, 28 * day);
    QCOMPARE(text(present(sandbox, subscription), "status"), u"past_due"_s);
    QCOMPARE(number(latestInvoice(sandbox, subscription), "attempt_count"), 1);
    for (const int wait : {3, 5}) {
        pass(sandbox, wait * day);
        QCOMPARE(text(present(sandbox, subscription), "status"), u"past_due"_s);
    }
    QCOMPARE(number(latestInvoice(sandbox, subscription), "attempt_count"), 3);
    pass(sandbox, 7 * day);
    const QJsonObject over = present(sandbox, subscription);
    QCOMPARE(text(over, "status"), u"canceled"_s);
    QCOMPARE(number(over, "ended_at"), sandbox.state.now());
    QCOMPARE(number(latestInvoice(sandbox, subscription), "attempt_count"), 4);
    QVERIFY(sandbox.eventTypes().contains("customer.subscription.deleted"_L1));
}

void TestSandboxBilling::aFailedRenewalRecovers()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price());
    breakCard(sandbox, subscription);
    pass(sandbox, 28 * day);
    const QByteArray pay = path(latestInvoice(sandbox, subscription), "invoices") + "/pay";
    QCOMPARE(sandbox.call("POST", pay).status, 402);
    QCOMPARE(number(latestInvoice(sandbox, subscription), "attempt_count"), 2);
    const QJsonObject paid = sandbox.post(pay, "payment_method=pm_card_visa");
    QCOMPARE(text(paid, "status"), u"paid"_s);
    QVERIFY(paid.value("next_payment_attempt"_L1).isNull());
    QCOMPARE(text(present(sandbox, subscription), "status"), u"active"_s);
    QCOMPARE(sandbox.get("/v1/invoice_payments?invoice=" + text(paid, "id").toLatin1())
                 .value("data"_L1)
                 .toArray()
                 .size(),
             1);
}

void TestSandboxBilling::taxFollowsThePricesBehavior_data()
{
    QTest::addColumn<QByteArray>("behavior");
    QTest::addColumn<qint64>("total");
    QTest::addColumn<qint64>("tax");
    QTest::addColumn<qint64>("net");
    QTest::newRow("exclusive") << QByteArray("exclusive") << qint64(11781) << qint64(1881)
                               << qint64(9900);
    QTest::newRow("inclusive") << QByteArray("inclusive") << qint64(9900) << qint64(1581)
                               << qint64(8319);
}

void TestSandboxBilling::taxFollowsThePricesBehavior()
{
    QFETCH(QByteArray, behavior);
    QFETCH(qint64, total);
    QFETCH(qint64, tax);
    QFETCH(qint64, net);
    SandboxFixture sandbox;
    const QString price = sandbox.price();
    sandbox.post("/v1/prices/" + price.toLatin1(), "tax_behavior=" + behavior);
    const QJsonObject subscription = sandbox.subscribe(price, "&automatic_tax[enabled]=true");
    const QJsonObject invoice = latestInvoice(sandbox, subscription);
    QCOMPARE(number(invoice, "total"), total);
    QCOMPARE(number(invoice, "amount_paid"), total);
    QCOMPARE(number(invoice, "total_excluding_tax"), net);
    const QJsonObject taxes = invoice.value("total_taxes"_L1).toArray().first().toObject();
    QCOMPARE(number(taxes, "amount"), tax);
    QCOMPARE(text(taxes, "tax_behavior"), QString::fromLatin1(behavior));
}

void TestSandboxBilling::aCreditIsUsedUpByTheNextInvoice()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price(5600));
    sandbox.clock.advanceSeconds(14 * day);
    const QByteArray change = changeTo(subscription, sandbox.price(2800));
    sandbox.post(path(subscription, "subscriptions"),
                 change + "&proration_behavior=always_invoice");
    const QJsonObject credit = latestInvoice(sandbox, subscription);
    QCOMPARE(number(credit, "total"), 1400 - 2800);
    QCOMPARE(number(credit, "amount_due"), 0);
    QCOMPARE(text(credit, "status"), u"paid"_s);
    const QByteArray customer = "/v1/customers/" + text(subscription, "customer").toLatin1();
    QCOMPARE(sandbox.get(customer).value("balance"_L1).toInteger(), -1400);
    pass(sandbox, 14 * day);
    const QJsonObject next = latestInvoice(sandbox, subscription);
    QCOMPARE(number(next, "total"), 2800);
    QCOMPARE(number(next, "amount_paid"), 1400);
    QCOMPARE(sandbox.get(customer).value("balance"_L1).toInteger(), 0);
}

QTEST_GUILESS_MAIN(TestSandboxBilling)
#include "test_sandbox_billing.moc"
