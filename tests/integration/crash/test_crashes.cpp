#include "tests/integration/crash/crashworld.h"

#include <QJsonDocument>
#include <QTest>

using namespace Orion;
using Place = CrashPoint::Place;

namespace
{

const QByteArray checkoutBody = R"({"tier_code": "professional", "is_annual": false})";
const QByteArray changeBody =
    R"({"tier_code": "professional", "is_annual": false, "preview": false})";

QString text(const RawReply &reply, const char *member)
{
    return QJsonDocument::fromJson(reply.body).object().value(QLatin1String(member)).toString();
}

void addPoints(const char *step, const char *kind, const QString &path)
{
    const auto row = [&](const char *place, Place where, bool atOnce) {
        QTest::addRow("%s, %s%s", step, place, atOnce ? ", asked again at once" : "")
            << CrashPoint{where, QString::fromLatin1(kind), "POST", path} << atOnce;
    };
    row("in the write before the call", Place::IntentWrite, false);
    row("before Stripe has heard", Place::BeforeForwarding, false);
    row("before Stripe has heard", Place::BeforeForwarding, true);
    row("after Stripe has done it", Place::BeforeAnswering, false);
    row("after Stripe has done it", Place::BeforeAnswering, true);
    row("in the write after the call", Place::OutcomeWrite, false);
    row("in the write after the call", Place::OutcomeWrite, true);
}

} // namespace

Q_DECLARE_METATYPE(Orion::CrashPoint)

// The companion is killed at every step of what it does at Stripe: nothing may be there twice, and
// nothing may be lost.
class TestCrashes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void checkoutIsThereOnce_data();
    void checkoutIsThereOnce();
    void checkoutIsThereOnceWhenItsAnswerWasLost();
    void tierChangeIsThereOnce_data();
    void tierChangeIsThereOnce();
    void tierChangeIsThereOnceWhenItsAnswerWasLost();
    void endsInTimeWhileStripeDoesNotAnswer();

private:
    void compareCheckout(CrashWorld &world, bool isAsked);
    void compareTierChange(CrashWorld &world, bool isDone);
};

// What the crash left, with the help of the recovery alone.
void TestCrashes::compareCheckout(CrashWorld &world, bool isAsked)
{
    const QJsonArray customers = world.list(QStringLiteral("/v1/customers"));
    const QJsonArray sessions = world.list(QStringLiteral("/v1/checkout/sessions"));
    QVERIFY2(customers.size() <= 1, "There are two customers.");
    QVERIFY2(sessions.size() <= 1, "There are two sessions.");
    if (isAsked) {
        QCOMPARE(customers.size(), 1);
        QCOMPARE(sessions.size(), 1);
    }
    const QString customer = customers.at(0).toObject().value(QLatin1String("id")).toString();
    const QString session = sessions.at(0).toObject().value(QLatin1String("id")).toString();
    QCOMPARE(world.value(QStringLiteral("select stripe_customer_id from billing.vendors")),
             customer);
    QCOMPARE(world.value(QStringLiteral("select string_agg(stripe_session_id, ',')"
                                        " from billing.checkout_sessions where state = 'open'")),
             session);
    QCOMPARE(world.value(QStringLiteral("select count(*) from billing.stripe_operations"
                                        " where state <> 'succeeded'")),
             QStringLiteral("0"));
    if (!session.isEmpty())
        QCOMPARE(sessions.at(0).toObject().value(QLatin1String("customer")).toString(), customer);
}

void TestCrashes::checkoutIsThereOnce_data()
{
    QTest::addColumn<CrashPoint>("point");
    QTest::addColumn<bool>("atOnce");
    addPoints("customer", "customer.create", QStringLiteral("/v1/customers"));
    addPoints("session", "checkout.create", QStringLiteral("/v1/checkout/sessions"));
}

void TestCrashes::checkoutIsThereOnce()
{
    QFETCH(CrashPoint, point);
    QFETCH(bool, atOnce);
    CrashWorld world;
    QVERIFY2(world.startCompanion(), qPrintable(world.problem()));
    world.crashDuring(point, "checkout", checkoutBody);
    QVERIFY2(world.problem().isEmpty(), qPrintable(world.problem()));

    QVERIFY2(world.startCompanion(), qPrintable(world.problem()));
    if (!atOnce) {
        QVERIFY(world.waitUntilSettled());
        compareCheckout(world, false);
    }
    const RawReply reply = world.call("checkout", checkoutBody);
    QVERIFY2(reply.status == 200, reply.body.constData());
    QVERIFY(world.waitUntilSettled());
    compareCheckout(world, true);
    QCOMPARE(text(reply, "session_id"),
             world.value(QStringLiteral("select stripe_session_id"
                                        " from billing.checkout_sessions")));
    QVERIFY(!text(reply, "checkout_url").isEmpty());
}

void TestCrashes::checkoutIsThereOnceWhenItsAnswerWasLost()
{
    CrashWorld world;
    QVERIFY2(world.startCompanion(), qPrintable(world.problem()));
    const RawReply lost = world.call("checkout", checkoutBody);
    QVERIFY2(lost.status == 200, lost.body.constData());
    world.killCompanion();
    QVERIFY2(world.startCompanion(), qPrintable(world.problem()));
    const RawReply reply = world.call("checkout", checkoutBody);
    QVERIFY2(reply.status == 200, reply.body.constData());
    QCOMPARE(text(reply, "session_id"), text(lost, "session_id"));
    compareCheckout(world, true);
}

void TestCrashes::compareTierChange(CrashWorld &world, bool isDone)
{
    const QJsonObject subscription =
        world.get(QStringLiteral("/v1/subscriptions/") + world.subscriptionId());
    const QJsonArray items = subscription.value(QLatin1String("items"))
                                 .toObject()
                                 .value(QLatin1String("data"))
                                 .toArray();
    QCOMPARE(items.size(), 1);
    const QString price = items.at(0)
                              .toObject()
                              .value(QLatin1String("price"))
                              .toObject()
                              .value(QLatin1String("id"))
                              .toString();
    const QString tier = isDone ? QStringLiteral("professional") : QStringLiteral("essential");
    QCOMPARE(price, world.priceOf(tier));
    int prorations = 0;
    const QJsonArray invoices =
        world.list(QStringLiteral("/v1/invoices"),
                   StripeForm().add(QStringLiteral("subscription"), world.subscriptionId()));
    for (const QJsonValue &invoice : invoices) {
        if (invoice.toObject().value(QLatin1String("billing_reason")).toString() ==
            QLatin1String("subscription_update"))
            ++prorations;
    }
    QCOMPARE(prorations, isDone ? 1 : 0);
    QCOMPARE(world
                 .list(QStringLiteral("/v1/subscriptions"),
                       StripeForm().add(QStringLiteral("status"), QStringLiteral("all")))
                 .size(),
             1);
    QVERIFY(world.deliverEventsUntilTier(tier));
}

void TestCrashes::tierChangeIsThereOnce_data()
{
    QTest::addColumn<CrashPoint>("point");
    QTest::addColumn<bool>("atOnce");
    addPoints("upgrade", "subscription.upgrade", QString());
    QTest::newRow("while Stripe is asked for the present state")
        << CrashPoint{Place::BeforeForwarding, {}, "GET", {}} << true;
}

void TestCrashes::tierChangeIsThereOnce()
{
    QFETCH(CrashPoint, point);
    QFETCH(bool, atOnce);
    CrashWorld world;
    QVERIFY2(world.startCompanion(), qPrintable(world.problem()));
    QVERIFY2(world.subscribe(QStringLiteral("essential")), qPrintable(world.problem()));
    point.path = QStringLiteral("/v1/subscriptions/") + world.subscriptionId();
    world.crashDuring(point, "change-tier", changeBody);
    QVERIFY2(world.problem().isEmpty(), qPrintable(world.problem()));

    QVERIFY2(world.startCompanion(), qPrintable(world.problem()));
    if (!atOnce) {
        QVERIFY(world.waitUntilSettled());
        // What was not even written is as if nobody had asked; everything else was finished.
        compareTierChange(world, point.place != Place::IntentWrite);
    }
    const RawReply reply = world.call("change-tier", changeBody);
    QVERIFY2(reply.status == 200, reply.body.constData());
    QVERIFY(world.waitUntilSettled());
    compareTierChange(world, true);
}

void TestCrashes::tierChangeIsThereOnceWhenItsAnswerWasLost()
{
    CrashWorld world;
    QVERIFY2(world.startCompanion(), qPrintable(world.problem()));
    QVERIFY2(world.subscribe(QStringLiteral("essential")), qPrintable(world.problem()));
    QCOMPARE(world.call("change-tier", changeBody).status, 200);
    world.killCompanion();
    QVERIFY2(world.startCompanion(), qPrintable(world.problem()));
    QCOMPARE(world.call("change-tier", changeBody).status, 200);
    compareTierChange(world, true);
}

// SIGTERM while a call waits: the drain is bounded, the operation is finished by the next one.
void TestCrashes::endsInTimeWhileStripeDoesNotAnswer()
{
    CrashWorld world;
    QVERIFY2(world.startCompanion(), qPrintable(world.problem()));
    QCOMPARE(world.terminateDuring(QStringLiteral("/v1/customers"), "checkout", checkoutBody), 0);
    QCOMPARE(world.value(QStringLiteral("select state from billing.stripe_operations")),
             QStringLiteral("pending"));
    QVERIFY2(world.startCompanion(), qPrintable(world.problem()));
    QVERIFY(world.waitUntilSettled());
    QTRY_VERIFY(world.metrics().contains("orion_stripe_recovered_total{outcome=\"finished\"} 1\n"));
    compareCheckout(world, false);
    QCOMPARE(world.call("checkout", checkoutBody).status, 200);
    compareCheckout(world, true);
}

QTEST_GUILESS_MAIN(TestCrashes)
#include "test_crashes.moc"
