#include "app/sandbox/billing/testclocks.h"
#include "tests/unit/sandbox/billingsteps.h"

#include <QJsonArray>
#include <QTest>

using namespace Orion;
using namespace Orion::Sandbox;
using namespace Qt::StringLiterals;

class TestSandboxTestClocks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void advancingIsOneThingAfterTheOther();
    void aTrialIsToldBeforeItEnds();
    void retriesComeInTheirTime();
    void realTimeGoesOnMeanwhile();
    void theirThingsAreListedByTheClock();
    void timeCannotGoBackNorTooFar();
    void nothingChangesWhileItAdvances();
    void deletingTakesTheCustomersAlong();
};

namespace
{

struct Clocked
{
    QByteArray clock;
    QByteArray customer;
    QJsonObject subscription;
};

constexpr qint64 start = 1'800'000'000;

Clocked subscribe(SandboxFixture &sandbox, const QByteArray &more = {})
{
    const QByteArray clock = text(sandbox.post("/v1/test_helpers/test_clocks",
                                               "frozen_time=" + QByteArray::number(start)),
                                  "id")
                                 .toLatin1();
    const QByteArray customer =
        text(sandbox.post("/v1/customers",
                          "payment_method=pm_card_visa&invoice_settings[default_payment_method]="
                          "pm_card_visa&test_clock=" +
                              clock),
             "id")
            .toLatin1();
    return {clock, customer,
            sandbox.post("/v1/subscriptions", "customer=" + customer + "&items[0][price]=" +
                                                  sandbox.price().toLatin1() + more)};
}

QJsonObject advance(SandboxFixture &sandbox, const Clocked &clocked, qint64 to)
{
    const QByteArray target = "/v1/test_helpers/test_clocks/" + clocked.clock;
    const QJsonObject started =
        sandbox.post(target + "/advance", "frozen_time=" + QByteArray::number(to));
    while (isAnyAdvancing(sandbox.state))
        advanceTestClocks(sandbox.state, 1);
    return started.contains("error"_L1) ? started : sandbox.get(target);
}

} // namespace

void TestSandboxTestClocks::advancingIsOneThingAfterTheOther()
{
    SandboxFixture sandbox;
    const Clocked clocked = subscribe(sandbox);
    QCOMPARE(number(clocked.subscription, "created"), start);
    QCOMPARE(text(clocked.subscription, "test_clock"), QString::fromLatin1(clocked.clock));
    const qint64 end = number(firstItem(clocked.subscription), "current_period_end");
    const QJsonObject ready = advance(sandbox, clocked, start + 50 * day);
    QCOMPARE(text(ready, "status"), u"ready"_s);
    QCOMPARE(number(ready, "frozen_time"), start + 50 * day);
    QCOMPARE(sandbox.eventTypes().last(), u"test_helpers.test_clock.ready"_s);
    const QJsonArray invoices =
        sandbox.get("/v1/invoices?customer=" + clocked.customer).value("data"_L1).toArray();
    QCOMPARE(invoices.size(), 2);
    // The renewal took place when the period ended, not when somebody looked.
    QCOMPARE(number(invoices.first().toObject(), "created"), end);
    QCOMPARE(number(invoices.last().toObject(), "created"), start);
    const QJsonObject renewed = present(sandbox, clocked.subscription);
    QCOMPARE(number(firstItem(renewed), "current_period_start"), end);
}

void TestSandboxTestClocks::aTrialIsToldBeforeItEnds()
{
    SandboxFixture sandbox;
    const Clocked clocked = subscribe(sandbox, "&trial_period_days=14");
    advance(sandbox, clocked, start + 11 * day - 1);
    QVERIFY(!sandbox.eventTypes().contains("customer.subscription.trial_will_end"_L1));
    advance(sandbox, clocked, start + 11 * day);
    QCOMPARE(sandbox.eventTypes().count(u"customer.subscription.trial_will_end"_s), 1);
    QCOMPARE(text(present(sandbox, clocked.subscription), "status"), u"trialing"_s);
    advance(sandbox, clocked, start + 15 * day);
    const QJsonObject active = present(sandbox, clocked.subscription);
    QCOMPARE(text(active, "status"), u"active"_s);
    QCOMPARE(number(firstItem(active), "current_period_start"), start + 14 * day);
    QCOMPARE(sandbox.eventTypes().count(u"customer.subscription.trial_will_end"_s), 1);
}

void TestSandboxTestClocks::retriesComeInTheirTime()
{
    SandboxFixture sandbox;
    const Clocked clocked = subscribe(sandbox);
    const qint64 end = number(firstItem(clocked.subscription), "current_period_end");
    breakCard(sandbox, clocked.subscription);
    advance(sandbox, clocked, end + 14 * day);
    QCOMPARE(text(present(sandbox, clocked.subscription), "status"), u"past_due"_s);
    const QJsonObject invoice = latestInvoice(sandbox, clocked.subscription);
    QCOMPARE(number(invoice, "attempt_count"), 3);
    QCOMPARE(number(invoice, "next_payment_attempt"), end + 15 * day);
    advance(sandbox, clocked, end + 20 * day);
    const QJsonObject over = present(sandbox, clocked.subscription);
    QCOMPARE(text(over, "status"), u"canceled"_s);
    QCOMPARE(number(over, "ended_at"), end + 15 * day);
}

void TestSandboxTestClocks::realTimeGoesOnMeanwhile()
{
    SandboxFixture sandbox;
    const Clocked clocked = subscribe(sandbox);
    const QJsonObject real = sandbox.subscribe(sandbox.price());
    QCOMPARE(number(real, "created"), sandbox.state.now());
    advance(sandbox, clocked, start + 40 * day);
    QCOMPARE(present(sandbox, real), real);
    pass(sandbox, 29 * day);
    QCOMPARE(number(present(sandbox, clocked.subscription), "created"), start);
    QVERIFY(firstItem(present(sandbox, real)) != firstItem(real));
}

void TestSandboxTestClocks::theirThingsAreListedByTheClock()
{
    SandboxFixture sandbox;
    const Clocked clocked = subscribe(sandbox);
    const auto count = [&](const QByteArray &target) {
        return sandbox.get(target).value("data"_L1).toArray().size();
    };
    QCOMPARE(count("/v1/customers"), 0);
    QCOMPARE(count("/v1/customers?test_clock=" + clocked.clock), 1);
    QCOMPARE(count("/v1/subscriptions"), 0);
    QCOMPARE(count("/v1/subscriptions?customer=" + clocked.customer), 1);
    QCOMPARE(count("/v1/subscriptions?test_clock=" + clocked.clock), 1);
}

void TestSandboxTestClocks::timeCannotGoBackNorTooFar()
{
    SandboxFixture sandbox;
    const Clocked clocked = subscribe(sandbox);
    QVERIFY(advance(sandbox, clocked, start).contains("error"_L1));
    QVERIFY(advance(sandbox, clocked, start + 63 * day).contains("error"_L1));
    QCOMPARE(number(sandbox.get("/v1/test_helpers/test_clocks/" + clocked.clock), "frozen_time"),
             start);
}

void TestSandboxTestClocks::nothingChangesWhileItAdvances()
{
    SandboxFixture sandbox;
    const Clocked clocked = subscribe(sandbox);
    const QByteArray target = "/v1/test_helpers/test_clocks/" + clocked.clock;
    const QJsonObject advancing =
        sandbox.post(target + "/advance", "frozen_time=" + QByteArray::number(start + 40 * day));
    QCOMPARE(text(advancing, "status"), u"advancing"_s);
    const QByteArray change = path(clocked.subscription, "subscriptions");
    QVERIFY(sandbox.post(change, "cancel_at_period_end=true").contains("error"_L1));
    QCOMPARE(text(sandbox.get(change), "status"), u"active"_s);
}

void TestSandboxTestClocks::deletingTakesTheCustomersAlong()
{
    SandboxFixture sandbox;
    const Clocked clocked = subscribe(sandbox);
    const QByteArray target = "/v1/test_helpers/test_clocks/" + clocked.clock;
    QCOMPARE(sandbox.call("DELETE", target).status, 200);
    QCOMPARE(sandbox.call("GET", target).status, 404);
    QCOMPARE(sandbox.call("GET", "/v1/customers/" + clocked.customer).status, 404);
    QCOMPARE(text(present(sandbox, clocked.subscription), "status"), u"canceled"_s);
}

QTEST_GUILESS_MAIN(TestSandboxTestClocks)
#include "test_sandbox_testclocks.moc"
