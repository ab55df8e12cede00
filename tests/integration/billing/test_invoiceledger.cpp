#include "services/billing/invoiceledger.h"

#include "models/domain/money.h"
#include "tests/support/testdatabase.h"

#include <QBuffer>
#include <QtTest>

#include <map>

using namespace Orion;

namespace
{

// Seven vendors with names that break careless programs, and 700 invoices in three currencies.
// Several invoices share a date, and dates have microseconds.
constexpr char fillSql[] = R"(
insert into billing.vendors (vendor_code, name, email) values
    ('ATELIER', 'Atelier "Nord", Lübeck', 'post@atelier.example'),
    ('FORMULA', '=cmd|'' /C calc''!A0', 'formula@example.com'),
    ('PLUS', '+49 Shop', 'plus@example.com'),
    ('LINES', E'Two\nLines, Ltd', 'lines@example.com'),
    ('PERCENT', '100% Wool_Store', 'percent@example.com'),
    ('TOKYO', '東京の店', 'tokyo@example.com'),
    ('MINUS', '-Minus', 'odd@example.com');
insert into billing.billing_history (vendor_id, stripe_invoice_id, invoice_number, status, currency,
    subtotal_cents, tax_cents, total_cents, amount_paid_cents, amount_remaining_cents,
    refunded_cents, attempt_count, invoice_date, due_date, paid_at, pdf_url, hosted_url,
    billing_reason)
select (select id from billing.vendors order by id offset i % 7 limit 1), 'in_' || i,
    case when i % 50 > 0 then 'ORI-' || i end,
    (array['paid', 'paid', 'paid', 'open', 'paid', 'void', 'paid', 'uncollectible', 'paid',
           'draft'])[1 + i % 10],
    (array['eur', 'eur', 'usd', 'jpy', 'kwd'])[1 + i % 5],
    i * 83, i * 17, i * 100, case when i % 10 in (0, 1, 2, 4, 6, 8) then i * 100 else 0 end,
    case when i % 10 = 3 then i * 100 else 0 end, case when i % 70 = 0 then i * 7 else 0 end, i % 4,
    timestamptz '2026-01-01 00:00:00.000007+00' + (i / 3) * interval '17 hours',
    case when i % 3 = 0 then timestamptz '2026-07-01 12:00+02' end,
    case when i % 10 = 0 then timestamptz '2026-02-03 04:05:06+00' end,
    'https://pay.stripe.com/invoice/' || i || '/pdf', 'https://invoice.stripe.com/i/' || i,
    'subscription_cycle'
from generate_series(1, 700) i;
)";

std::vector<Invoice> everything(Session &session, const InvoiceFilter &filter, int pageSize)
{
    std::vector<Invoice> all;
    PageRequest request{pageSize, {}};
    do {
        const auto page = listInvoices(session, filter, request);
        if (!page) {
            qWarning("%s", qPrintable(page.error().message + page.error().detail));
            return {};
        }
        all.insert(all.end(), page->rows.begin(), page->rows.end());
        request.cursor = page->nextCursor;
    } while (!request.cursor.isEmpty());
    return all;
}

// The filter again, in plain C++ over plain rows: what the ledger's SQL is held against.
bool matches(const Invoice &invoice, const InvoiceFilter &filter)
{
    if (filter.from.isValid() && invoice.date < filter.from)
        return false;
    if (filter.to.isValid() && invoice.date >= filter.to)
        return false;
    if (!filter.statuses.isEmpty() && !filter.statuses.contains(invoice.status))
        return false;
    if (filter.vendorId && invoice.vendorId != *filter.vendorId)
        return false;
    if (!filter.currency.isEmpty() && invoice.currency != filter.currency)
        return false;
    const QString words = filter.search.trimmed();
    return words.isEmpty() || invoice.vendorName.contains(words, Qt::CaseInsensitive) ||
           invoice.vendorCode.contains(words, Qt::CaseInsensitive) ||
           invoice.number.compare(words, Qt::CaseInsensitive) == 0 ||
           invoice.stripeInvoiceId == words;
}

// Splits CSV after RFC 4180; rows end with CRLF and nothing else.
QList<QStringList> parseCsv(const QByteArray &csv)
{
    QList<QStringList> rows;
    QStringList row;
    QByteArray field;
    bool quoted = false;
    for (qsizetype i = 0; i < csv.size(); ++i) {
        const char c = csv.at(i);
        if (quoted) {
            if (c != '"')
                field += c;
            else if (i + 1 < csv.size() && csv.at(i + 1) == '"')
                field += csv.at(++i);
            else
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == ',' || (c == '\r' && csv.at(i + 1) == '\n')) {
            row.append(QString::fromUtf8(field));
            field.clear();
            if (c == '\r') {
                rows.append(row);
                row.clear();
                ++i;
            }
        } else {
            field += c;
        }
    }
    return rows;
}

QString isoTime(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(QStringLiteral("yyyy-MM-ddThh:mm:ssZ"))
                          : QString();
}

QString cell(const QString &text)
{
    static const QString dangerous = QStringLiteral("=+-@\t\r\n");
    return !text.isEmpty() && dangerous.contains(text.at(0)) ? u'\'' + text : text;
}

QStringList expectedRow(const Invoice &invoice)
{
    const auto money = [&](qint64 cents) { return Money{cents, invoice.currency}.toPlainString(); };
    return {isoTime(invoice.date),
            isoTime(invoice.dueDate),
            isoTime(invoice.paidAt),
            cell(invoice.number),
            invoice.stripeInvoiceId,
            invoice.vendorCode,
            cell(invoice.vendorName),
            invoice.status,
            invoice.currency.toUpper(),
            money(invoice.subtotalCents),
            money(invoice.taxCents),
            money(invoice.totalCents),
            money(invoice.amountPaidCents),
            money(invoice.amountRemainingCents),
            money(invoice.refundedCents),
            QString::number(invoice.attemptCount),
            invoice.pdfUrl,
            invoice.hostedUrl};
}

// A disk that is full after some bytes.
class FullDevice : public QBuffer
{
protected:
    qint64 writeData(const char *data, qint64 size) override
    {
        return pos() > 2000 ? -1 : QBuffer::writeData(data, size);
    }
};

} // namespace

class TestInvoiceLedger : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void listsTheNewestFirstWithoutGapsOrRepeats();
    void narrowsListTotalsAndExportAlike_data();
    void narrowsListTotalsAndExportAlike();
    void searchesAmongManyVendors();
    void refusesACursorThatIsNotItsOwn();
    void showsOneInvoiceWithItsDetail();
    void showsTheNewestDispute();
    void saysWhenAnInvoiceIsGone();
    void writesOnlyTheHeaderWhenNothingMatches();
    void stopsAnExportThatIsCancelled();
    void reportsADeviceThatTakesNoMore();
    void isOpenToFinance();

private:
    std::unique_ptr<TestDatabase> m_database;
    std::vector<Invoice> m_all;
};

void TestInvoiceLedger::initTestCase()
{
    m_database = std::make_unique<TestDatabase>();
    const auto filled = m_database->session().script(QLatin1String(fillSql));
    QVERIFY2(filled, qPrintable(filled ? QString() : filled.error().detail));
    m_all = everything(m_database->session(), {}, 1000);
    QCOMPARE(m_all.size(), std::size_t(700));
}

void TestInvoiceLedger::cleanupTestCase()
{
    m_database.reset();
}

void TestInvoiceLedger::listsTheNewestFirstWithoutGapsOrRepeats()
{
    const auto paged = everything(m_database->session(), {}, 7);
    QCOMPARE(paged.size(), std::size_t(700));
    for (std::size_t i = 0; i < paged.size(); ++i) {
        QCOMPARE(paged[i].id, m_all[i].id);
        if (i > 0)
            QVERIFY(paged[i - 1].date > paged[i].date ||
                    (paged[i - 1].date == paged[i].date && paged[i - 1].id > paged[i].id));
    }
    const Invoice &newest = paged.front();
    QCOMPARE(newest.stripeInvoiceId, QStringLiteral("in_700"));
    QCOMPARE(newest.vendorCode, QStringLiteral("ATELIER"));
    QCOMPARE(newest.totalCents, 70000);
    QCOMPARE(newest.refundedCents, 4900);
}

void TestInvoiceLedger::narrowsListTotalsAndExportAlike_data()
{
    QTest::addColumn<InvoiceFilter>("filter");

    const auto utc = [](int month, int day) {
        return QDateTime(QDate(2026, month, day), QTime(0, 0), Qt::UTC);
    };
    const auto search = [](const char *words) {
        InvoiceFilter filter;
        filter.search = QString::fromUtf8(words);
        return filter;
    };
    QTest::newRow("everything") << InvoiceFilter{};
    QTest::newRow("february") << InvoiceFilter{utc(2, 1), utc(3, 1), {}, {}, {}, {}};
    QTest::newRow("paid") << InvoiceFilter{{}, {}, {"paid"}, {}, {}, {}};
    QTest::newRow("unsettled") << InvoiceFilter{{}, {}, {"open", "uncollectible"}, {}, {}, {}};
    QTest::newRow("paid and open") << InvoiceFilter{{}, {}, {"paid", "open"}, {}, {}, {}};
    QTest::newRow("unknown status") << InvoiceFilter{{}, {}, {"new,word"}, {}, {}, {}};
    QTest::newRow("one vendor") << InvoiceFilter{{}, {}, {}, 3, {}, {}};
    QTest::newRow("a vendor's open ones") << InvoiceFilter{utc(1, 5), {}, {"open"}, 4, {}, {}};
    QTest::newRow("yen") << InvoiceFilter{{}, {}, {}, {}, {}, "jpy"};
    QTest::newRow("part of a name") << search("  NORD\", l ");
    QTest::newRow("a code") << search("tokyo");
    QTest::newRow("not latin") << search("東京");
    QTest::newRow("wildcards are letters") << search("0% wool_");
    QTest::newRow("a lone wildcard") << search("%");
    QTest::newRow("an underscore") << search("wool%store");
    QTest::newRow("a quote") << search("' /C");
    QTest::newRow("a number") << search("ori-123");
    QTest::newRow("a Stripe id") << search("in_42");
    QTest::newRow("nobody") << search("nobody has this name");
    QTest::newRow("search and vendor") << InvoiceFilter{{}, {}, {}, 2, "cmd", {}};
    QTest::newRow("search and another vendor") << InvoiceFilter{{}, {}, {}, 1, "cmd", {}};
    QTest::newRow("all at once") << InvoiceFilter{utc(1, 10), utc(6, 1), {"paid"},
                                                  {},         "shop",    "eur"};
}

void TestInvoiceLedger::narrowsListTotalsAndExportAlike()
{
    QFETCH(InvoiceFilter, filter);
    Session &session = m_database->session();

    QList<qint64> expected;
    QList<QStringList> expectedRows;
    std::map<QString, CurrencyTotals> sums;
    for (const Invoice &invoice : m_all) {
        if (!matches(invoice, filter))
            continue;
        expected.append(invoice.id);
        expectedRows.append(expectedRow(invoice));
        CurrencyTotals &sum = sums[invoice.currency];
        sum.currency = invoice.currency;
        ++sum.count;
        sum.totalCents += invoice.totalCents;
        sum.taxCents += invoice.taxCents;
        sum.paidCents += invoice.amountPaidCents;
        sum.remainingCents += invoice.amountRemainingCents;
        sum.refundedCents += invoice.refundedCents;
    }

    QList<qint64> listed;
    for (const Invoice &invoice : everything(session, filter, 13))
        listed.append(invoice.id);
    QCOMPARE(listed, expected);

    const auto totals = invoiceTotals(session, filter);
    QVERIFY(totals);
    std::vector<CurrencyTotals> expectedTotals;
    for (const auto &[currency, sum] : sums)
        expectedTotals.push_back(sum);
    QVERIFY(*totals == expectedTotals);

    QBuffer csv;
    csv.open(QIODevice::WriteOnly);
    const auto rows = exportInvoicesCsv(session, filter, csv);
    QVERIFY2(rows, qPrintable(rows ? QString() : rows.error().detail));
    QCOMPARE(*rows, qint64(expected.size()));
    const auto parsed = parseCsv(csv.data());
    QCOMPARE(parsed.mid(1), expectedRows);
}

void TestInvoiceLedger::searchesAmongManyVendors()
{
    TestDatabase database;
    Session &session = database.session();
    QVERIFY(session.script(QStringLiteral(
        "insert into billing.vendors (vendor_code, name, email) "
        "select 'V' || i, case when i % 2 = 0 then 'Bulk ' else 'Other ' end || i, 'a@b.example' "
        "from generate_series(1, 2400) i;"
        "insert into billing.billing_history (vendor_id, stripe_invoice_id, status, currency, "
        "total_cents, invoice_date) select id, 'in_' || id, 'paid', 'eur', 100, "
        "timestamptz '2026-01-01Z' + id * interval '1 minute' from billing.vendors")));

    InvoiceFilter filter;
    filter.search = QStringLiteral("bulk");
    const auto found = everything(session, filter, 500);
    QCOMPARE(found.size(), std::size_t(1200));
    QVERIFY(std::all_of(found.begin(), found.end(), [](const Invoice &invoice) {
        return invoice.vendorName.startsWith(QLatin1String("Bulk"));
    }));
    const auto totals = invoiceTotals(session, filter);
    QVERIFY(totals);
    QCOMPARE(totals->front().totalCents, 120000);
}

void TestInvoiceLedger::refusesACursorThatIsNotItsOwn()
{
    const auto page = listInvoices(m_database->session(), {}, {10, "2026-01-01' or true --|1"});
    QVERIFY(!page);
    QCOMPARE(page.error().code, ErrorCode::InvalidArgument);
}

void TestInvoiceLedger::showsOneInvoiceWithItsDetail()
{
    const auto detail = invoiceDetail(m_database->session(), m_all.front().id);
    QVERIFY(detail);
    QCOMPARE(detail->invoice.stripeInvoiceId, m_all.front().stripeInvoiceId);
    QCOMPARE(detail->vendorEmail, QStringLiteral("post@atelier.example"));
    QCOMPARE(detail->billingReason, QStringLiteral("subscription_cycle"));
    QVERIFY(!detail->periodStart.isValid());
    QCOMPARE(detail->disputeStatus, QString());
}

void TestInvoiceLedger::showsTheNewestDispute()
{
    const Invoice &invoice = m_all.front();
    QVERIFY(m_database->session().execute(
        QStringLiteral("insert into billing.invoice_payments (stripe_payment_id, "
                       "stripe_invoice_id) values ('pi_disputed', ?)"),
        {invoice.stripeInvoiceId}));
    QVERIFY(m_database->session().script(QStringLiteral(
        "insert into billing.disputes (stripe_dispute_id, stripe_charge_id, stripe_payment_id, "
        "amount_cents, currency, status, opened_at, evidence_due_at) values "
        "('du_1', 'ch_1', 'pi_disputed', 100, 'eur', 'won', '2026-01-01', null), "
        "('du_2', 'ch_1', 'pi_disputed', 700, 'eur', 'needs_response', '2026-02-01', "
        "'2026-02-09 12:00+00'), "
        "('du_3', 'ch_2', 'pi_other', 900, 'eur', 'lost', '2026-03-01', null)")));
    const auto detail = invoiceDetail(m_database->session(), invoice.id);
    QVERIFY(detail);
    QCOMPARE(detail->disputeStatus, QStringLiteral("needs_response"));
    QCOMPARE(detail->disputedCents, 700);
    QCOMPARE(detail->evidenceDue, QDateTime({2026, 2, 9}, {12, 0}, Qt::UTC));
}

void TestInvoiceLedger::saysWhenAnInvoiceIsGone()
{
    const auto detail = invoiceDetail(m_database->session(), 987654);
    QVERIFY(!detail);
    QCOMPARE(detail.error().code, ErrorCode::NotFound);
}

void TestInvoiceLedger::writesOnlyTheHeaderWhenNothingMatches()
{
    InvoiceFilter filter;
    filter.currency = QStringLiteral("chf");
    QBuffer csv;
    csv.open(QIODevice::WriteOnly);
    const auto rows = exportInvoicesCsv(m_database->session(), filter, csv);
    QVERIFY(rows);
    QCOMPARE(*rows, 0);
    QCOMPARE(csv.data(),
             QByteArray("invoice_date,due_date,paid_at,invoice_number,stripe_invoice_id,"
                        "vendor_code,vendor_name,status,currency,subtotal,tax,total,paid,"
                        "remaining,refunded,payment_attempts,pdf_url,hosted_url\r\n"));
}

void TestInvoiceLedger::stopsAnExportThatIsCancelled()
{
    TestDatabase database;
    Session &session = database.session();
    QVERIFY(session.script(QStringLiteral(
        "insert into billing.vendors (vendor_code, name, email) values ('V', 'V', 'a@b.example');"
        "insert into billing.billing_history (vendor_id, stripe_invoice_id, status, currency, "
        "total_cents, invoice_date) select 1, 'in_' || i, 'paid', 'eur', 100, "
        "timestamptz '2026-01-01Z' + i * interval '1 minute' from generate_series(1, 100000) i")));

    std::stop_source stop;
    qint64 seen = 0;
    QBuffer csv;
    csv.open(QIODevice::WriteOnly);
    const auto rows = exportInvoicesCsv(
        session, {}, csv,
        [&](qint64 written) {
            seen = written;
            stop.request_stop();
        },
        stop.get_token());
    QVERIFY(!rows);
    QCOMPARE(rows.error().code, ErrorCode::Cancelled);
    QVERIFY(seen > 0);
    QVERIFY(seen < 100000);
    const auto totals = invoiceTotals(session, {}); // the session goes on
    QVERIFY(totals);
    QCOMPARE(totals->front().count, 100000);
}

void TestInvoiceLedger::reportsADeviceThatTakesNoMore()
{
    FullDevice device;
    device.open(QIODevice::WriteOnly);
    const auto rows = exportInvoicesCsv(m_database->session(), {}, device);
    QVERIFY(!rows);
    QCOMPARE(rows.error().code, ErrorCode::Internal);
    QVERIFY(invoiceTotals(m_database->session(), {}));
}

void TestInvoiceLedger::isOpenToFinance()
{
    const auto finance = m_database->open(QStringLiteral("orion_finance"));
    QVERIFY(listInvoices(*finance, {}, {}));
    QVERIFY(invoiceTotals(*finance, {}));
    QBuffer csv;
    csv.open(QIODevice::WriteOnly);
    QVERIFY(exportInvoicesCsv(*finance, {}, csv));
}

QTEST_GUILESS_MAIN(TestInvoiceLedger)
#include "test_invoiceledger.moc"
