#include "services/webhooks/refresh.h"
#include "tests/integration/webhooks/everyorder.h"
#include "tests/support/scriptedstripe.h"

#include <QTest>

#include <algorithm>
#include <array>

using namespace Orion;
using namespace Orion::TestStripe;

namespace
{

constexpr qint64 second = 1790000000;

// As webhooks carry it: without its payments.
QByteArray paidInvoice(qint64 at)
{
    return eventJson(
        {.id = QStringLiteral("evt_paid"), .type = QStringLiteral("invoice.paid"), .created = at},
        invoice({.fields = {{QStringLiteral("payments"), QJsonValue::Undefined}}}));
}

QByteArray invoicePayment(qint64 at)
{
    const QJsonObject payment{{QStringLiteral("type"), QStringLiteral("payment_intent")},
                              {QStringLiteral("payment_intent"), QStringLiteral("pi_1")}};
    return eventJson({.id = QStringLiteral("evt_payment"),
                      .type = QStringLiteral("invoice_payment.paid"),
                      .created = at},
                     {{QStringLiteral("id"), QStringLiteral("inpay_1")},
                      {QStringLiteral("invoice"), QStringLiteral("in_1")},
                      {QStringLiteral("amount_paid"), 9900},
                      {QStringLiteral("currency"), QStringLiteral("eur")},
                      {QStringLiteral("payment"), payment}});
}

QJsonObject charge(qint64 refunded, const QJsonObject &fields = {})
{
    QJsonObject object{{QStringLiteral("id"), QStringLiteral("ch_1")},
                       {QStringLiteral("object"), QStringLiteral("charge")},
                       {QStringLiteral("amount"), 9900},
                       {QStringLiteral("amount_refunded"), refunded},
                       {QStringLiteral("currency"), QStringLiteral("eur")},
                       {QStringLiteral("customer"), QStringLiteral("cus_1")},
                       {QStringLiteral("payment_intent"), QStringLiteral("pi_1")}};
    for (auto it = fields.begin(); it != fields.end(); ++it)
        object.insert(it.key(), it.value());
    return object;
}

QByteArray refunded(const QString &id, qint64 amount, qint64 at, const QJsonObject &fields = {})
{
    return eventJson({.id = id, .type = QStringLiteral("charge.refunded"), .created = at},
                     charge(amount, fields));
}

QByteArray disputeEvent(const QString &id, const QString &what, const QString &status, qint64 at)
{
    const QJsonObject evidence{{QStringLiteral("due_by"), status == QLatin1String("needs_response")
                                                              ? QJsonValue(second + 604800)
                                                              : QJsonValue()}};
    return eventJson({.id = id, .type = QStringLiteral("charge.dispute.") + what, .created = at},
                     {{QStringLiteral("id"), QStringLiteral("du_1")},
                      {QStringLiteral("object"), QStringLiteral("dispute")},
                      {QStringLiteral("amount"), 9900},
                      {QStringLiteral("charge"), QStringLiteral("ch_1")},
                      {QStringLiteral("created"), second + 100},
                      {QStringLiteral("currency"), QStringLiteral("eur")},
                      {QStringLiteral("evidence_details"), evidence},
                      {QStringLiteral("payment_intent"), QStringLiteral("pi_1")},
                      {QStringLiteral("reason"), QStringLiteral("fraudulent")},
                      {QStringLiteral("status"), status}});
}

QString refundedCents(WebhookWorld &world)
{
    return world.value(QStringLiteral("select refunded_cents from billing.billing_history"));
}

QString dispute(WebhookWorld &world)
{
    return world.value(QStringLiteral(
        "select concat_ws(' ', stripe_dispute_id, stripe_payment_id, amount_cents, currency, "
        "status, reason, extract(epoch from opened_at)::bigint, "
        "extract(epoch from evidence_due_at)::bigint, 'closed ' || "
        "extract(epoch from closed_at)::bigint) from billing.disputes"));
}

} // namespace

class TestRefunds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reachTheirInvoiceInEveryOrder_data();
    void reachTheirInvoiceInEveryOrder();
    void findTheInvoiceThatAnOldChargeNames();
    void findTheInvoiceThatNamesThePayment();
    void ofTwoPaymentsAreAdded();
    void withinASecondOnlyGrow();
    void maySayLessLater();
    void disputesAreLookedUpAtStripe();
    void stayWhenTheInvoiceIsToldAgain();
    void withoutACurrencyAreRefused();
    void disputesEndTheSameInEveryOrder_data();
    void disputesEndTheSameInEveryOrder();
    void disputesStandAtTheVendorsInvoice();
};

void TestRefunds::reachTheirInvoiceInEveryOrder_data()
{
    QTest::addColumn<bool>("oneBatch");
    QTest::newRow("one by one") << false;
    QTest::newRow("in one batch") << true;
}

void TestRefunds::reachTheirInvoiceInEveryOrder()
{
    QFETCH(bool, oneBatch);
    QList<QByteArray> events{paidInvoice(second), invoicePayment(second),
                             refunded(QStringLiteral("evt_r1"), 2000, second + 50),
                             refunded(QStringLiteral("evt_r2"), 3500, second + 60)};
    for (QByteArray &event : events) {
        for (const char *id : {"cus_1", "sub_1", "in_1", "pi_1", "ch_1", "evt_paid", "evt_payment",
                               "evt_r1", "evt_r2"})
            event.replace(id, QByteArray(id).replace("_1", "_") + vendorMark.toLatin1());
    }
    const Lives lives = everyOrder(events);
    WebhookWorld world;
    addVendorsWithCustomers(world, lives.size());
    QCOMPARE(tell(world, lives, oneBatch), QStringLiteral("processed superseded"));
    QCOMPARE(world.value(QStringLiteral("select count(*) || ' ' || min(refunded_cents) || ' ' || "
                                        "max(refunded_cents) from billing.billing_history")),
             QStringLiteral("24 3500 3500"));
}

void TestRefunds::findTheInvoiceThatAnOldChargeNames()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({refunded(QStringLiteral("evt_r"), 9900, second + 50,
                            {{QStringLiteral("payment_intent"), QJsonValue::Null},
                             {QStringLiteral("invoice"), QStringLiteral("in_1")}})});
    world.deliver({paidInvoice(second)});
    QCOMPARE(refundedCents(world), QStringLiteral("9900"));
}

void TestRefunds::findTheInvoiceThatNamesThePayment()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({refunded(QStringLiteral("evt_r"), 100, second + 50)});
    QVERIFY(world.statusOf(QStringLiteral("evt_r"))
                .startsWith(QLatin1String("processed: No invoice is known")));
    world.deliver({eventJson({.id = QStringLiteral("evt_old"),
                              .type = QStringLiteral("invoice.paid"),
                              .created = second},
                             invoice({}, Shape::Old), Shape::Old)});
    QCOMPARE(refundedCents(world), QStringLiteral("100"));
}

void TestRefunds::ofTwoPaymentsAreAdded()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    const QByteArray other = QByteArray(invoicePayment(second + 1))
                                 .replace("evt_payment", "evt_payment2")
                                 .replace("inpay_1", "inpay_2")
                                 .replace("pi_1", "pi_2");
    world.deliver({paidInvoice(second), invoicePayment(second),
                   refunded(QStringLiteral("evt_r"), 100, second + 50),
                   refunded(QStringLiteral("evt_s"), 30, second + 51,
                            {{QStringLiteral("id"), QStringLiteral("ch_2")},
                             {QStringLiteral("payment_intent"), QStringLiteral("pi_2")}})});
    QCOMPARE(refundedCents(world), QStringLiteral("100"));
    world.deliver({other});
    QCOMPARE(refundedCents(world), QStringLiteral("130"));
}

void TestRefunds::withinASecondOnlyGrow()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({paidInvoice(second), invoicePayment(second)});
    world.deliver({refunded(QStringLiteral("evt_1"), 3500, second + 50)});
    world.deliver({refunded(QStringLiteral("evt_9"), 2000, second + 50)});
    QCOMPARE(refundedCents(world), QStringLiteral("3500"));
    QVERIFY(world.statusOf(QStringLiteral("evt_9")).startsWith(QLatin1String("superseded")));
}

// A refund can fail, days later: then the charge has less of it.
void TestRefunds::maySayLessLater()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({paidInvoice(second), invoicePayment(second)});
    world.deliver({refunded(QStringLiteral("evt_2"), 1200, second + 90)});
    world.deliver({refunded(QStringLiteral("evt_1"), 3500, second + 50)});
    QCOMPARE(refundedCents(world), QStringLiteral("1200"));
}

// Whose events are of one second, and which came last is not known.
void TestRefunds::disputesAreLookedUpAtStripe()
{
    WebhookWorld world;
    for (const char *id : {"evt_1", "evt_2"})
        world.deliver({disputeEvent(QString::fromLatin1(id), QStringLiteral("updated"),
                                    QStringLiteral("under_review"), second + 100)});
    ScriptedStripe stripe;
    stripe.answer({{QStringLiteral("id"), QStringLiteral("du_1")},
                   {QStringLiteral("charge"), QStringLiteral("ch_1")},
                   {QStringLiteral("currency"), QStringLiteral("eur")},
                   {QStringLiteral("status"), QStringLiteral("needs_response")}});
    QVERIFY(refreshObjects(world.companion(), stripe, world.clock, 10));
    QCOMPARE(stripe.calls().front().path, QStringLiteral("/v1/disputes/du_1"));
    QCOMPARE(world.value(QStringLiteral("select status from billing.disputes")),
             QStringLiteral("needs_response"));
}

void TestRefunds::stayWhenTheInvoiceIsToldAgain()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({paidInvoice(second), invoicePayment(second),
                   refunded(QStringLiteral("evt_1"), 3500, second + 50)});
    world.deliver({eventJson({.id = QStringLiteral("evt_u"),
                              .type = QStringLiteral("invoice.updated"),
                              .created = second + 60},
                             invoice({}))});
    QCOMPARE(refundedCents(world), QStringLiteral("3500"));
}

void TestRefunds::withoutACurrencyAreRefused()
{
    WebhookWorld world;
    const auto outcome = world.deliver(
        {refunded(QStringLiteral("evt_1"), 100, second, {{QStringLiteral("currency"), 7}})});
    QCOMPARE(outcome.retried, 1);
    QVERIFY(world.statusOf(QStringLiteral("evt_1")).contains(QLatin1String("currency")));
}

void TestRefunds::disputesEndTheSameInEveryOrder_data()
{
    QTest::addColumn<bool>("sameSecond");
    QTest::newRow("with the days between them") << false;
    QTest::newRow("told as of one second") << true;
}

void TestRefunds::disputesEndTheSameInEveryOrder()
{
    QFETCH(bool, sameSecond);
    const auto at = [&](int days) { return second + 100 + (sameSecond ? 0 : days * 86400); };
    const QList<QByteArray> events{disputeEvent(QStringLiteral("evt_9"), QStringLiteral("created"),
                                                QStringLiteral("needs_response"), at(0)),
                                   disputeEvent(QStringLiteral("evt_8"), QStringLiteral("updated"),
                                                QStringLiteral("under_review"), at(1)),
                                   disputeEvent(QStringLiteral("evt_1"), QStringLiteral("closed"),
                                                QStringLiteral("lost"), at(2))};
    std::array<int, 3> order{0, 1, 2};
    do {
        WebhookWorld world;
        for (const int index : order)
            world.deliver({events.at(index)});
        QCOMPARE(dispute(world), QStringLiteral("du_1 pi_1 9900 eur lost fraudulent %1 closed %2")
                                     .arg(second + 100)
                                     .arg(at(2)));
    } while (std::next_permutation(order.begin(), order.end()));
}

void TestRefunds::disputesStandAtTheVendorsInvoice()
{
    WebhookWorld world;
    const qint64 vendor = world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({paidInvoice(second), invoicePayment(second)});
    const auto outcome =
        world.deliver({disputeEvent(QStringLiteral("evt_d"), QStringLiteral("created"),
                                    QStringLiteral("needs_response"), second + 100)});
    QCOMPARE(outcome.processed, 1);
    QVERIFY(outcome.topics.contains(Topic::Invoices));
    QCOMPARE(dispute(world), QStringLiteral("du_1 pi_1 9900 eur needs_response fraudulent %1 %2")
                                 .arg(second + 100)
                                 .arg(second + 604800));
    QCOMPARE(world.value(QStringLiteral("select vendor_id from billing.stripe_webhook_events "
                                        "where event_id = 'evt_d'")),
             QString::number(vendor));
}

QTEST_GUILESS_MAIN(TestRefunds)
#include "test_refunds.moc"
