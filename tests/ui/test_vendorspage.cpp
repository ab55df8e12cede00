#include "services/database/changes.h"
#include "tests/ui/support/consolefixture.h"
#include "ui/pages/vendors/vendordetailpane.h"
#include "ui/pages/vendors/vendorspage.h"
#include "ui/widgets/copylabel.h"
#include "ui/widgets/minitable.h"
#include "ui/widgets/pagedtableview.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/stateview.h"
#include "ui/widgets/tableheader.h"
#include "ui/widgets/tableview.h"
#include "ui/widgets/usagemeter.h"

#include <QClipboard>
#include <QComboBox>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Orion;

class TestVendorsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void showsVendorsAndHowManyThereAre();
    void loadsMoreWhileScrolling();
    void filtersByStatusAndTier();
    void searchesAfterAPauseInTyping();
    void sortsByAClickOnTheHeader();
    void offersToClearAFilterThatLetsNothingThrough();
    void showsTheDetailOfTheChosenVendor();
    void showsOnlyTheLastOfManyQuickChoices();
    void copiesAnId();
    void opensAnInvoiceOfTheVendor();
    void keepsSelectionAndScrollOverALiveChange();
    void saysThatThereAreNoVendors();
    void saysWhatFailedAndTriesAgain();
    void isWorkedByKeyboardAlone();

private:
    void fill(int vendors);
    void open(const QString &role = QStringLiteral("orion_admin"), int vendors = 250);
    QAbstractItemModel *model() const { return m_page->list()->table()->model(); }
    QString cell(int row, int column) const
    {
        return model()->index(row, column).data().toString();
    }
    StateView *state() const { return m_page->list()->state(); }

    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<VendorsPage> m_page;
};

void TestVendorsPage::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::Ireland));
}

void TestVendorsPage::cleanup()
{
    m_page.reset();
    m_console.reset();
}

// Every tenth is past due, every third on Professional; V001 has an invoice, an event and usage.
void TestVendorsPage::fill(int vendors)
{
    const auto filled = m_console->db.session().execute(
        QStringLiteral("insert into billing.vendors (vendor_code, name, email)"
                       " select 'V' || lpad(i::text, 3, '0'), 'Vendor ' || lpad(i::text, 3, '0'),"
                       " 'mail' || i || '@example.com' from generate_series(1, ?::integer) i"),
        {vendors});
    QVERIFY(filled);
    QVERIFY(m_console->db.session().script(QStringLiteral(
        "insert into billing.vendor_subscriptions (vendor_id, tier_id, status,"
        " price_cents, period_start, period_end, past_due_since, stripe_customer_id)"
        " select id, 1 + (id % 3 = 0)::integer, case when id % 10 = 0 then 'past_due' else 'active'"
        " end, 4900 + id, now() - interval '3 days', now() + interval '27 days',"
        " case when id % 10 = 0 then now() end, 'cus_' || id from billing.vendors;"
        "insert into billing.usage_gauges (vendor_id, products, team_members)"
        " select id, 150, 4 from billing.vendors where id = 1;"
        "insert into billing.billing_history (vendor_id, stripe_invoice_id, invoice_number, status,"
        " currency, total_cents, invoice_date) select id, 'in_1', 'N-1', 'paid', 'eur', 4901, now()"
        " from billing.vendors where id = 1")));
}

void TestVendorsPage::open(const QString &role, int vendors)
{
    m_console = std::make_unique<ConsoleFixture>(role);
    if (vendors > 0)
        fill(vendors);
    m_page = std::make_unique<VendorsPage>(m_console->context());
    m_page->resize(1200, 860);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    QSignalSpy ready(m_page.get(), &ConsolePage::ready);
    m_page->activate();
    QVERIFY(ready.wait());
}

void TestVendorsPage::showsVendorsAndHowManyThereAre()
{
    open();
    QCOMPARE(model()->rowCount(), 100);
    QCOMPARE(cell(0, 0), QStringLiteral("Vendor 001"));
    QCOMPARE(cell(0, 1), QStringLiteral("Active"));
    QCOMPARE(cell(0, 2), QStringLiteral("Essential"));
    QCOMPARE(cell(0, 3), QStringLiteral("€49.01"));
    QTRY_VERIFY(m_page->countText().startsWith(QStringLiteral("250 ")));
}

void TestVendorsPage::loadsMoreWhileScrolling()
{
    open();
    m_page->list()->table()->scrollToBottom();
    QTRY_COMPARE(model()->rowCount(), 200);
    m_page->list()->table()->scrollToBottom();
    QTRY_COMPARE(model()->rowCount(), 250);
    m_page->list()->table()->scrollToBottom();
    QCOMPARE(cell(249, 0), QStringLiteral("Vendor 250"));
    QVERIFY(!model()->canFetchMore({}));
}

void TestVendorsPage::filtersByStatusAndTier()
{
    open();
    m_page->statusChoice()->setCurrentText(QStringLiteral("Past due"));
    QTRY_COMPARE(model()->rowCount(), 25);
    QTRY_VERIFY(m_page->countText().startsWith(QStringLiteral("25 ")));
    QTRY_VERIFY(m_page->tierChoice()->count() > 1);
    m_page->tierChoice()->setCurrentText(QStringLiteral("Professional"));
    QTRY_COMPARE(model()->rowCount(), 8);
    for (int row = 0; row < 8; ++row) {
        QCOMPARE(cell(row, 1), QStringLiteral("Past due"));
        QCOMPARE(cell(row, 2), QStringLiteral("Professional"));
    }
}

void TestVendorsPage::searchesAfterAPauseInTyping()
{
    open();
    QTest::keyClicks(m_page->searchField(), QStringLiteral("vendor 01"));
    QCOMPARE(model()->rowCount(), 100);
    QTRY_COMPARE(model()->rowCount(), 10);
    QTest::keyClick(m_page->searchField(), Qt::Key_Escape);
    QTRY_COMPARE(model()->rowCount(), 100);
}

void TestVendorsPage::sortsByAClickOnTheHeader()
{
    open();
    auto *header = m_page->list()->table()->header();
    const QPoint mrr(header->sectionViewportPosition(3) + 10, 10);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, mrr);
    QTRY_COMPARE(cell(0, 3), QStringLiteral("€49.01"));
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, mrr);
    QTRY_COMPARE(cell(0, 3), QStringLiteral("€51.50"));
    QCOMPARE(cell(0, 0), QStringLiteral("Vendor 250"));
    // A column without an order stays quiet.
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                      QPoint(header->sectionViewportPosition(1) + 10, 10));
    QCOMPARE(cell(0, 0), QStringLiteral("Vendor 250"));
}

void TestVendorsPage::offersToClearAFilterThatLetsNothingThrough()
{
    open();
    QTest::keyClicks(m_page->searchField(), QStringLiteral("nobody"));
    QTRY_COMPARE(state()->title(), QStringLiteral("No vendor fits"));
    QVERIFY(state()->isVisible());
    QTest::mouseClick(state()->button(), Qt::LeftButton);
    QTRY_COMPARE(model()->rowCount(), 100);
    QVERIFY(qobject_cast<QLineEdit *>(m_page->searchField())->text().isEmpty());
}

void TestVendorsPage::showsTheDetailOfTheChosenVendor()
{
    open();
    QVERIFY(!m_page->detail()->isVisible());
    m_page->list()->select(QStringLiteral("V001"));
    QVERIFY(m_page->detail()->isVisible());
    QTRY_VERIFY(m_page->detail()->isShown());
    QStringList numbers;
    for (const UsageMeter *meter : m_page->detail()->findChildren<UsageMeter *>())
        numbers.append(meter->numbers());
    QCOMPARE(numbers, QStringList({QStringLiteral("0 of 100"), QStringLiteral("150 of 200"),
                                   QStringLiteral("4 of 1 · 3 over")}));
    QTest::keyClick(m_page.get(), Qt::Key_Escape);
    QVERIFY(!m_page->detail()->isVisible());
}

void TestVendorsPage::showsOnlyTheLastOfManyQuickChoices()
{
    open();
    for (const char *code : {"V001", "V002", "V003", "V004"})
        m_page->list()->select(QLatin1String(code));
    QTRY_VERIFY(m_page->detail()->isShown());
    QCOMPARE(m_page->detail()->findChild<CopyLabel *>()->value(), QStringLiteral("V004"));
}

void TestVendorsPage::copiesAnId()
{
    open();
    m_page->list()->select(QStringLiteral("V007"));
    QTRY_VERIFY(m_page->detail()->isShown());
    auto *code = m_page->detail()->findChild<CopyLabel *>();
    QTest::mouseClick(code->findChild<QToolButton *>(), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("V007"));
}

void TestVendorsPage::opensAnInvoiceOfTheVendor()
{
    open();
    m_page->list()->select(QStringLiteral("V001"));
    QTRY_VERIFY(m_page->detail()->isShown());
    QSignalSpy opened(m_page.get(), &ConsolePage::openRequested);
    auto *invoices = m_page->detail()->findChild<MiniTable *>();
    QCOMPARE(invoices->rows().size(), 1U);
    invoices->setFocus();
    QTest::keyClick(invoices, Qt::Key_Down);
    QTest::keyClick(invoices, Qt::Key_Return);
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened.front().at(0).toString(), QStringLiteral("invoices"));
}

void TestVendorsPage::keepsSelectionAndScrollOverALiveChange()
{
    open();
    auto *table = m_page->list()->table();
    m_page->list()->select(QStringLiteral("V050"));
    QTRY_VERIFY(m_page->detail()->isShown());
    table->verticalScrollBar()->setValue(table->verticalScrollBar()->value() + 120);
    const int top = table->rowViewportPosition(table->currentIndex().row());
    QVERIFY(table->viewport()->rect().contains(0, top));
    QVERIFY(m_console->db.session().script(QStringLiteral(
        "update billing.vendor_subscriptions set status = 'paused' where vendor_id = 50;"
        "insert into billing.vendors (vendor_code, name, email)"
        " values ('ZZZ', 'Vendor 000', 'new@example.com')")));
    QSignalSpy resets(model(), &QAbstractItemModel::modelReset);
    m_page->onChanges({Topic::Vendors});
    QTRY_COMPARE(cell(0, 0), QStringLiteral("Vendor 000"));
    QCOMPARE(m_page->list()->currentKey(), QStringLiteral("V050"));
    QCOMPARE(cell(table->currentIndex().row(), 1), QStringLiteral("Paused"));
    QCOMPARE(resets.size(), 0);
    // A row came in above; the chosen one stays under the eyes.
    QCOMPARE(table->rowViewportPosition(table->currentIndex().row()), top);
}

void TestVendorsPage::saysThatThereAreNoVendors()
{
    open(QStringLiteral("orion_admin"), 0);
    QCOMPARE(state()->title(), QStringLiteral("No vendors yet"));
    QVERIFY(state()->button()->isHidden());
}

void TestVendorsPage::saysWhatFailedAndTriesAgain()
{
    // A role that may not read is one way for a query to fail.
    open(QStringLiteral("orion_platform"), 3);
    QVERIFY(state()->isVisible());
    QVERIFY(state()->text().contains(QStringLiteral("right")));
    QVERIFY(m_console->db.session().script(
        QStringLiteral("grant select on all tables in schema billing to orion_platform")));
    QTest::mouseClick(state()->button(), Qt::LeftButton);
    QTRY_COMPARE(model()->rowCount(), 3);
    QVERIFY(!state()->isVisible());
}

void TestVendorsPage::isWorkedByKeyboardAlone()
{
    open();
    m_page->list()->setFocus();
    auto *table = m_page->list()->table();
    QCOMPARE(QApplication::focusWidget(), table);
    QTest::keyClick(table, Qt::Key_Down);
    QTest::keyClick(table, Qt::Key_Down);
    QCOMPARE(m_page->list()->currentKey(), QStringLiteral("V002"));
    QTRY_VERIFY(m_page->detail()->isShown());
    QTest::keyClick(table, Qt::Key_Return);
    QVERIFY(m_page->detail()->isAncestorOf(QApplication::focusWidget()));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!m_page->detail()->isVisible());
    QCOMPARE(QApplication::focusWidget(), table);
    QTest::keyClick(table, Qt::Key_Backtab, Qt::ShiftModifier);
    QVERIFY(!table->hasFocus());
}

QTEST_MAIN(TestVendorsPage)
#include "test_vendorspage.moc"
