#include "ui/pages/invoices/invoicespage.h"

#include "services/database/changes.h"
#include "tests/ui/pagestage.h"
#include "ui/pages/invoices/invoicedetailview.h"
#include "ui/pages/invoices/invoicefilterbar.h"
#include "ui/pages/invoices/totalsstrip.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/pagedtableview.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/stateview.h"
#include "ui/widgets/tableview.h"

#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

using namespace Orion;

namespace
{

// An invoice every 7 hours over a year before the stage's time, in three currencies.
constexpr char fillSql[] = R"(
insert into billing.vendors (vendor_code, name, email) values
    ('QUOTE', 'A "quoted", name', 'a@b.example'), ('FORMULA', '=cmd|x!A0', 'b@b.example'),
    ('LINES', E'two\nlines', 'c@b.example');
insert into billing.billing_history (vendor_id, stripe_invoice_id, invoice_number, status, currency,
    subtotal_cents, tax_cents, total_cents, amount_paid_cents, amount_remaining_cents,
    refunded_cents, attempt_count, invoice_date, pdf_url, hosted_url)
select (select id from billing.vendors order by id offset i % 3 limit 1), 'in_' || i, 'ORI-' || i,
    (array['paid', 'paid', 'open', 'void'])[1 + i % 4], (array['eur', 'usd', 'jpy'])[1 + i % 3],
    i * 80, i * 20, i * 100, case when i % 4 < 2 then i * 100 else 0 end,
    case when i % 4 = 2 then i * 100 else 0 end, i % 50, i % 5,
    timestamptz '2026-11-15 11:00Z' - i * interval '7 hours',
    case when i = 1 then 'javascript:alert(1)' else 'https://pay.stripe.com/invoice/' || i end,
    'http://127.0.0.1:12111/invoice/' || i
from generate_series(0, 1250) i;
)";

constexpr char totalsSql[] = R"(
select string_agg(line, E'\n' order by line) from (
    select currency || ' ' || count(*) || ' ' || sum(total_cents) || ' ' || sum(tax_cents) || ' ' ||
        sum(amount_paid_cents) || ' ' || sum(amount_remaining_cents) || ' ' || sum(refunded_cents)
        as line
    from billing.billing_history h join billing.vendors v on v.id = h.vendor_id
    where %1 group by currency) lines
)";

QString asText(const std::vector<CurrencyTotals> &totals)
{
    QStringList lines;
    for (const CurrencyTotals &sum : totals)
        lines.append(QStringLiteral("%1 %2 %3 %4 %5 %6 %7")
                         .arg(sum.currency)
                         .arg(sum.count)
                         .arg(sum.totalCents)
                         .arg(sum.taxCents)
                         .arg(sum.paidCents)
                         .arg(sum.remainingCents)
                         .arg(sum.refundedCents));
    return lines.join(u'\n');
}

} // namespace

// The invoices page on a real database.
class TestInvoicesPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void addsUpEveryPeriodAndFilter_data();
    void addsUpEveryPeriodAndFilter();
    void showsAPaidInvoiceAsSoonAsItIsPaid();
    void writesTheWholeFilterToAFile();
    void leavesNoFileAfterACancel();
    void keepsTheOldFileAfterACancel();
    void saysWhenTheFileCannotBeWritten();
    void exportsWithTheKeyboard();
    void opensStripesPagesOnlyWhenTheyAreSafe();
    void closesTheDetailWithEscapeAndOpensItWithEnter();
    void findsAnInvoiceThatAnotherPageNames();
    void clearsFiltersFromTheEmptyState();

private:
    void start();
    void fillManyAndHoldTheLast();
    QByteArray contents(const QString &path) const;

    std::unique_ptr<PageStage> m_stage;
    std::unique_ptr<QTemporaryDir> m_folder;
    InvoicesPage *m_page = nullptr;
};

void TestInvoicesPage::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_stage = std::make_unique<PageStage>(QStringLiteral("orion_finance"));
}

void TestInvoicesPage::cleanup()
{
    m_stage.reset();
    m_folder.reset();
}

void TestInvoicesPage::start()
{
    m_stage->run(QString::fromUtf8(fillSql));
    m_page = new InvoicesPage(m_stage->context());
    m_stage->show(m_page);
    QTRY_VERIFY(m_page->model()->rowCount() > 0);
    QTRY_VERIFY(!m_page->totals()->totals().empty());
    QTRY_VERIFY(m_stage->isLive());
}

// Thousands of this month, of which the oldest can only be read once the stage's session lets go:
// an export is in the middle of it until then, however fast the machine is.
void TestInvoicesPage::fillManyAndHoldTheLast()
{
    m_stage->run(QStringLiteral(
        "insert into billing.billing_history (vendor_id, stripe_invoice_id, status, currency, "
        "total_cents, invoice_date) select 1, 'in_many_' || i, 'paid', 'eur', 100, "
        "timestamptz '2026-11-01Z' + i * interval '1 second' from generate_series(0, 8000) i;"
        "create function billing.let_go() returns boolean language plpgsql as "
        "$$ begin perform pg_advisory_xact_lock_shared(1); return true; end $$;"
        "create policy held on billing.billing_history using "
        "(stripe_invoice_id <> 'in_many_0' or billing.let_go());"
        "alter table billing.billing_history enable row level security;"
        "select pg_advisory_lock(1)"));
}

QByteArray TestInvoicesPage::contents(const QString &path) const
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestInvoicesPage::addsUpEveryPeriodAndFilter_data()
{
    QTest::addColumn<InvoicePeriod>("period");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("currency");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("where");

    const auto between = [](const char *from, const char *to) {
        return QStringLiteral("invoice_date >= '%1 00:00Z' and invoice_date < '%2 00:00Z'")
            .arg(QLatin1String(from), QLatin1String(to));
    };
    using P = InvoicePeriod;
    QTest::newRow("this month") << P::ThisMonth << ""
                                << ""
                                << "" << between("2026-11-01", "2026-12-01");
    QTest::newRow("last month") << P::LastMonth << ""
                                << ""
                                << "" << between("2026-10-01", "2026-11-01");
    QTest::newRow("quarter") << P::ThisQuarter << ""
                             << ""
                             << "" << between("2026-10-01", "2027-01-01");
    QTest::newRow("year") << P::ThisYear << ""
                          << ""
                          << "" << between("2026-01-01", "2027-01-01");
    QTest::newRow("all time") << P::AllTime << ""
                              << ""
                              << ""
                              << "true";
    QTest::newRow("custom") << P::Custom << ""
                            << ""
                            << "" << between("2026-03-05", "2026-03-20");
    QTest::newRow("open in yen") << P::AllTime << "open"
                                 << "jpy"
                                 << ""
                                 << "h.status = 'open' and currency = 'jpy'";
    QTest::newRow("a vendor") << P::AllTime << ""
                              << ""
                              << "\"QUOTED\","
                              << "v.vendor_code = 'QUOTE'";
}

void TestInvoicesPage::addsUpEveryPeriodAndFilter()
{
    QFETCH(InvoicePeriod, period);
    QFETCH(QString, status);
    QFETCH(QString, currency);
    QFETCH(QString, words);
    QFETCH(QString, where);
    start();

    InvoiceFilterBar *filters = m_page->filters();
    if (period == InvoicePeriod::Custom)
        filters->setDays(QDate(2026, 3, 5), QDate(2026, 3, 19));
    else
        filters->setPeriod(period);
    filters->setStatus(status);
    filters->setCurrency(currency);
    if (!words.isEmpty())
        filters->setSearch(words);

    const QString expected = m_stage->database().value(QString::fromLatin1(totalsSql).arg(where));
    QVERIFY(!expected.isEmpty());
    QTRY_COMPARE(asText(m_page->totals()->totals()), expected);
    const QString newest = m_stage->database().value(
        QStringLiteral("select h.id from billing.billing_history h join billing.vendors v "
                       "on v.id = h.vendor_id where ") +
        where + QStringLiteral(" order by invoice_date desc, h.id desc limit 1"));
    QTRY_COMPARE(m_page->model()->keyAt(0), newest);
}

void TestInvoicesPage::showsAPaidInvoiceAsSoonAsItIsPaid()
{
    start();
    m_page->filters()->setStatus(QStringLiteral("open"));
    QTRY_COMPARE(m_page->model()->rowAt(0).status, QStringLiteral("open"));
    const QString key = m_page->model()->keyAt(0);
    m_stage->change(
        QStringLiteral("update billing.billing_history set status = 'paid' where id = ") + key,
        Topic::Invoices);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->model()->keyAt(0) != key, 1000);
}

void TestInvoicesPage::writesTheWholeFilterToAFile()
{
    start();
    m_page->filters()->setPeriod(InvoicePeriod::AllTime);
    QTRY_COMPARE(m_page->totals()->totals().size(), std::size_t(3));
    const QString path = m_folder->filePath(QStringLiteral("all.csv"));
    m_stage->dialogs().path = path;
    m_page->exportButton()->click();
    QCOMPARE(m_stage->dialogs().suggestedNames, QStringList{QStringLiteral("invoices-all.csv")});
    QTRY_COMPARE(m_page->notice()->kind(), Notice::Kind::Success);

    const QByteArray csv = contents(path);
    QCOMPARE(csv.count("\r\n"), 1 + 1251);
    QVERIFY(csv.contains("QUOTE,\"A \"\"quoted\"\", name\",paid,EUR,"));
    QVERIFY(csv.contains("FORMULA,'=cmd|x!A0,"));
    QVERIFY(csv.contains("LINES,\"two\nlines\","));
    QVERIFY(m_page->exportButton()->isEnabled());

    m_page->notice()->button()->click();
    QCOMPARE(m_stage->dialogs().opened, QList<QUrl>{QUrl::fromLocalFile(m_folder->path())});
}

void TestInvoicesPage::leavesNoFileAfterACancel()
{
    start();
    fillManyAndHoldTheLast();
    const QString path = m_folder->filePath(QStringLiteral("cancelled.csv"));
    m_stage->dialogs().path = path;
    m_page->exportButton()->click();
    QCOMPARE(m_page->notice()->kind(), Notice::Kind::Progress);
    QVERIFY(!m_page->exportButton()->isEnabled());
    m_page->notice()->button()->click();
    QTRY_COMPARE(m_page->notice()->kind(), Notice::Kind::Info);
    QVERIFY(!QFile::exists(path));
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList());
    QVERIFY(m_page->exportButton()->isEnabled());
}

void TestInvoicesPage::keepsTheOldFileAfterACancel()
{
    start();
    fillManyAndHoldTheLast();
    const QString path = m_folder->filePath(QStringLiteral("old.csv"));
    QFile old(path);
    QVERIFY(old.open(QIODevice::WriteOnly) && old.write("precious") == 8);
    old.close();
    m_stage->dialogs().path = path;
    auto *job = m_page->findChild<ExportJob *>();
    QSignalSpy progressed(job, &ExportJob::progressed);
    m_page->exportButton()->click();
    // In the middle of it: some rows are written, more are to come.
    QTRY_VERIFY(!progressed.isEmpty() && progressed.last().at(0).toLongLong() > 0);
    QVERIFY(job->isRunning());
    job->cancel();
    QTRY_COMPARE(m_page->notice()->kind(), Notice::Kind::Info);
    QCOMPARE(contents(path), QByteArray("precious"));
}

void TestInvoicesPage::saysWhenTheFileCannotBeWritten()
{
    start();
    m_stage->dialogs().path = m_folder->filePath(QStringLiteral("no/such/folder/a.csv"));
    m_page->exportButton()->click();
    QTRY_COMPARE(m_page->notice()->kind(), Notice::Kind::Failure);
    QVERIFY(m_page->notice()->text().contains(m_stage->dialogs().path));
    m_page->notice()->button()->click(); // asks for a place again
    QCOMPARE(m_stage->dialogs().suggestedNames.size(), 2);
}

void TestInvoicesPage::exportsWithTheKeyboard()
{
    start();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page));
    QTest::keyClick(m_page, Qt::Key_E, Qt::ControlModifier);
    QCOMPARE(m_stage->dialogs().suggestedNames,
             QStringList{QStringLiteral("invoices-2026-11.csv")});
    QVERIFY(m_page->notice()->isHidden()); // no place was chosen
}

void TestInvoicesPage::opensStripesPagesOnlyWhenTheyAreSafe()
{
    start();
    QSignalSpy failed(m_page, &ConsolePage::failed);
    const auto show = [this](int row) {
        m_page->list()->table()->setCurrentIndex(m_page->model()->index(row, 0));
    };
    show(2);
    QTRY_VERIFY(m_page->detail()->pdfButton()->isVisible());
    m_page->detail()->pdfButton()->click();
    m_page->detail()->hostedButton()->click();
    QCOMPARE(m_stage->dialogs().opened,
             (QList<QUrl>{QUrl(QStringLiteral("https://pay.stripe.com/invoice/2")),
                          QUrl(QStringLiteral("http://127.0.0.1:12111/invoice/2"))}));

    show(1); // with a script for a link
    QTRY_VERIFY(m_page->detail()->pdfButton()->isVisible());
    m_page->detail()->pdfButton()->click();
    QCOMPARE(m_stage->dialogs().opened.size(), 2);
    QCOMPARE(failed.size(), 1);
}

void TestInvoicesPage::closesTheDetailWithEscapeAndOpensItWithEnter()
{
    start();
    TableView *table = m_page->list()->table();
    table->setCurrentIndex(m_page->model()->index(0, 0));
    QTRY_VERIFY(m_page->detail()->isVisible());
    QTest::keyClick(table, Qt::Key_Escape);
    QVERIFY(!m_page->detail()->isVisible());
    QTest::keyClick(table, Qt::Key_Return);
    QVERIFY(m_page->detail()->isVisible());
}

void TestInvoicesPage::findsAnInvoiceThatAnotherPageNames()
{
    start();
    m_page->open(QStringLiteral("in_1200")); // long before this month
    QTRY_COMPARE(m_page->model()->rowCount(), 1);
    QCOMPARE(m_page->model()->rowAt(0).stripeInvoiceId, QStringLiteral("in_1200"));

    m_page->open(m_stage->database().value(QStringLiteral(
        "select id from billing.billing_history where stripe_invoice_id = 'in_1100'")));
    QTRY_VERIFY(m_page->detail()->hostedButton()->isVisible());
    m_page->detail()->hostedButton()->click();
    QVERIFY(m_stage->dialogs().opened.constLast().toString().endsWith(QLatin1String("/1100")));
}

void TestInvoicesPage::clearsFiltersFromTheEmptyState()
{
    start();
    const int rows = m_page->model()->rowCount();
    m_page->filters()->setSearch(QStringLiteral("nobody"));
    StateView *state = m_page->list()->state();
    QTRY_VERIFY(state->isVisible() && !state->button()->isHidden());
    state->button()->click();
    QTRY_COMPARE(m_page->model()->rowCount(), rows);

    // The same words again are a search again.
    QTest::keyClicks(m_page->searchField(), QStringLiteral("nobody"));
    QTest::keyClick(m_page->searchField(), Qt::Key_Return);
    QTRY_COMPARE(m_page->model()->rowCount(), 0);
}

QTEST_MAIN(TestInvoicesPage)
#include "test_invoicespage.moc"
