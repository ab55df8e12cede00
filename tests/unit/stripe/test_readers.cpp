#include "services/stripe/readers/charge.h"
#include "services/stripe/readers/checkoutsession.h"
#include "services/stripe/readers/invoice.h"
#include "services/stripe/readers/subscription.h"
#include "tests/support/stripeobjects.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Orion;
using namespace Orion::TestStripe;

Q_DECLARE_METATYPE(Shape)

namespace
{

QDateTime at(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
}

QJsonObject object(const char *json)
{
    return QJsonDocument::fromJson(json).object();
}

void bothShapes()
{
    QTest::addColumn<Shape>("shape");
    QTest::newRow("before 2025-03-31") << Shape::Old;
    QTest::newRow("since 2025-03-31") << Shape::New;
}

} // namespace

class TestReaders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsASubscription_data() { bothShapes(); }
    void readsASubscription();
    void readsEachItemsOwnPeriod();
    void takesTheNewPlaceWhereBothAreFilled();
    void findsScheduledCancellations_data();
    void findsScheduledCancellations();
    void readsExpandedFields();
    void readsAPlanOfOldTimes();
    void findsThePaymentMethod_data();
    void findsThePaymentMethod();
    void survivesFieldsOfAnotherKind();
    void countsAmountsBeyond32Bits();
    void readsAnInvoice_data() { bothShapes(); }
    void readsAnInvoice();
    void readsAOneOffInvoice();
    void sumsTaxes_data();
    void sumsTaxes();
    void readsInvoiceLines();
    void readsAnInvoicePayment();
    void readsACharge();
    void readsADispute();
    void readsACheckoutSession();
    void readsPublishedExamples();
};

void TestReaders::readsASubscription()
{
    QFETCH(Shape, shape);
    const auto read = readSubscription(subscription(
        {.metadata = {{QStringLiteral("vendor_code"), QStringLiteral("ACME")}}}, shape));
    QCOMPARE(read.id, QStringLiteral("sub_1"));
    QCOMPARE(read.customerId, QStringLiteral("cus_1"));
    QCOMPARE(read.status, QStringLiteral("active"));
    QCOMPARE(read.created, at(1790000000));
    QCOMPARE(read.metadata.value(QStringLiteral("vendor_code")), QStringLiteral("ACME"));
    QVERIFY(read.hasPaymentMethod);
    QVERIFY(!read.collectionPaused);
    QVERIFY(!read.cancelAt.isValid());
    QCOMPARE(read.items.size(), std::size_t(1));
    const StripeSubscriptionItem &item = read.items.front();
    QCOMPARE(item.id, QStringLiteral("si_sub_1"));
    QCOMPARE(item.priceId, QStringLiteral("price_pro_month"));
    QCOMPARE(item.amount(), std::optional<qint64>(9900));
    QCOMPARE(item.interval, QStringLiteral("month"));
    QCOMPARE(item.currency, QStringLiteral("eur"));
    QCOMPARE(item.periodStart, at(1790000000));
    QCOMPARE(item.periodEnd, at(1792592000));
}

void TestReaders::readsEachItemsOwnPeriod()
{
    const auto read = readSubscription(object(R"({"id":"sub_1","items":{"data":[
        {"id":"si_1","current_period_start":100,"current_period_end":200},
        {"id":"si_2","current_period_start":100,"current_period_end":900}]},
        "cancel_at_period_end":true})"));
    QCOMPARE(read.items.at(0).periodEnd, at(200));
    QCOMPARE(read.items.at(1).periodEnd, at(900));
    QCOMPARE(read.cancelAt, at(900));
}

void TestReaders::takesTheNewPlaceWhereBothAreFilled()
{
    const auto read = readSubscription(object(R"({"id":"sub_1","current_period_start":1,
        "current_period_end":2,"items":{"data":[{"id":"si_1","current_period_start":100,
        "current_period_end":200}]}})"));
    QCOMPARE(read.items.front().periodStart, at(100));
    const auto bill = readInvoice(object(R"({"id":"in_1","subscription":"sub_old","parent":
        {"subscription_details":{"subscription":"sub_new"}}})"));
    QCOMPARE(bill.subscriptionId, QStringLiteral("sub_new"));
}

void TestReaders::findsScheduledCancellations_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<qint64>("cancelAt");
    QTest::newRow("none") << QByteArray(R"({"cancel_at":null,"cancel_at_period_end":false})")
                          << qint64(0);
    QTest::newRow("flag only") << QByteArray(R"({"cancel_at":null,"cancel_at_period_end":true})")
                               << qint64(1792592000);
    QTest::newRow("time only") << QByteArray(
                                      R"({"cancel_at":1791000000,"cancel_at_period_end":false})")
                               << qint64(1791000000);
    QTest::newRow("both") << QByteArray(R"({"cancel_at":1792592000,"cancel_at_period_end":true})")
                          << qint64(1792592000);
}

void TestReaders::findsScheduledCancellations()
{
    QFETCH(QByteArray, fields);
    QFETCH(qint64, cancelAt);
    const QJsonObject extra = object(fields.constData());
    for (const Shape shape : {Shape::Old, Shape::New}) {
        const auto read = readSubscription(subscription({.fields = extra}, shape));
        QCOMPARE(read.cancelAt, cancelAt ? at(cancelAt) : QDateTime());
    }
}

void TestReaders::readsExpandedFields()
{
    const auto read = readSubscription(object(R"({"id":"sub_1","customer":{"id":"cus_9",
        "invoice_settings":{"default_payment_method":{"id":"pm_1"}}},
        "items":{"data":[{"id":"si_1","price":"price_9"}]}})"));
    QCOMPARE(read.customerId, QStringLiteral("cus_9"));
    QVERIFY(read.hasPaymentMethod);
    QCOMPARE(read.items.front().priceId, QStringLiteral("price_9"));
    QVERIFY(!read.items.front().amount());

    const auto bill = readInvoice(object(R"({"id":"in_1","customer":{"id":"cus_9"},
        "subscription":{"id":"sub_9"},"payment_intent":{"id":"pi_9"},"charge":{"id":"ch_9"}})"));
    QCOMPARE(bill.customerId, QStringLiteral("cus_9"));
    QCOMPARE(bill.subscriptionId, QStringLiteral("sub_9"));
    QCOMPARE(bill.paymentIds, QStringList({QStringLiteral("pi_9"), QStringLiteral("ch_9")}));
}

void TestReaders::readsAPlanOfOldTimes()
{
    const auto read = readSubscription(object(R"({"id":"sub_1","items":{"data":[{"id":"si_1",
        "quantity":3,"plan":{"id":"plan_9","amount":500,"interval":"year","currency":"EUR"}}]}})"));
    const StripeSubscriptionItem &item = read.items.front();
    QCOMPARE(item.priceId, QStringLiteral("plan_9"));
    QCOMPARE(item.amount(), std::optional<qint64>(1500));
    QCOMPARE(item.interval, QStringLiteral("year"));
    QCOMPARE(item.currency, QStringLiteral("eur"));
}

void TestReaders::findsThePaymentMethod_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("found");
    QTest::newRow("none") << QByteArray(R"({"default_payment_method":null,"customer":"cus_1"})")
                          << false;
    QTest::newRow("its own") << QByteArray(R"({"default_payment_method":"pm_1"})") << true;
    QTest::newRow("its own, expanded")
        << QByteArray(R"({"default_payment_method":{"id":"pm_1"}})") << true;
    QTest::newRow("an old source") << QByteArray(R"({"default_source":"card_1"})") << true;
    QTest::newRow("the customer has none")
        << QByteArray(
               R"({"customer":{"id":"c","invoice_settings":{"default_payment_method":null}}})")
        << false;
}

void TestReaders::findsThePaymentMethod()
{
    QFETCH(QByteArray, json);
    QFETCH(bool, found);
    QCOMPARE(readSubscription(object(json.constData())).hasPaymentMethod, found);
}

void TestReaders::survivesFieldsOfAnotherKind()
{
    const auto read = readSubscription(object(R"({"id":7,"status":["x"],"customer":3,"items":"no",
        "metadata":{"vendor_code":5},"trial_end":"soon","cancel_at":-1,"created":1e300,
        "pause_collection":"yes","cancel_at_period_end":"true"})"));
    QVERIFY(read.id.isEmpty());
    QVERIFY(read.status.isEmpty());
    QVERIFY(read.items.empty());
    QVERIFY(read.metadata.isEmpty());
    QVERIFY(!read.trialEnd.isValid() && !read.cancelAt.isValid() && !read.created.isValid());
    QVERIFY(!read.collectionPaused);
}

void TestReaders::countsAmountsBeyond32Bits()
{
    const auto read = readSubscription(object(R"({"items":{"data":[
        {"price":{"id":"p","unit_amount":5000000000},"quantity":4},
        {"price":{"id":"q","unit_amount":9000000000000000000},"quantity":2}]}})"));
    QCOMPARE(read.items.at(0).amount(), std::optional<qint64>(20000000000));
    QVERIFY(!read.items.at(1).amount());
    QCOMPARE(readInvoice(object(R"({"total":9007199254740993})")).total, 9007199254740993);
}

void TestReaders::readsAnInvoice()
{
    QFETCH(Shape, shape);
    const auto read = readInvoice(invoice({}, shape));
    QCOMPARE(read.id, QStringLiteral("in_1"));
    QCOMPARE(read.number, QStringLiteral("ORION-in_1"));
    QCOMPARE(read.subscriptionId, QStringLiteral("sub_1"));
    QCOMPARE(read.status, QStringLiteral("paid"));
    QCOMPARE(read.total, 9900);
    QCOMPARE(read.tax, 190);
    QCOMPARE(read.amountPaid, 9900);
    QCOMPARE(read.attemptCount, 1);
    QCOMPARE(read.date, at(1790000000));
    QCOMPARE(read.paidAt, at(1790000000));
    QCOMPARE(read.paymentIds, QStringList(QStringLiteral("pi_1")));
    QCOMPARE(read.pdfUrl, QStringLiteral("https://pay.example/in.pdf"));
}

void TestReaders::readsAOneOffInvoice()
{
    const auto read = readInvoice(invoice({.subscription = QString()}));
    QVERIFY(read.subscriptionId.isEmpty());
    QCOMPARE(readInvoice(object(R"({"id":"in_1","paid":true})")).status, QStringLiteral("paid"));
}

void TestReaders::sumsTaxes_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<qint64>("tax");
    QTest::newRow("new") << QByteArray(R"({"total_taxes":[{"amount":100},{"amount":50}],"tax":9})")
                         << qint64(150);
    QTest::newRow("old sum") << QByteArray(R"({"tax":150,"total_tax_amounts":[{"amount":9}]})")
                             << qint64(150);
    QTest::newRow("old list") << QByteArray(R"({"tax":null,"total_tax_amounts":[{"amount":150}]})")
                              << qint64(150);
    QTest::newRow("none") << QByteArray(R"({"total_taxes":null})") << qint64(0);
    QTest::newRow("beyond 64 bits")
        << QByteArray(R"({"total_taxes":[{"amount":9223372036854775807},{"amount":1}]})")
        << qint64(0);
}

void TestReaders::sumsTaxes()
{
    QFETCH(QByteArray, json);
    QFETCH(qint64, tax);
    QCOMPARE(readInvoice(object(json.constData())).tax, tax);
}

void TestReaders::readsInvoiceLines()
{
    const auto lines = readInvoiceLines(object(R"({"lines":{"data":[
        {"description":"Unused time","amount":-4950,"currency":"EUR","quantity":1,
         "period":{"start":1790000000,"end":1790086400},
         "parent":{"subscription_item_details":{"proration":true}}},
        {"amount":19900,"currency":"eur","parent":{"invoice_item_details":{"proration":true}}},
        {"amount":100,"currency":"eur","proration":true},
        {"amount":9900,"currency":"eur","parent":null}]}})"));
    QCOMPARE(lines.size(), std::size_t(4));
    QCOMPARE(lines[0].description, QStringLiteral("Unused time"));
    QCOMPARE(lines[0].amount, -4950);
    QCOMPARE(lines[0].currency, QStringLiteral("eur"));
    QCOMPARE(lines[0].quantity, std::optional<qint64>(1));
    QCOMPARE(lines[0].periodStart, at(1790000000));
    QCOMPARE(lines[0].periodEnd, at(1790086400));
    QVERIFY(lines[0].isProration && lines[1].isProration && lines[2].isProration);
    QVERIFY(!lines[3].isProration && !lines[3].quantity && !lines[3].periodStart.isValid());
    QVERIFY(readInvoiceLines({}).empty());
}

void TestReaders::readsAnInvoicePayment()
{
    const auto read = readInvoicePayment(object(R"({"id":"inpay_1","invoice":{"id":"in_1"},
        "amount_paid":9900,"currency":"eur","payment":{"type":"charge","charge":"ch_1"}})"));
    QCOMPARE(read.invoiceId, QStringLiteral("in_1"));
    QCOMPARE(read.paymentId, QStringLiteral("ch_1"));
    QCOMPARE(read.amountPaid, std::optional<qint64>(9900));
}

void TestReaders::readsACharge()
{
    const auto read = readCharge(object(R"({"id":"ch_1","amount":9900,"amount_refunded":900,
        "currency":"EUR","customer":{"id":"cus_1"},"payment_intent":"pi_1"})"));
    QCOMPARE(read.paymentId, QStringLiteral("pi_1"));
    QCOMPARE(read.customerId, QStringLiteral("cus_1"));
    QCOMPARE(read.currency, QStringLiteral("eur"));
    QCOMPARE(read.amountRefunded, 900);
    QCOMPARE(read.invoiceId, QString());
    // Before payment intents, and when charges named their invoice.
    const auto old = readCharge(object(R"({"id":"ch_2","payment_intent":null,"invoice":"in_1"})"));
    QCOMPARE(old.paymentId, QStringLiteral("ch_2"));
    QCOMPARE(old.invoiceId, QStringLiteral("in_1"));
}

void TestReaders::readsADispute()
{
    const auto read = readDispute(object(R"({"id":"du_1","amount":9900,"charge":{"id":"ch_1"},
        "created":1790000000,"currency":"eur","evidence_details":{"due_by":1790600000},
        "payment_intent":null,"reason":"fraudulent","status":"needs_response"})"));
    QCOMPARE(read.chargeId, QStringLiteral("ch_1"));
    QCOMPARE(read.paymentId, QStringLiteral("ch_1"));
    QCOMPARE(read.evidenceDue.toSecsSinceEpoch(), 1790600000);
    QVERIFY(!read.isClosed());
    for (const char *status : {"won", "lost", "warning_closed", "prevented"})
        QVERIFY(readDispute({{QStringLiteral("status"), QString::fromLatin1(status)}}).isClosed());
    QVERIFY(!readDispute({{QStringLiteral("status"), QStringLiteral("news")}}).isClosed());
}

void TestReaders::readsACheckoutSession()
{
    const auto paid =
        readCheckoutSession(checkoutSession({.clientReference = QStringLiteral("ACME")}));
    QCOMPARE(paid.clientReferenceId, QStringLiteral("ACME"));
    QCOMPARE(paid.subscriptionId, QStringLiteral("sub_1"));
    QVERIFY(paid.isSettled());
    const auto statusIs = [](const char *status) {
        return readCheckoutSession(checkoutSession({.paymentStatus = QString::fromLatin1(status)}));
    };
    QVERIFY(statusIs("no_payment_required").isSettled());
    QVERIFY(!statusIs("unpaid").isSettled());
    QVERIFY(!statusIs("something_new").isSettled());
}

// One example of every resource, as Stripe publishes them with its OpenAPI description.
void TestReaders::readsPublishedExamples()
{
    const QString path = qEnvironmentVariable("ORION_STRIPE_FIXTURES");
    QFile file(path);
    if (path.isEmpty() || !file.open(QIODevice::ReadOnly))
        QSKIP("Set ORION_STRIPE_FIXTURES to Stripe's published fixtures to run this test.");
    const QJsonObject resources = QJsonDocument::fromJson(file.readAll())
                                      .object()
                                      .value(QLatin1String("resources"))
                                      .toObject();
    const auto sub = readSubscription(resources.value(QLatin1String("subscription")).toObject());
    QVERIFY(sub.id.startsWith(QLatin1String("sub_")));
    QVERIFY(sub.customerId.startsWith(QLatin1String("cus_")));
    QVERIFY(!sub.items.empty() && sub.items.front().priceId.startsWith(QLatin1String("price_")));
    QVERIFY(sub.items.front().periodStart.isValid() && sub.items.front().periodEnd.isValid());
    QVERIFY(sub.items.front().amount().has_value());
    const auto bill = readInvoice(resources.value(QLatin1String("invoice")).toObject());
    QVERIFY(bill.id.startsWith(QLatin1String("in_")));
    QCOMPARE(bill.subscriptionId, QStringLiteral("subscription"));
    QCOMPARE(bill.status, QStringLiteral("draft"));
    const auto session =
        readCheckoutSession(resources.value(QLatin1String("checkout.session")).toObject());
    QVERIFY(session.id.startsWith(QLatin1String("cs_")));
    QVERIFY(!session.isSettled());
}

QTEST_GUILESS_MAIN(TestReaders)
#include "test_readers.moc"
