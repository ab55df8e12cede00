#include "tests/unit/sandbox/sandboxfixture.h"

#include "app/sandbox/billing/checkout.h"
#include "app/sandbox/billing/subscriptions.h"

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
    void cancellingNowEndsIt();
    void cancellingLaterEndsItWithThePeriod_data();
    void cancellingLaterEndsItWithThePeriod();
    void aCancellationCanBeWithdrawn();
    void anUpgradeIsProratedAndInvoiced();
    void aDowngradeWaitsForTheNextInvoice();
    void anotherIntervalStartsANewPeriod();
    void itemsWithoutTheirIdAreAdded();
    void aDeclinedUpgradeChangesNothing();
    void aPausedCollectionVoidsTheInvoice();
    void taxFollowsThePricesBehavior_data();
    void taxFollowsThePricesBehavior();
    void aCreditIsUsedUpByTheNextInvoice();
    void checkoutMakesSubscriptionAndCustomer();
    void checkoutWithATrialNeedsNoPayment();
    void checkoutExpires();
};

namespace
{

constexpr qint64 day = 86'400;

QByteArray path(const QJsonObject &object, const char *below)
{
    return QByteArray("/v1/") + below + '/' + text(object, "id").toLatin1();
}

QJsonObject latestInvoice(SandboxFixture &sandbox, const QJsonObject &subscription)
{
    const QJsonObject now = sandbox.get(path(subscription, "subscriptions"));
    return sandbox.get("/v1/invoices/" + text(now, "latest_invoice").toLatin1());
}

QJsonObject present(SandboxFixture &sandbox, const QJsonObject &subscription)
{
    return sandbox.get(path(subscription, "subscriptions"));
}

void pass(SandboxFixture &sandbox, qint64 seconds)
{
    sandbox.clock.advanceSeconds(seconds);
    doDueWork(sandbox.state, 100);
    expireOldCheckouts(sandbox.state);
}

QByteArray changeTo(const QJsonObject &subscription, const QString &price)
{
    return "items[0][id]=" + text(firstItem(subscription), "id").toLatin1() +
           "&items[0][price]=" + price.toLatin1();
}

// From here on the customer's card declines.
void breakCard(SandboxFixture &sandbox, const QJsonObject &subscription)
{
    const QByteArray customer = text(subscription, "customer").toLatin1();
    const QJsonObject card = sandbox.post("/v1/payment_methods/pm_card_chargeCustomerFail/attach",
                                          "customer=" + customer);
    sandbox.post("/v1/customers/" + customer,
                 "invoice_settings[default_payment_method]=" + text(card, "id").toLatin1());
}

QJsonObject previousOf(SandboxFixture &sandbox)
{
    return sandbox.lastEvent(u"customer.subscription.updated"_s)
        .value("data"_L1)
        .toObject()
        .value("previous_attributes"_L1)
        .toObject();
}

} // namespace

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
    QCOMPARE(sandbox.eventTypes().mid(before),
             (QStringList{u"customer.subscription.created"_s, u"invoice.created"_s,
                          u"invoice.finalized"_s, u"payment_intent.created"_s,
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

void TestSandboxBilling::cancellingNowEndsIt()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price());
    const QByteArray target = path(subscription, "subscriptions");
    QCOMPARE(sandbox.call("DELETE", target, "cancellation_details[comment]=too+dear").status, 200);
    const QJsonObject over = sandbox.get(target);
    QCOMPARE(text(over, "status"), u"canceled"_s);
    QCOMPARE(text(over.value("cancellation_details"_L1).toObject(), "comment"), u"too dear"_s);
    QCOMPARE(sandbox.eventTypes().last(), u"customer.subscription.deleted"_s);
    QCOMPARE(sandbox.call("DELETE", target).status, 404);
    QVERIFY(sandbox.post(target, "cancel_at_period_end=true").contains("error"_L1));
    QCOMPARE(sandbox.get("/v1/subscriptions").value("data"_L1).toArray().size(), 0);
    QCOMPARE(sandbox.get("/v1/subscriptions?status=all").value("data"_L1).toArray().size(), 1);
}

void TestSandboxBilling::cancellingLaterEndsItWithThePeriod_data()
{
    QTest::addColumn<QByteArray>("form");
    QTest::addColumn<bool>("flag");
    QTest::newRow("by the flag") << QByteArray("cancel_at_period_end=true") << true;
    QTest::newRow("by the time alone") << QByteArray("cancel_at=max_period_end") << false;
}

void TestSandboxBilling::cancellingLaterEndsItWithThePeriod()
{
    QFETCH(QByteArray, form);
    QFETCH(bool, flag);
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price());
    const QJsonObject ending = sandbox.post(path(subscription, "subscriptions"), form);
    QCOMPARE(text(ending, "status"), u"active"_s);
    QCOMPARE(ending.value("cancel_at_period_end"_L1).toBool(), flag);
    QCOMPARE(number(ending, "cancel_at"), number(firstItem(subscription), "current_period_end"));
    pass(sandbox, 28 * day);
    QCOMPARE(text(present(sandbox, subscription), "status"), u"canceled"_s);
    QCOMPARE(text(latestInvoice(sandbox, subscription), "billing_reason"),
             u"subscription_create"_s);
}

void TestSandboxBilling::aCancellationCanBeWithdrawn()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price());
    const QByteArray target = path(subscription, "subscriptions");
    for (const char *undo : {"cancel_at_period_end=false", "cancel_at="}) {
        sandbox.post(target, "cancel_at_period_end=true");
        const QJsonObject kept = sandbox.post(target, undo);
        QVERIFY(kept.value("cancel_at"_L1).isNull());
        QVERIFY(!kept.value("cancel_at_period_end"_L1).toBool());
        QVERIFY(kept.value("canceled_at"_L1).isNull());
    }
    QVERIFY(sandbox.post(target, "cancel_at=&cancel_at_period_end=false").contains("error"_L1));
}

void TestSandboxBilling::anUpgradeIsProratedAndInvoiced()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price(2800));
    sandbox.clock.advanceSeconds(7 * day); // a quarter of the 28 days
    const QString dearer = sandbox.price(5600);
    const QJsonObject upgraded =
        sandbox.post(path(subscription, "subscriptions"),
                     changeTo(subscription, dearer) + "&proration_behavior=always_invoice");
    const QJsonObject item = firstItem(upgraded);
    QCOMPARE(text(item.value("price"_L1).toObject(), "id"), dearer);
    QCOMPARE(item.value("current_period_end"_L1),
             firstItem(subscription).value("current_period_end"_L1));
    const QJsonObject invoice = latestInvoice(sandbox, upgraded);
    QCOMPARE(text(invoice, "billing_reason"), u"subscription_update"_s);
    QCOMPARE(number(invoice, "total"), 4200 - 2100);
    QCOMPARE(text(invoice, "status"), u"paid"_s);
    const QJsonArray lines = invoice.value("lines"_L1).toObject().value("data"_L1).toArray();
    QCOMPARE(number(lines.at(0).toObject(), "amount"), -2100);
    QCOMPARE(number(lines.at(1).toObject(), "amount"), 4200);
}

void TestSandboxBilling::aDowngradeWaitsForTheNextInvoice()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price(5600));
    sandbox.clock.advanceSeconds(7 * day);
    const QJsonObject changed = sandbox.post(path(subscription, "subscriptions"),
                                             changeTo(subscription, sandbox.price(2800)));
    QCOMPARE(changed.value("latest_invoice"_L1), subscription.value("latest_invoice"_L1));
    pass(sandbox, 21 * day);
    const QJsonObject invoice = latestInvoice(sandbox, subscription);
    QCOMPARE(number(invoice, "total"), 2800 + 2100 - 4200);
    pass(sandbox, 31 * day);
    QCOMPARE(number(latestInvoice(sandbox, subscription), "total"), 2800);
}

void TestSandboxBilling::anotherIntervalStartsANewPeriod()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price(2800));
    sandbox.clock.advanceSeconds(14 * day);
    const QJsonObject yearly = sandbox.post(path(subscription, "subscriptions"),
                                            changeTo(subscription, sandbox.price(28000, "year")));
    QCOMPARE(number(firstItem(yearly), "current_period_start"), sandbox.state.now());
    QCOMPARE(number(firstItem(yearly), "current_period_end"), sandbox.state.now() + 365 * day);
    QCOMPARE(number(latestInvoice(sandbox, yearly), "total"), 28000 - 1400);
}

void TestSandboxBilling::itemsWithoutTheirIdAreAdded()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price());
    const QJsonObject two = sandbox.post(path(subscription, "subscriptions"),
                                         "items[0][price]=" + sandbox.price(100).toLatin1());
    QCOMPARE(itemsOf(two).size(), 2);
    const QJsonObject wrong = sandbox.post(path(subscription, "subscriptions"),
                                           "items[0][id]=si_none&items[0][quantity]=2");
    QCOMPARE(errorCode(wrong), u"resource_missing"_s);
    QCOMPARE(text(wrong.value("error"_L1).toObject(), "param"), u"items[0][id]"_s);
    const QByteArray first = text(firstItem(two), "id").toLatin1();
    const QByteArray second = text(itemsOf(two).at(1).toObject(), "id").toLatin1();
    const QJsonObject none =
        sandbox.post(path(subscription, "subscriptions"),
                     "items[0][id]=" + first + "&items[0][deleted]=true" +
                         "&items[1][id]=" + second + "&items[1][deleted]=true");
    QVERIFY(none.contains("error"_L1));
    QCOMPARE(itemsOf(present(sandbox, subscription)).size(), 2);
}

void TestSandboxBilling::aDeclinedUpgradeChangesNothing()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price(2800));
    breakCard(sandbox, subscription);
    const QJsonObject before = present(sandbox, subscription);
    const qsizetype told = sandbox.eventTypes().size();
    const QByteArray change =
        changeTo(subscription, sandbox.price(5600)) +
        "&proration_behavior=always_invoice&payment_behavior=error_if_incomplete";
    QCOMPARE(sandbox.call("POST", path(subscription, "subscriptions"), change).status, 402);
    QCOMPARE(present(sandbox, subscription), before);
    QCOMPARE(sandbox.eventTypes().mid(told),
             (QStringList{u"product.created"_s, u"price.created"_s}));
}

void TestSandboxBilling::aPausedCollectionVoidsTheInvoice()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price());
    const QJsonObject paused =
        sandbox.post(path(subscription, "subscriptions"), "pause_collection[behavior]=void");
    QCOMPARE(text(paused, "status"), u"active"_s);
    QCOMPARE(text(paused.value("pause_collection"_L1).toObject(), "behavior"), u"void"_s);
    pass(sandbox, 28 * day);
    QCOMPARE(text(latestInvoice(sandbox, subscription), "status"), u"void"_s);
    const QJsonObject resumed =
        sandbox.post(path(subscription, "subscriptions"), "pause_collection=");
    QVERIFY(resumed.value("pause_collection"_L1).isNull());
    pass(sandbox, 31 * day);
    QCOMPARE(text(latestInvoice(sandbox, subscription), "status"), u"paid"_s);
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

void TestSandboxBilling::checkoutMakesSubscriptionAndCustomer()
{
    SandboxFixture sandbox;
    const QJsonObject session = sandbox.post(
        "/v1/checkout/sessions",
        "mode=subscription&success_url=http://x.test/&customer_email=new@b.test"
        "&client_reference_id=V1&metadata[vendor_code]=V1&subscription_data[metadata][kind]=base"
        "&line_items[0][price]=" +
            sandbox.price().toLatin1());
    QCOMPARE(text(session, "status"), u"open"_s);
    QCOMPARE(number(session, "amount_total"), 9900);
    QVERIFY(!payCheckout(sandbox.state, text(session, "id"), u"declined"_s));
    QCOMPARE(text(sandbox.get(path(session, "checkout/sessions")), "status"), u"open"_s);
    QVERIFY(sandbox.get("/v1/subscriptions").value("data"_L1).toArray().isEmpty());

    QVERIFY(payCheckout(sandbox.state, text(session, "id"), u"pm_card_visa"_s));
    const QJsonObject done = sandbox.get(path(session, "checkout/sessions") +
                                         "?expand[]=subscription&expand[]=customer");
    QCOMPARE(text(done, "status"), u"complete"_s);
    QCOMPARE(text(done, "payment_status"), u"paid"_s);
    QCOMPARE(text(done, "client_reference_id"), u"V1"_s);
    QVERIFY(done.value("url"_L1).isNull());
    QCOMPARE(text(done.value("customer"_L1).toObject(), "email"), u"new@b.test"_s);
    const QJsonObject subscription = done.value("subscription"_L1).toObject();
    QCOMPARE(text(subscription, "status"), u"active"_s);
    const QJsonObject metadata{{"kind"_L1, u"base"_s}};
    QCOMPARE(subscription.value("metadata"_L1).toObject(), metadata); // not the session's
    QCOMPARE(sandbox.eventTypes().last(), u"checkout.session.completed"_s);
    QVERIFY(!payCheckout(sandbox.state, text(session, "id"), u"pm_card_visa"_s));
}

void TestSandboxBilling::checkoutWithATrialNeedsNoPayment()
{
    SandboxFixture sandbox;
    const QByteArray form =
        "mode=subscription&success_url=http://x.test/&customer=" + sandbox.customer().toLatin1() +
        "&line_items[0][price]=" + sandbox.price().toLatin1();
    const QByteArray soon = QByteArray::number(sandbox.state.now() + 2 * day - 1);
    QVERIFY(sandbox.post("/v1/checkout/sessions", form + "&subscription_data[trial_end]=" + soon)
                .contains("error"_L1));
    const qint64 end = sandbox.state.now() + 2 * day;
    const QJsonObject session = sandbox.post(
        "/v1/checkout/sessions", form + "&subscription_data[trial_end]=" + QByteArray::number(end));
    QCOMPARE(number(session, "amount_total"), 0);
    QVERIFY(payCheckout(sandbox.state, text(session, "id"), u"pm_card_visa"_s));
    const QJsonObject done =
        sandbox.get(path(session, "checkout/sessions") + "?expand[]=subscription");
    QCOMPARE(text(done, "payment_status"), u"no_payment_required"_s);
    QCOMPARE(number(done.value("subscription"_L1).toObject(), "trial_end"), end);
}

void TestSandboxBilling::checkoutExpires()
{
    SandboxFixture sandbox;
    const QByteArray form = "mode=subscription&success_url=http://x.test/&line_items[0][price]=" +
                            sandbox.price().toLatin1();
    const QJsonObject old = sandbox.post("/v1/checkout/sessions", form);
    pass(sandbox, day);
    QCOMPARE(text(sandbox.get(path(old, "checkout/sessions")), "status"), u"expired"_s);
    QCOMPARE(sandbox.eventTypes().last(), u"checkout.session.expired"_s);
    const QJsonObject other = sandbox.post("/v1/checkout/sessions", form);
    const QByteArray expire = path(other, "checkout/sessions") + "/expire";
    QCOMPARE(text(sandbox.post(expire), "status"), u"expired"_s);
    QVERIFY(sandbox.post(expire).contains("error"_L1));
    QVERIFY(!payCheckout(sandbox.state, text(other, "id"), u"pm_card_visa"_s));
}

QTEST_GUILESS_MAIN(TestSandboxBilling)
#include "test_sandbox_billing.moc"
