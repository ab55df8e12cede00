#include "tests/integration/webhooks/webhookworld.h"

#include <QTest>

using namespace Orion;
using namespace Orion::TestStripe;

Q_DECLARE_METATYPE(Shape)

namespace
{

const QString paid = QStringLiteral("invoice.paid");
const QString failed = QStringLiteral("invoice.payment_failed");

QByteArray invoiceEvent(const QString &id, const QString &type, const InvoiceSpec &spec,
                        qint64 at = 1790000000, Shape shape = Shape::New)
{
    return eventJson({.id = id, .type = type, .created = at}, invoice(spec, shape), shape);
}

QByteArray subscriptionEvent(const QString &id, const QString &status, qint64 at)
{
    return eventJson(
        {.id = id, .type = QStringLiteral("customer.subscription.updated"), .created = at},
        subscription({.status = status}));
}

InvoiceSpec open(const QString &id, qint64 attempts, qint64 date = 1790000000)
{
    return {.id = id, .status = QStringLiteral("open"), .attempts = attempts, .created = date};
}

// A vendor with the active subscription sub_1.
void addSubscriber(WebhookWorld &world)
{
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver(
        {subscriptionEvent(QStringLiteral("evt_0"), QStringLiteral("active"), 1789999000)});
}

QString standing(WebhookWorld &world)
{
    return world.subscription(
        QStringLiteral("sub_1"),
        QStringLiteral("status, payment_retry_count, extract(epoch from past_due_since)::bigint"));
}

} // namespace

class TestInvoiceEvents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesTheHistory_data();
    void writesTheHistory();
    void keepsOneRowForAnInvoice();
    void countsAttemptsAsStripeDoes();
    void neverSetsAStatus();
    void startsAnewWithThePaidInvoice();
    void startsAnewWithALaterPeriod();
    void resetsNothingForOtherInvoices_data();
    void resetsNothingForOtherInvoices();
    void keepsPastDueUntilStripeSaysOtherwise();
    void appliesFailuresToldBeforeTheSubscription();
    void passesThroughAllStates();
    void writesOneOffInvoices();
    void ignoresPreviews_data();
    void ignoresPreviews();
    void resolvesTheVendorByTheSubscriptionsMetadata();
    void keepsRefundsOfOtherEvents();
    void opensAnOrderWindowForAPaidPeriodOnly();
    void linksPaymentsToInvoices();
    void goesOnlyForwardWithinASecond();
};

void TestInvoiceEvents::writesTheHistory_data()
{
    QTest::addColumn<Shape>("shape");
    QTest::newRow("before 2025-03-31") << Shape::Old;
    QTest::newRow("since 2025-03-31") << Shape::New;
}

void TestInvoiceEvents::writesTheHistory()
{
    QFETCH(Shape, shape);
    WebhookWorld world;
    addSubscriber(world);
    const auto outcome = world.deliver(
        {invoiceEvent(QStringLiteral("evt_1"), paid, {.total = 5000000000}, 1790000000, shape)});
    QCOMPARE(outcome.processed, 1);
    QVERIFY(outcome.topics.contains(Topic::Invoices));
    QCOMPARE(
        world.value(QStringLiteral(
            "select concat_ws(' ', vendor_code, stripe_invoice_id, invoice_number, "
            "stripe_subscription_id, status, currency, subtotal_cents, tax_cents, total_cents, "
            "amount_paid_cents, amount_remaining_cents, attempt_count, "
            "extract(epoch from invoice_date)::bigint, extract(epoch from paid_at)::bigint, "
            "pdf_url) from billing.billing_history h join billing.vendors v "
            "on v.id = h.vendor_id")),
        QStringLiteral("ACME in_1 ORION-in_1 sub_1 paid eur 5000000000 190 5000000000 "
                       "5000000000 0 1 1790000000 1790000000 https://pay.example/in.pdf"));
    QCOMPARE(world.value(QStringLiteral("select stripe_payment_id || ' ' || stripe_invoice_id "
                                        "from billing.invoice_payments")),
             QStringLiteral("pi_1 in_1"));
}

void TestInvoiceEvents::keepsOneRowForAnInvoice()
{
    WebhookWorld world;
    addSubscriber(world);
    world.deliver({invoiceEvent(QStringLiteral("evt_1"), QStringLiteral("invoice.created"),
                                {.status = QStringLiteral("draft"), .attempts = 0}, 1790000000),
                   invoiceEvent(QStringLiteral("evt_2"), QStringLiteral("invoice.finalized"),
                                open(QStringLiteral("in_1"), 0), 1790003600),
                   invoiceEvent(QStringLiteral("evt_3"), QStringLiteral("invoice.voided"),
                                {.status = QStringLiteral("void")}, 1790003700)});
    QCOMPARE(
        world.value(QStringLiteral("select string_agg(status, ' ') from billing.billing_history")),
        QStringLiteral("void"));
}

void TestInvoiceEvents::countsAttemptsAsStripeDoes()
{
    WebhookWorld world;
    addSubscriber(world);
    world.deliver({invoiceEvent(QStringLiteral("evt_1"), failed, open(QStringLiteral("in_1"), 1))});
    QCOMPARE(standing(world), QStringLiteral("active 1 1790000000"));
    // The second failure never arrived; the third does, twice.
    const QByteArray third =
        invoiceEvent(QStringLiteral("evt_3"), failed, open(QStringLiteral("in_1"), 3), 1790200000);
    world.deliver({third});
    world.deliver({third});
    QCOMPARE(standing(world), QStringLiteral("active 3 1790000000"));
}

void TestInvoiceEvents::neverSetsAStatus()
{
    WebhookWorld world;
    addSubscriber(world);
    world.deliver({invoiceEvent(QStringLiteral("evt_1"), failed, open(QStringLiteral("in_1"), 1))});
    QVERIFY(standing(world).startsWith(QLatin1String("active")));
    world.deliver(
        {subscriptionEvent(QStringLiteral("evt_2"), QStringLiteral("past_due"), 1790000001),
         invoiceEvent(QStringLiteral("evt_3"), paid, {}, 1790000100)});
    QVERIFY(standing(world).startsWith(QLatin1String("past_due")));
}

void TestInvoiceEvents::startsAnewWithThePaidInvoice()
{
    WebhookWorld world;
    addSubscriber(world);
    world.deliver({invoiceEvent(QStringLiteral("evt_1"), failed, open(QStringLiteral("in_1"), 2)),
                   invoiceEvent(QStringLiteral("evt_2"), paid, {.attempts = 3}, 1790000100)});
    QCOMPARE(standing(world), QStringLiteral("active 0"));
}

void TestInvoiceEvents::startsAnewWithALaterPeriod()
{
    WebhookWorld world;
    addSubscriber(world);
    world.deliver(
        {invoiceEvent(QStringLiteral("evt_1"), failed, open(QStringLiteral("in_1"), 4)),
         invoiceEvent(QStringLiteral("evt_2"), paid,
                      {.id = QStringLiteral("in_2"), .created = 1792592000}, 1792592000)});
    QCOMPARE(standing(world), QStringLiteral("active 0"));
    // And what failed after it counts again.
    world.deliver({invoiceEvent(QStringLiteral("evt_3"), failed,
                                open(QStringLiteral("in_3"), 1, 1795270400), 1795270400)});
    QCOMPARE(standing(world), QStringLiteral("active 1 1795270400"));
}

void TestInvoiceEvents::resetsNothingForOtherInvoices_data()
{
    QTest::addColumn<QString>("reason");
    QTest::addColumn<qint64>("total");
    QTest::addColumn<QString>("subscription");
    QTest::newRow("nothing to pay") << "subscription_cycle" << qint64(0) << "sub_1";
    QTest::newRow("a proration") << "subscription_update" << qint64(1200) << "sub_1";
    QTest::newRow("made by hand") << "manual" << qint64(1200) << "sub_1";
    QTest::newRow("of an add-on") << "subscription_cycle" << qint64(500) << "sub_addon";
    QTest::newRow("one-off") << "manual" << qint64(500) << "";
}

void TestInvoiceEvents::resetsNothingForOtherInvoices()
{
    QFETCH(QString, reason);
    QFETCH(qint64, total);
    QFETCH(QString, subscription);
    WebhookWorld world;
    addSubscriber(world);
    world.clock.set(QDateTime::fromSecsSinceEpoch(1792600000, Qt::UTC));
    world.deliver({invoiceEvent(QStringLiteral("evt_1"), failed, open(QStringLiteral("in_1"), 2)),
                   invoiceEvent(QStringLiteral("evt_2"), paid,
                                {.id = QStringLiteral("in_2"),
                                 .subscription = subscription,
                                 .reason = reason,
                                 .total = total,
                                 .created = 1792592000},
                                1792592000)});
    QCOMPARE(world.statusOf(QStringLiteral("evt_2")), QStringLiteral("processed"));
    QCOMPARE(standing(world), QStringLiteral("active 2 1790000000"));
    QCOMPARE(world.value(QStringLiteral("select count(*) from billing.usage_windows "
                                        "where window_start > to_timestamp(1790000000)")),
             QStringLiteral("0"));
}

void TestInvoiceEvents::keepsPastDueUntilStripeSaysOtherwise()
{
    WebhookWorld world;
    addSubscriber(world);
    world.deliver(
        {invoiceEvent(QStringLiteral("evt_1"), failed, open(QStringLiteral("in_1"), 1)),
         subscriptionEvent(QStringLiteral("evt_2"), QStringLiteral("past_due"), 1790000001)});
    QCOMPARE(standing(world), QStringLiteral("past_due 1 1790000000"));
    world.deliver({invoiceEvent(QStringLiteral("evt_3"), paid, {}, 1790000100)});
    QCOMPARE(standing(world), QStringLiteral("past_due 0 1790000000"));
    world.deliver(
        {subscriptionEvent(QStringLiteral("evt_4"), QStringLiteral("active"), 1790000101)});
    QCOMPARE(standing(world), QStringLiteral("active 0"));
}

void TestInvoiceEvents::appliesFailuresToldBeforeTheSubscription()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({invoiceEvent(QStringLiteral("evt_1"), failed, open(QStringLiteral("in_1"), 2))});
    world.deliver(
        {subscriptionEvent(QStringLiteral("evt_2"), QStringLiteral("past_due"), 1790000001)});
    QCOMPARE(standing(world), QStringLiteral("past_due 2 1790000000"));
}

void TestInvoiceEvents::passesThroughAllStates()
{
    WebhookWorld world;
    addSubscriber(world);
    auto tell = [&, at = qint64(1790000000)](const char *what, InvoiceSpec spec) mutable {
        at += 10;
        const QString type = QStringLiteral("invoice.") + QString::fromLatin1(what);
        const QString id = QStringLiteral("evt_%1").arg(at);
        world.deliver({invoiceEvent(id, type, spec, at)});
        return world.statusOf(id) + QStringLiteral(" | ") +
               world.value(QStringLiteral("select concat_ws(' ', status, attempt_count, "
                                          "amount_paid_cents) from billing.billing_history"));
    };
    const InvoiceSpec draft{.status = QStringLiteral("draft"), .attempts = 0};
    QCOMPARE(tell("created", draft), QStringLiteral("processed | draft 0 0"));
    QCOMPARE(tell("updated", draft), QStringLiteral("processed | draft 0 0"));
    InvoiceSpec stuck = draft;
    stuck.fields = {{QStringLiteral("last_finalization_error"),
                     QJsonObject{{QStringLiteral("message"), QStringLiteral("No address.")}}}};
    QCOMPARE(tell("finalization_failed", stuck),
             QStringLiteral("processed: Stripe cannot finalise this invoice: No address. | "
                            "draft 0 0"));
    QCOMPARE(tell("finalized", open(QStringLiteral("in_1"), 0)),
             QStringLiteral("processed | open 0 0"));
    QCOMPARE(tell("payment_action_required", open(QStringLiteral("in_1"), 1)),
             QStringLiteral("processed: The bank wants the customer to confirm the payment. | "
                            "open 1 0"));
    QCOMPARE(tell("payment_failed", open(QStringLiteral("in_1"), 2)),
             QStringLiteral("processed | open 2 0"));
    QCOMPARE(tell("marked_uncollectible", {.status = QStringLiteral("uncollectible")}),
             QStringLiteral("processed | uncollectible 1 0"));
    QCOMPARE(tell("paid", {.attempts = 3}), QStringLiteral("processed | paid 3 9900"));
}

void TestInvoiceEvents::writesOneOffInvoices()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    QCOMPARE(world
                 .deliver({invoiceEvent(QStringLiteral("evt_1"), paid,
                                        {.subscription = {}, .reason = QStringLiteral("manual")})})
                 .processed,
             1);
    QCOMPARE(world.value(QStringLiteral("select concat_ws(' ', status, stripe_subscription_id, "
                                        "billing_reason) from billing.billing_history")),
             QStringLiteral("paid manual"));
}

void TestInvoiceEvents::ignoresPreviews_data()
{
    QTest::addColumn<QString>("id");
    QTest::newRow("without an id") << "";
    QTest::newRow("with an id of its own kind") << "upcoming_in_1Q2w3E";
}

void TestInvoiceEvents::ignoresPreviews()
{
    QFETCH(QString, id);
    WebhookWorld world;
    addSubscriber(world);
    QCOMPARE(world
                 .deliver({invoiceEvent(QStringLiteral("evt_1"), QStringLiteral("invoice.updated"),
                                        open(id, 0))})
                 .ignored,
             1);
    QCOMPARE(world.value(QStringLiteral("select count(*) from billing.billing_history")),
             QStringLiteral("0"));
}

void TestInvoiceEvents::resolvesTheVendorByTheSubscriptionsMetadata()
{
    WebhookWorld world;
    world.addVendor(QStringLiteral("ACME"));
    const QJsonObject metadata{{QStringLiteral("vendor_code"), QStringLiteral("ACME")}};
    const QJsonObject details{{QStringLiteral("subscription"), QStringLiteral("sub_9")},
                              {QStringLiteral("metadata"), metadata}};
    const QJsonObject parent{{QStringLiteral("subscription_details"), details}};
    const auto outcome =
        world.deliver({invoiceEvent(QStringLiteral("evt_1"), paid,
                                    {.customer = QStringLiteral("cus_9"),
                                     .fields = {{QStringLiteral("parent"), parent}}}),
                       invoiceEvent(QStringLiteral("evt_2"), paid,
                                    {.id = QStringLiteral("in_2"),
                                     .customer = QStringLiteral("cus_9"),
                                     .subscription = QStringLiteral("sub_9"),
                                     .fields = {{QStringLiteral("subscription_details"), details}}},
                                    1790000000, Shape::Old)});
    QCOMPARE(outcome.processed, 2);
}

void TestInvoiceEvents::keepsRefundsOfOtherEvents()
{
    WebhookWorld world;
    addSubscriber(world);
    world.deliver({invoiceEvent(QStringLiteral("evt_1"), paid, {})});
    QVERIFY(world.companion().execute(
        QStringLiteral("update billing.billing_history set refunded_cents = 100")));
    world.deliver({invoiceEvent(QStringLiteral("evt_2"), paid, {}, 1790000100)});
    QCOMPARE(world.value(QStringLiteral("select refunded_cents from billing.billing_history")),
             QStringLiteral("100"));
}

void TestInvoiceEvents::opensAnOrderWindowForAPaidPeriodOnly()
{
    WebhookWorld world;
    addSubscriber(world);
    const QString count = QStringLiteral("select count(*) from billing.usage_windows");
    QCOMPARE(world.value(count), QStringLiteral("1"));
    world.clock.set(QDateTime::fromSecsSinceEpoch(1792600000, Qt::UTC)); // the second month
    world.deliver({invoiceEvent(QStringLiteral("evt_1"), paid, {}, 1792600000)});
    QCOMPARE(world.value(count), QStringLiteral("2"));
    QVERIFY(world.companion().execute(QStringLiteral("update billing.usage_windows set used = 3")));
    world.deliver(
        {invoiceEvent(QStringLiteral("evt_2"), paid, {.id = QStringLiteral("in_2")}, 1792600001)});
    QCOMPARE(world.value(count), QStringLiteral("2"));
    QCOMPARE(world.value(QStringLiteral("select min(used) from billing.usage_windows")),
             QStringLiteral("3"));
}

void TestInvoiceEvents::linksPaymentsToInvoices()
{
    WebhookWorld world;
    const QJsonObject payment{{QStringLiteral("type"), QStringLiteral("payment_intent")},
                              {QStringLiteral("payment_intent"), QStringLiteral("pi_7")}};
    world.deliver(
        {eventJson({.id = QStringLiteral("evt_1"), .type = QStringLiteral("invoice_payment.paid")},
                   {{QStringLiteral("id"), QStringLiteral("inpay_1")},
                    {QStringLiteral("invoice"), QStringLiteral("in_7")},
                    {QStringLiteral("amount_paid"), 9900},
                    {QStringLiteral("currency"), QStringLiteral("eur")},
                    {QStringLiteral("payment"), payment}})});
    QCOMPARE(
        world.value(QStringLiteral(
            "select concat_ws(' ', stripe_payment_id, stripe_invoice_id, amount_cents, currency) "
            "from billing.invoice_payments")),
        QStringLiteral("pi_7 in_7 9900 eur"));
}

// Created, finalised and paid in one second, told backwards and with ids that say nothing.
void TestInvoiceEvents::goesOnlyForwardWithinASecond()
{
    WebhookWorld world;
    addSubscriber(world);
    world.deliver({invoiceEvent(QStringLiteral("evt_a"), paid, {})});
    world.deliver({invoiceEvent(QStringLiteral("evt_b"), QStringLiteral("invoice.finalized"),
                                open(QStringLiteral("in_1"), 0)),
                   invoiceEvent(QStringLiteral("evt_c"), QStringLiteral("invoice.created"),
                                {.status = QStringLiteral("draft"), .attempts = 0})});
    QCOMPARE(world.value(QStringLiteral("select status from billing.billing_history")),
             QStringLiteral("paid"));
    QVERIFY(world.statusOf(QStringLiteral("evt_b")).startsWith(QLatin1String("superseded")));
    QVERIFY(world.statusOf(QStringLiteral("evt_c")).startsWith(QLatin1String("superseded")));
}

QTEST_GUILESS_MAIN(TestInvoiceEvents)
#include "test_invoiceevents.moc"
