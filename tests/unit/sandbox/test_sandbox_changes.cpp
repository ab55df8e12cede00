#include "app/sandbox/billing/checkout.h"
#include "app/sandbox/billing/subscriptions.h"
#include "tests/unit/sandbox/billingsteps.h"

#include <QJsonArray>
#include <QTest>

using namespace Orion;
using namespace Orion::Sandbox;
using namespace Qt::StringLiterals;

class TestSandboxChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
    void checkoutMakesSubscriptionAndCustomer();
    void checkoutWithATrialNeedsNoPayment();
    void checkoutExpires();
};

void TestSandboxChanges::cancellingNowEndsIt()
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

void TestSandboxChanges::cancellingLaterEndsItWithThePeriod_data()
{
    QTest::addColumn<QByteArray>("form");
    QTest::addColumn<bool>("flag");
    QTest::newRow("by the flag") << QByteArray("cancel_at_period_end=true") << true;
    QTest::newRow("by the time alone") << QByteArray("cancel_at=max_period_end") << false;
}

void TestSandboxChanges::cancellingLaterEndsItWithThePeriod()
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

void TestSandboxChanges::aCancellationCanBeWithdrawn()
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

void TestSandboxChanges::anUpgradeIsProratedAndInvoiced()
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

void TestSandboxChanges::aDowngradeWaitsForTheNextInvoice()
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

void TestSandboxChanges::anotherIntervalStartsANewPeriod()
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

void TestSandboxChanges::itemsWithoutTheirIdAreAdded()
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

void TestSandboxChanges::aDeclinedUpgradeChangesNothing()
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

void TestSandboxChanges::aPausedCollectionVoidsTheInvoice()
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

void TestSandboxChanges::checkoutMakesSubscriptionAndCustomer()
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

void TestSandboxChanges::checkoutWithATrialNeedsNoPayment()
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

void TestSandboxChanges::checkoutExpires()
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

QTEST_GUILESS_MAIN(TestSandboxChanges)
#include "test_sandbox_changes.moc"
