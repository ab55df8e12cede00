#include <QBuffer>
#include <QTest>

#include "models/domain/money.h"
#include "services/billing/invoiceledger.h"
#include "services/catalogue/invoicebackfill.h"
#include "services/webhooks/inbox.h"
#include "services/webhooks/processor.h"
#include "tests/integration/catalogue/sandboxstripe.h"
#include "tests/support/stripeobjects.h"
#include "tests/support/testdatabase.h"

#include <QJsonArray>

using namespace Orion;
using TestStripe::InvoiceSpec;

// Stripe's list of invoices in the history: the list is a test's own, so that it can be long.
class TestInvoiceBackfill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_db.reset(); }

    void writesWhatStripeLists();
    void mayBeRepeated();
    void asksForWhatIsWanted();
    void leavesWhatTheDatabaseHeardLater();
    void bringsUpToDateWhatWasMissed();
    void doesNotMakeLaterEventsOld();
    void goesOnWhereItWasCutOff();
    void startsAnewForAnotherSince();
    void keepsCurrenciesInTheirUnits_data();
    void keepsCurrenciesInTheirUnits();
    void setsTheStandingOfThePayment();
    void runsOnceAtATime();

private:
    void listed(int count, const QString &status = QStringLiteral("paid"));
    Result<BackfillProgress> run(const BackfillOptions &options = {});
    void receive(const QByteArray &event);
    QString value(const QString &sql) { return m_db->value(sql); }

    static constexpr qint64 now = 1790003600; // an hour after the invoices of the test objects

    std::unique_ptr<TestDatabase> m_db;
    std::unique_ptr<Session> m_companion;
    std::unique_ptr<SandboxStripe> m_stripe;
    std::unique_ptr<ManualClock> m_clock;
    QJsonArray m_list; // newest first
};

void TestInvoiceBackfill::init()
{
    m_db = std::make_unique<TestDatabase>();
    m_companion = m_db->open(QStringLiteral("orion_companion"));
    m_stripe = std::make_unique<SandboxStripe>();
    m_clock = std::make_unique<ManualClock>(QDateTime::fromSecsSinceEpoch(now, Qt::UTC));
    m_list = {};
    QVERIFY(m_db->session().execute(QStringLiteral(
        "insert into billing.vendors (vendor_code, name, email, stripe_customer_id) values "
        "('ACME', 'A', 'a@example.com', 'cus_1')")));
    m_stripe->instead =
        [this](const StripeCall &call) -> std::optional<StripeResult<StripeAnswer>> {
        if (call.path != QLatin1String("/v1/invoices"))
            return std::nullopt;
        QString after;
        for (const auto &[name, text] : call.parameters.pairs()) {
            if (name == QLatin1String("starting_after"))
                after = text;
        }
        QJsonArray page;
        bool begun = after.isEmpty();
        qsizetype i = 0;
        for (; i < m_list.size() && page.size() < 100; ++i) {
            if (begun)
                page.append(m_list.at(i));
            else
                begun = m_list.at(i).toObject().value(QLatin1String("id")).toString() == after;
        }
        StripeAnswer answer;
        answer.object = {{QStringLiteral("data"), page},
                         {QStringLiteral("has_more"), i < m_list.size()}};
        return answer;
    };
}

void TestInvoiceBackfill::listed(int count, const QString &status)
{
    for (int i = count; i >= 1; --i) {
        InvoiceSpec spec;
        spec.id = QStringLiteral("in_%1").arg(i);
        spec.status = status;
        spec.payment = QStringLiteral("pi_%1").arg(i);
        m_list.append(TestStripe::invoice(spec));
    }
}

Result<BackfillProgress> TestInvoiceBackfill::run(const BackfillOptions &options)
{
    return backfillInvoices(*m_companion, *m_stripe, *m_clock, options,
                            [](const BackfillProgress &) {});
}

void TestInvoiceBackfill::receive(const QByteArray &event)
{
    const auto parsed = parseEvent(event);
    QVERIFY(parsed);
    QVERIFY(storeEvents(*m_companion, std::vector{*parsed}));
    const auto outcome = WebhookProcessor(*m_clock).processBatch(*m_companion, 10);
    QVERIFY(outcome && outcome->failed == 0 && outcome->retried == 0);
}

void TestInvoiceBackfill::writesWhatStripeLists()
{
    listed(3);
    InvoiceSpec foreign;
    foreign.id = QStringLiteral("in_foreign");
    foreign.customer = QStringLiteral("cus_foreign");
    foreign.subscription = QStringLiteral("sub_foreign");
    m_list.append(TestStripe::invoice(foreign));
    const auto progress = run();
    QVERIFY2(progress, qUtf8Printable(progress ? QString() : progress.error().detail));
    QCOMPARE(progress->read, 4);
    QCOMPARE(progress->written, 3);
    QCOMPARE(progress->withoutVendor, 1);
    QCOMPARE(value(QStringLiteral("select string_agg(concat_ws(' ', stripe_invoice_id, status, "
                                  "total_cents, amount_paid_cents, currency), ', ' order by "
                                  "stripe_invoice_id) from billing.billing_history")),
             QStringLiteral("in_1 paid 9900 9900 eur, in_2 paid 9900 9900 eur, "
                            "in_3 paid 9900 9900 eur"));
    QCOMPARE(value(QStringLiteral("select stripe_invoice_id from billing.invoice_payments where "
                                  "stripe_payment_id = 'pi_2'")),
             QStringLiteral("in_2"));
}

void TestInvoiceBackfill::mayBeRepeated()
{
    listed(250);
    QVERIFY(run());
    const QString state =
        QStringLiteral("select md5(string_agg(concat(stripe_invoice_id, status, total_cents), ',' "
                       "order by stripe_invoice_id)) from billing.billing_history");
    const QString before = value(state);
    const auto again = run();
    QVERIFY(again);
    QCOMPARE(again->read, 250);
    QCOMPARE(value(state), before);
    QCOMPARE(value(QStringLiteral("select count(*) from billing.billing_history")),
             QStringLiteral("250"));
}

void TestInvoiceBackfill::asksForWhatIsWanted()
{
    listed(150);
    BackfillOptions options;
    options.since = QDateTime(QDate(2026, 1, 31), QTime(0, 0), Qt::UTC);
    QVERIFY(run(options));
    int pages = 0;
    for (const StripeCall &call : m_stripe->calls) {
        if (call.path != QLatin1String("/v1/invoices"))
            continue;
        ++pages;
        QCOMPARE(call.priority, StripePriority::Background);
        const QByteArray sent = call.parameters.encoded();
        QVERIFY2(sent.contains("created[gte]=1769817600"), sent.constData());
        QVERIFY2(sent.contains("limit=100"), sent.constData());
        QVERIFY2(sent.contains("expand[0]=data.payments"), sent.constData());
    }
    QCOMPARE(pages, 2);
}

void TestInvoiceBackfill::leavesWhatTheDatabaseHeardLater()
{
    listed(1, QStringLiteral("open"));
    // Paid while Stripe was being asked: the webhook was here first.
    receive(TestStripe::eventJson({QStringLiteral("evt_1"), QStringLiteral("invoice.paid"), now},
                                  TestStripe::invoice({})));
    const auto progress = run();
    QVERIFY(progress);
    QCOMPARE(progress->newer, 1);
    QCOMPARE(value(QStringLiteral("select status from billing.billing_history")),
             QStringLiteral("paid"));
}

void TestInvoiceBackfill::bringsUpToDateWhatWasMissed()
{
    InvoiceSpec open;
    open.status = QStringLiteral("open");
    receive(TestStripe::eventJson(
        {QStringLiteral("evt_1"), QStringLiteral("invoice.finalized"), 1790000001},
        TestStripe::invoice(open)));
    QCOMPARE(value(QStringLiteral("select status from billing.billing_history")),
             QStringLiteral("open"));
    listed(1);
    QVERIFY(run());
    QCOMPARE(value(QStringLiteral("select status from billing.billing_history")),
             QStringLiteral("paid"));
}

void TestInvoiceBackfill::doesNotMakeLaterEventsOld()
{
    listed(1, QStringLiteral("open"));
    QVERIFY(run());
    // Our clock may be ahead of Stripe's: what happens now is after the invoice all the same.
    receive(
        TestStripe::eventJson({QStringLiteral("evt_1"), QStringLiteral("invoice.paid"), now - 10},
                              TestStripe::invoice({})));
    QCOMPARE(value(QStringLiteral("select h.status || ' ' || e.status from "
                                  "billing.billing_history h, billing.stripe_webhook_events e")),
             QStringLiteral("paid processed"));
}

void TestInvoiceBackfill::goesOnWhereItWasCutOff()
{
    listed(350);
    const auto whole = m_stripe->instead;
    int pages = 0;
    m_stripe->instead = [&](const StripeCall &call) -> std::optional<StripeResult<StripeAnswer>> {
        if (call.path == QLatin1String("/v1/invoices") && ++pages == 3) {
            StripeError error;
            error.kind = StripeErrorKind::Timeout;
            return tl::unexpected(error);
        }
        return whole(call);
    };
    const auto cut = run();
    QVERIFY(!cut);
    QCOMPARE(cut.error().code, ErrorCode::Timeout);
    QCOMPARE(value(QStringLiteral("select count(*) from billing.billing_history")),
             QStringLiteral("200"));
    const auto rest = run();
    QVERIFY(rest);
    QCOMPARE(rest->read, 150);
    QCOMPARE(value(QStringLiteral("select count(*) from billing.billing_history")),
             QStringLiteral("350"));
    QCOMPARE(value(QStringLiteral("select processed || ' ' || (finished_at is not null) from "
                                  "billing.stripe_backfills")),
             QStringLiteral("350 true"));
}

void TestInvoiceBackfill::startsAnewForAnotherSince()
{
    listed(350);
    const auto whole = m_stripe->instead;
    int pages = 0;
    m_stripe->instead = [&](const StripeCall &call) -> std::optional<StripeResult<StripeAnswer>> {
        if (call.path == QLatin1String("/v1/invoices") && ++pages == 2) {
            StripeError error;
            error.kind = StripeErrorKind::Connection;
            return tl::unexpected(error);
        }
        return whole(call);
    };
    QVERIFY(!run());
    BackfillOptions options;
    options.since = QDateTime::fromSecsSinceEpoch(1700000000, Qt::UTC);
    const auto other = run(options);
    QVERIFY(other);
    QCOMPARE(other->read, 350);
}

void TestInvoiceBackfill::keepsCurrenciesInTheirUnits_data()
{
    QTest::addColumn<QString>("currency");
    QTest::addColumn<qint64>("total");   // as Stripe writes it
    QTest::addColumn<QByteArray>("csv"); // subtotal, tax, total in major units
    QTest::addColumn<QString>("shown");
    QTest::newRow("cents") << "eur" << qint64(11900) << QByteArray("EUR,118.00,1.00,119.00")
                           << QString::fromUtf8("€119.00");
    QTest::newRow("no minor unit")
        << "jpy" << qint64(500) << QByteArray("JPY,400,100,500") << QString::fromUtf8("¥500");
    QTest::newRow("three decimals") << "kwd" << qint64(5130) << QByteArray("KWD,5.030,0.100,5.130")
                                    << QStringLiteral("KWD\u00a05.130");
    QTest::newRow("hundredths of none")
        << "isk" << qint64(50000) << QByteArray("ISK,499.00,1.00,500.00")
        << QStringLiteral("ISK\u00a0500");
    QTest::newRow("hundredths of none, too")
        << "ugx" << qint64(500) << QByteArray("UGX,4.00,1.00,5.00") << QStringLiteral("UGX\u00a05");
}

void TestInvoiceBackfill::keepsCurrenciesInTheirUnits()
{
    QFETCH(QString, currency);
    QFETCH(qint64, total);
    InvoiceSpec spec;
    spec.total = total;
    spec.fields = {
        {QStringLiteral("currency"), currency},
        {QStringLiteral("subtotal"), total - 100},
        {QStringLiteral("total_taxes"), QJsonArray{QJsonObject{{QStringLiteral("amount"), 60}},
                                                   QJsonObject{{QStringLiteral("amount"), 40}}}}};
    m_list.append(TestStripe::invoice(spec));
    QVERIFY(run());
    QCOMPARE(value(QStringLiteral("select concat_ws(' ', currency, subtotal_cents, tax_cents, "
                                  "total_cents) from billing.billing_history")),
             QStringLiteral("%1 %2 100 %3").arg(currency).arg(total - 100).arg(total));

    QFETCH(QByteArray, csv);
    QFETCH(QString, shown);
    QBuffer file;
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(exportInvoicesCsv(*m_companion, {}, file));
    QVERIFY2(file.data().contains(csv), file.data().constData());
    const auto page = listInvoices(*m_companion, {}, {});
    QVERIFY(page && page->rows.size() == 1);
    const Invoice &invoice = page->rows.front();
    QCOMPARE((Money{invoice.totalCents, invoice.currency}.toString(QLocale(QLocale::English))),
             shown);
}

void TestInvoiceBackfill::setsTheStandingOfThePayment()
{
    QVERIFY(m_db->session().execute(QStringLiteral(
        "insert into billing.vendor_subscriptions (vendor_id, tier_id, status, "
        "stripe_subscription_id, stripe_status, period_start, past_due_since) select v.id, t.id, "
        "'past_due', 'sub_1', 'past_due', now(), now() from billing.vendors v, "
        "billing.subscription_tiers t where t.code = 'essential'")));
    InvoiceSpec spec;
    spec.status = QStringLiteral("open");
    spec.attempts = 3;
    m_list.append(TestStripe::invoice(spec));
    QVERIFY(run());
    QCOMPARE(value(QStringLiteral("select payment_retry_count || ' ' || status from "
                                  "billing.vendor_subscriptions")),
             QStringLiteral("3 past_due"));
}

void TestInvoiceBackfill::runsOnceAtATime()
{
    listed(1);
    const auto other = m_db->open(QStringLiteral("orion_companion"));
    Result<BackfillProgress> second = BackfillProgress{};
    QVERIFY(backfillInvoices(*m_companion, *m_stripe, *m_clock, {}, [&](const BackfillProgress &) {
        second = backfillInvoices(*other, *m_stripe, *m_clock, {}, [](const BackfillProgress &) {});
    }));
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::Conflict);
}

QTEST_GUILESS_MAIN(TestInvoiceBackfill)
#include "test_invoicebackfill.moc"
