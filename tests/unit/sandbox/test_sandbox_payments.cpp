#include "tests/unit/sandbox/billingsteps.h"

#include <QJsonArray>
#include <QTest>

using namespace Orion;
using namespace Orion::Sandbox;
using namespace Qt::StringLiterals;

class TestSandboxPayments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDeclinedUpgradeWaitsForItsPayment();
    void aWaitingUpgradeIsForgottenAfter23Hours();
    void anotherChangeTakesThePlaceOfOneThatWaits();
    void whatCannotWaitIsRefused();
    void aDeclinedUpgradeWithoutABehaviorIsOverdue();
    void cardsDeclineWithReasonsOfTheirOwn_data();
    void cardsDeclineWithReasonsOfTheirOwn();
    void aBankThatAsksLeavesAnActionToTake();
    void anUnpaidFirstInvoiceExpires();
    void afterTheLastAttemptItMayStayUnpaid();
    void aRefundIsToldByItsCharge();
    void aDisputedChargeIsTold();
    void aDisputeIsWonOrLost_data();
    void aDisputeIsWonOrLost();
};

namespace
{

QByteArray upgradeThatWaits(SandboxFixture &sandbox, const QJsonObject &subscription,
                            int amount = 5600)
{
    return changeTo(subscription, sandbox.price(amount)) +
           "&proration_behavior=always_invoice&payment_behavior=pending_if_incomplete";
}

QString priceOf(const QJsonObject &subscription)
{
    return text(firstItem(subscription).value("price"_L1).toObject(), "id");
}

} // namespace

void TestSandboxPayments::aDeclinedUpgradeWaitsForItsPayment()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price(2800));
    breakCard(sandbox, subscription);
    sandbox.clock.advanceSeconds(7 * day);
    const QJsonObject waiting =
        sandbox.post(path(subscription, "subscriptions"),
                     upgradeThatWaits(sandbox, subscription) + "&metadata[operation_id]=op-1");
    QCOMPARE(text(waiting, "status"), u"active"_s);
    QCOMPARE(priceOf(waiting), priceOf(subscription));
    QVERIFY(waiting.value("metadata"_L1).toObject().isEmpty());
    const QJsonObject pending = waiting.value("pending_update"_L1).toObject();
    QCOMPARE(number(pending, "expires_at"), sandbox.state.now() + 23 * 3600);
    QCOMPARE(text(pending.value("metadata"_L1).toObject(), "operation_id"), u"op-1"_s);
    const QJsonObject wanted = pending.value("subscription_items"_L1).toArray().first().toObject();
    QVERIFY(text(wanted.value("price"_L1).toObject(), "id") != priceOf(subscription));
    const QJsonObject invoice = latestInvoice(sandbox, subscription);
    QCOMPARE(text(invoice, "status"), u"open"_s);
    QCOMPARE(number(invoice, "amount_due"), 4200 - 2100);
    QVERIFY(invoice.value("next_payment_attempt"_L1).isNull());

    sandbox.post(path(invoice, "invoices") + "/pay", "payment_method=pm_card_visa");
    const QJsonObject applied = present(sandbox, subscription);
    QVERIFY(applied.value("pending_update"_L1).isNull());
    QCOMPARE(priceOf(applied), text(wanted.value("price"_L1).toObject(), "id"));
    QCOMPARE(text(applied.value("metadata"_L1).toObject(), "operation_id"), u"op-1"_s);
    QCOMPARE(sandbox.eventTypes().last(), u"customer.subscription.pending_update_applied"_s);
}

void TestSandboxPayments::aWaitingUpgradeIsForgottenAfter23Hours()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price(2800));
    breakCard(sandbox, subscription);
    sandbox.post(path(subscription, "subscriptions"), upgradeThatWaits(sandbox, subscription));
    const QJsonObject invoice = latestInvoice(sandbox, subscription);
    pass(sandbox, 23 * 3600 - 1);
    QVERIFY(present(sandbox, subscription).value("pending_update"_L1).isObject());
    pass(sandbox, 1);
    QVERIFY(present(sandbox, subscription).value("pending_update"_L1).isNull());
    QCOMPARE(priceOf(present(sandbox, subscription)), priceOf(subscription));
    QCOMPARE(text(sandbox.get(path(invoice, "invoices")), "status"), u"void"_s);
    QVERIFY(sandbox.eventTypes().contains("customer.subscription.pending_update_expired"_L1));
}

void TestSandboxPayments::anotherChangeTakesThePlaceOfOneThatWaits()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price(2800));
    breakCard(sandbox, subscription);
    sandbox.post(path(subscription, "subscriptions"), upgradeThatWaits(sandbox, subscription));
    const QJsonObject first = latestInvoice(sandbox, subscription);
    sandbox.post(path(subscription, "subscriptions"),
                 upgradeThatWaits(sandbox, subscription, 8400));
    QCOMPARE(text(sandbox.get(path(first, "invoices")), "status"), u"void"_s);
    const QJsonObject second = latestInvoice(sandbox, subscription);
    QCOMPARE(number(second, "amount_due"), 8400 - 2800);
    QCOMPARE(text(second, "status"), u"open"_s);
}

void TestSandboxPayments::whatCannotWaitIsRefused()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price(2800));
    const QByteArray form = upgradeThatWaits(sandbox, subscription) + "&description=not+with+this";
    const QJsonObject answer = sandbox.post(path(subscription, "subscriptions"), form);
    QCOMPARE(text(answer.value("error"_L1).toObject(), "param"), u"description"_s);
    QCOMPARE(present(sandbox, subscription), subscription);
}

void TestSandboxPayments::aDeclinedUpgradeWithoutABehaviorIsOverdue()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price(2800));
    breakCard(sandbox, subscription);
    const QJsonObject changed = sandbox.post(path(subscription, "subscriptions"),
                                             changeTo(subscription, sandbox.price(5600)) +
                                                 "&proration_behavior=always_invoice");
    QCOMPARE(text(changed, "status"), u"past_due"_s);
    QVERIFY(priceOf(changed) != priceOf(subscription));
}

void TestSandboxPayments::cardsDeclineWithReasonsOfTheirOwn_data()
{
    QTest::addColumn<QByteArray>("card");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("decline");
    QTest::newRow("declined") << QByteArray("pm_card_visa_chargeDeclined") << u"card_declined"_s
                              << u"generic_decline"_s;
    QTest::newRow("funds") << QByteArray("pm_card_visa_chargeDeclinedInsufficientFunds")
                           << u"card_declined"_s << u"insufficient_funds"_s;
    QTest::newRow("expired") << QByteArray("pm_card_chargeDeclinedExpiredCard") << u"expired_card"_s
                             << u"expired_card"_s;
}

void TestSandboxPayments::cardsDeclineWithReasonsOfTheirOwn()
{
    QFETCH(QByteArray, card);
    QFETCH(QString, code);
    QFETCH(QString, decline);
    SandboxFixture sandbox;
    const QByteArray customer = text(sandbox.post("/v1/customers"), "id").toLatin1();
    const QByteArray attach = "/v1/payment_methods/" + card + "/attach";
    QCOMPARE(sandbox.call("POST", attach, "customer=" + customer).status, 402);
    const QJsonObject error =
        sandbox.post(attach, "customer=" + customer).value("error"_L1).toObject();
    QCOMPARE(text(error, "code"), code);
    QCOMPARE(text(error, "decline_code"), decline);
}

void TestSandboxPayments::aBankThatAsksLeavesAnActionToTake()
{
    SandboxFixture sandbox;
    const QByteArray form =
        "customer=" + sandbox.customer("pm_card_authenticationRequired").toLatin1() +
        "&items[0][price]=" + sandbox.price().toLatin1();
    const QJsonObject refused =
        sandbox.post("/v1/subscriptions", form + "&payment_behavior=error_if_incomplete");
    QCOMPARE(errorCode(refused), u"subscription_payment_intent_requires_action"_s);
    const QJsonObject subscription = sandbox.post("/v1/subscriptions", form);
    QCOMPARE(text(subscription, "status"), u"incomplete"_s);
    const QJsonObject intent = sandbox.lastEvent(u"payment_intent.requires_action"_s)
                                   .value("data"_L1)
                                   .toObject()
                                   .value("object"_L1)
                                   .toObject();
    QCOMPARE(text(intent, "status"), u"requires_action"_s);
    QVERIFY(sandbox.eventTypes().contains("invoice.payment_action_required"_L1));
}

void TestSandboxPayments::anUnpaidFirstInvoiceExpires()
{
    SandboxFixture sandbox;
    const QJsonObject subscription =
        sandbox.subscribe(sandbox.price(), "&payment_behavior=default_incomplete");
    pass(sandbox, 23 * 3600);
    QCOMPARE(text(present(sandbox, subscription), "status"), u"incomplete_expired"_s);
    QCOMPARE(text(latestInvoice(sandbox, subscription), "status"), u"void"_s);
}

void TestSandboxPayments::afterTheLastAttemptItMayStayUnpaid()
{
    SandboxFixture sandbox;
    sandbox.state.setSettings({true});
    const QJsonObject subscription = sandbox.subscribe(sandbox.price());
    breakCard(sandbox, subscription);
    for (const qint64 days : {28, 3, 5, 7})
        pass(sandbox, days * day);
    QCOMPARE(text(present(sandbox, subscription), "status"), u"unpaid"_s);
    const QByteArray owed = path(latestInvoice(sandbox, subscription), "invoices");
    pass(sandbox, 31 * day);
    QCOMPARE(text(latestInvoice(sandbox, subscription), "status"), u"draft"_s);
    QCOMPARE(text(sandbox.get(owed), "status"), u"open"_s);
    sandbox.post(path(latestInvoice(sandbox, subscription), "invoices") + "/pay",
                 "payment_method=pm_card_visa");
    QCOMPARE(text(present(sandbox, subscription), "status"), u"active"_s);
}

void TestSandboxPayments::aRefundIsToldByItsCharge()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price());
    const QJsonObject payment = sandbox.get("/v1/invoice_payments?invoice=" +
                                            text(subscription, "latest_invoice").toLatin1());
    const QByteArray intent =
        text(payment.value("data"_L1).toArray().first().toObject().value("payment"_L1).toObject(),
             "payment_intent")
            .toLatin1();
    const QByteArray form = "payment_intent=" + intent;
    const QJsonObject part = sandbox.post("/v1/refunds", form + "&amount=900");
    QCOMPARE(number(part, "amount"), 900);
    QCOMPARE(text(part, "status"), u"succeeded"_s);
    const QJsonObject event = sandbox.lastEvent(u"charge.refunded"_s);
    const QJsonObject charge = event.value("data"_L1).toObject().value("object"_L1).toObject();
    QCOMPARE(number(charge, "amount_refunded"), 900);
    QCOMPARE(text(charge, "payment_intent"), QString::fromLatin1(intent));
    QVERIFY(!charge.value("refunded"_L1).toBool());
    QVERIFY(!charge.contains("invoice"_L1));
    QVERIFY(sandbox.post("/v1/refunds", form + "&amount=9001").contains("error"_L1));
    QCOMPARE(number(sandbox.post("/v1/refunds", form), "amount"), 9000);
    QCOMPARE(errorCode(sandbox.post("/v1/refunds", form)), u"charge_already_refunded"_s);
}

void TestSandboxPayments::aDisputedChargeIsTold()
{
    SandboxFixture sandbox;
    sandbox.post("/v1/subscriptions",
                 "customer=" + sandbox.customer("pm_card_createDispute").toLatin1() +
                     "&items[0][price]=" + sandbox.price().toLatin1());
    const QJsonObject dispute = sandbox.lastEvent(u"charge.dispute.created"_s)
                                    .value("data"_L1)
                                    .toObject()
                                    .value("object"_L1)
                                    .toObject();
    QCOMPARE(number(dispute, "amount"), 9900);
    const QJsonObject charge = sandbox.get("/v1/charges/" + text(dispute, "charge").toLatin1());
    QVERIFY(charge.value("disputed"_L1).toBool());
    QCOMPARE(charge.value("payment_intent"_L1), dispute.value("payment_intent"_L1));
    QVERIFY(!sandbox.lastEvent(u"charge.dispute.funds_withdrawn"_s).isEmpty());
}

void TestSandboxPayments::aDisputeIsWonOrLost_data()
{
    QTest::addColumn<QByteArray>("call");
    QTest::addColumn<QByteArray>("form");
    QTest::addColumn<QString>("status");
    QTest::addColumn<bool>("isClosed");
    QTest::newRow("good evidence")
        << QByteArray() << QByteArray("evidence[uncategorized_text]=winning_evidence") << "won"
        << true;
    QTest::newRow("bad evidence") << QByteArray()
                                  << QByteArray("evidence[uncategorized_text]=losing_evidence")
                                  << "lost" << true;
    QTest::newRow("given up") << QByteArray("/close") << QByteArray() << "lost" << true;
    QTest::newRow("some evidence")
        << QByteArray() << QByteArray("evidence[uncategorized_text]=Here it is") << "under_review"
        << false;
}

void TestSandboxPayments::aDisputeIsWonOrLost()
{
    QFETCH(QByteArray, call);
    QFETCH(QByteArray, form);
    QFETCH(QString, status);
    QFETCH(bool, isClosed);
    SandboxFixture sandbox;
    sandbox.post("/v1/subscriptions",
                 "customer=" + sandbox.customer("4000000000000259").toLatin1() +
                     "&items[0][price]=" + sandbox.price().toLatin1());
    const QJsonArray disputes = sandbox.get("/v1/disputes").value("data"_L1).toArray();
    QCOMPARE(disputes.size(), 1);
    const QByteArray path = "/v1/disputes/" + text(disputes.first().toObject(), "id").toLatin1();
    QCOMPARE(text(sandbox.post(path + call, form), "status"), status);
    QCOMPARE(text(sandbox.get(path), "status"), status);
    QCOMPARE(!sandbox.lastEvent(u"charge.dispute.closed"_s).isEmpty(), isClosed);
    QCOMPARE(!sandbox.lastEvent(u"charge.dispute.funds_reinstated"_s).isEmpty(),
             status == "won"_L1);
    QCOMPARE(sandbox.post(path + "/close", {}).contains("error"_L1), isClosed);
}

QTEST_GUILESS_MAIN(TestSandboxPayments)
#include "test_sandbox_payments.moc"
