#include "services/billing/tierservice.h"
#include "services/database/changes.h"
#include "tests/ui/support/consolefixture.h"
#include "ui/pages/tiers/tierconflictdialog.h"
#include "ui/pages/tiers/tiereditor.h"
#include "ui/pages/tiers/tierspage.h"
#include "ui/widgets/limitedit.h"
#include "ui/widgets/moneyedit.h"
#include "ui/widgets/pagedtableview.h"
#include "ui/widgets/tableview.h"

#include <QCheckBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Orion;

class TestTiersPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void showsTheTiersAndTheFirstInTheEditor();
    void opensTheTierThatALinkNames();
    void savesWhatWasTyped();
    void readsAmountsAsTheLocaleWritesThem();
    void saysBesideTheFieldWhatIsWrong();
    void takesUnlimitedOnlyFromItsBox();
    void addsAFeatureThatNobodyHadYet();
    void explainsThatANewAmountNeedsANewStripePrice();
    void asksBeforeUnsavedChangesAreLeft();
    void staysAtTheTierWithUnsavedChanges();
    void showsBothVersionsWhenSomebodyElseWasFirst();
    void takesTheirVersionWhenAsked();
    void followsAChangeMadeElsewhere();
    void warnsOfAChangeMadeElsewhereWhileEditing();
    void createsATierByKeyboardAlone();
    void onlyReadsForFinance();

private:
    void open(const QString &role = QStringLiteral("orion_admin"));
    QLineEdit *name() const { return control<QLineEdit>(m_page->editor(), QStringLiteral("Name")); }
    QPushButton *save() const { return m_page->editor()->saveButton(); }
    void type(QLineEdit *field, const QString &text);
    void renameElsewhere(const QString &code, const QString &text);
    QString stored(const char *column, const char *code = "essential");

    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<TiersPage> m_page;
};

void TestTiersPage::init()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::Ireland));
}

void TestTiersPage::cleanup()
{
    m_page.reset();
    m_console.reset();
}

void TestTiersPage::open(const QString &role)
{
    m_console = std::make_unique<ConsoleFixture>(role);
    m_page = std::make_unique<TiersPage>(m_console->context());
    m_page->resize(1200, 860);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    m_page->activate();
    QTRY_COMPARE(m_page->editor()->stored().code, QStringLiteral("essential"));
}

void TestTiersPage::type(QLineEdit *field, const QString &text)
{
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, text);
}

void TestTiersPage::renameElsewhere(const QString &code, const QString &text)
{
    const auto tiers = listTiers(m_console->db.session());
    QVERIFY(tiers);
    for (Tier tier : *tiers) {
        if (tier.code != code)
            continue;
        tier.name = text;
        QVERIFY(saveTier(m_console->db.session(), tier, tier.revision, QStringLiteral("ben")));
    }
}

QString TestTiersPage::stored(const char *column, const char *code)
{
    return m_console->db.value(
        QStringLiteral("select coalesce(%1::text, 'NULL') from billing.subscription_tiers"
                       " where code = ?")
            .arg(QLatin1String(column)),
        {QString::fromLatin1(code)});
}

void TestTiersPage::showsTheTiersAndTheFirstInTheEditor()
{
    open();
    const auto *model = m_page->list()->table()->model();
    QCOMPARE(model->rowCount(), 4);
    QCOMPARE(model->index(1, 1).data().toString(), QStringLiteral("€99.00"));
    QCOMPARE(model->index(3, 1).data().toString(), QStringLiteral("–"));
    QCOMPARE(name()->text(), QStringLiteral("Essential"));
    QVERIFY(!save()->isEnabled());
}

void TestTiersPage::opensTheTierThatALinkNames()
{
    m_console = std::make_unique<ConsoleFixture>();
    m_page = std::make_unique<TiersPage>(m_console->context());
    m_page->activate();
    m_page->open(QStringLiteral("business")); // before its row is there
    QTRY_COMPARE(m_page->editor()->stored().code, QStringLiteral("business"));
    m_page->open(QStringLiteral("essential"));
    QCOMPARE(m_page->editor()->stored().code, QStringLiteral("essential"));
}

void TestTiersPage::savesWhatWasTyped()
{
    open();
    type(name(), QStringLiteral("Starter"));
    QVERIFY(save()->isEnabled());
    QTest::mouseClick(save(), Qt::LeftButton);
    QVERIFY(!save()->isEnabled()); // while it is saving, too
    QTRY_COMPARE(stored("name"), QStringLiteral("Starter"));
    QTRY_COMPARE(m_page->list()->table()->model()->index(0, 0).data().toString(),
                 QStringLiteral("Starter"));
    QCOMPARE(m_page->editor()->stored().revision, 2);
    QVERIFY(!m_page->editor()->isDirty());
}

void TestTiersPage::readsAmountsAsTheLocaleWritesThem()
{
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    open();
    auto *monthly = control<MoneyEdit>(m_page->editor(), QStringLiteral("Monthly"));
    QCOMPARE(monthly->text(), QStringLiteral("49,00"));
    type(monthly, QStringLiteral("1.249,5"));
    QTest::mouseClick(save(), Qt::LeftButton);
    QTRY_COMPARE(stored("price_monthly_cents"), QStringLiteral("124950"));
}

void TestTiersPage::saysBesideTheFieldWhatIsWrong()
{
    open();
    auto *monthly = control<MoneyEdit>(m_page->editor(), QStringLiteral("Monthly"));
    type(monthly, QStringLiteral("49.999"));
    QVERIFY(!lineOf(monthly)->problem().isEmpty());
    QVERIFY(!save()->isEnabled());
    QVERIFY(m_page->editor()->isDirty());
    type(monthly, QStringLiteral("59"));
    QVERIFY(lineOf(monthly)->problem().isEmpty());
    QVERIFY(save()->isEnabled());
    type(name(), QStringLiteral(" "));
    QVERIFY(!lineOf(name())->problem().isEmpty());
    QVERIFY(!save()->isEnabled());
}

void TestTiersPage::takesUnlimitedOnlyFromItsBox()
{
    open();
    auto *orders = control<LimitEdit>(m_page->editor(), QStringLiteral("Orders a month"));
    QCOMPARE(orders->numberField()->text(), QStringLiteral("100"));
    orders->numberField()->setFocus();
    orders->numberField()->selectAll();
    QTest::keyClick(orders->numberField(), Qt::Key_Delete);
    QVERIFY(!lineOf(orders)->problem().isEmpty()); // empty is not unlimited
    QTest::keyClick(orders->unlimitedBox(), Qt::Key_Space);
    QVERIFY(lineOf(orders)->problem().isEmpty());
    QVERIFY(!orders->numberField()->isEnabled());
    QTest::mouseClick(save(), Qt::LeftButton);
    QTRY_COMPARE(stored("orders_per_month"), QStringLiteral("NULL"));
    QTRY_VERIFY(!m_page->editor()->isDirty());
    QTest::keyClick(orders->unlimitedBox(), Qt::Key_Space);
    QCOMPARE(orders->numberField()->text(), QStringLiteral("100"));
    QVERIFY(save()->isEnabled());
}

void TestTiersPage::addsAFeatureThatNobodyHadYet()
{
    open();
    auto *entry = control<QLineEdit>(m_page->editor(), QStringLiteral("Another feature"));
    type(entry, QStringLiteral("Own Domain"));
    QTest::keyClick(entry, Qt::Key_Return);
    QTest::mouseClick(save(), Qt::LeftButton);
    QTRY_COMPARE(stored("features"), QStringLiteral("[\"basic_support\", \"own_domain\"]"));
}

void TestTiersPage::explainsThatANewAmountNeedsANewStripePrice()
{
    m_console = std::make_unique<ConsoleFixture>();
    QVERIFY(m_console->db.session().execute(
        QStringLiteral("update billing.subscription_tiers set stripe_price_monthly_id ="
                       " 'price_month' where code = 'essential'")));
    m_page = std::make_unique<TiersPage>(m_console->context());
    m_page->show();
    m_page->activate();
    QTRY_COMPARE(m_page->editor()->stored().stripePriceMonthlyId, QStringLiteral("price_month"));
    auto *monthly = control<MoneyEdit>(m_page->editor(), QStringLiteral("Monthly"));
    QVERIFY(lineOf(monthly)->hint().isEmpty());
    type(monthly, QStringLiteral("59"));
    QVERIFY(lineOf(monthly)->hint().contains(QStringLiteral("price_month")));
    QTest::mouseClick(save(), Qt::LeftButton);
    QTRY_COMPARE(stored("price_monthly_cents"), QStringLiteral("5900"));
    QCOMPARE(stored("stripe_price_monthly_id"), QStringLiteral("NULL"));
}

void TestTiersPage::asksBeforeUnsavedChangesAreLeft()
{
    open();
    bool left = false;
    m_page->leave([&left] { left = true; });
    QVERIFY(left); // nothing to ask
    QVERIFY(m_console->dialogs.asked.isEmpty());

    left = false;
    type(name(), QStringLiteral("Changed"));
    m_console->dialogs.answers = {0};
    m_page->leave([&left] { left = true; });
    QCOMPARE(m_console->dialogs.asked.size(), 1);
    QVERIFY(!left);
    QCOMPARE(name()->text(), QStringLiteral("Changed"));

    m_console->dialogs.answers = {2};
    m_page->leave([&left] { left = true; });
    QTRY_VERIFY(left);
    QCOMPARE(stored("name"), QStringLiteral("Changed"));

    left = false;
    type(name(), QStringLiteral("Again"));
    m_console->dialogs.answers = {1};
    m_page->leave([&left] { left = true; });
    QVERIFY(left);
    QCOMPARE(name()->text(), QStringLiteral("Changed"));
}

void TestTiersPage::staysAtTheTierWithUnsavedChanges()
{
    open();
    type(name(), QStringLiteral("Changed"));
    m_console->dialogs.answers = {0};
    m_page->list()->table()->setFocus();
    QTest::keyClick(m_page->list()->table(), Qt::Key_Down);
    QCOMPARE(m_page->list()->currentKey(), QStringLiteral("essential"));
    QCOMPARE(m_page->list()->table()->currentIndex().row(), 0);
    QCOMPARE(name()->text(), QStringLiteral("Changed"));
    m_console->dialogs.answers = {1};
    QTest::keyClick(m_page->list()->table(), Qt::Key_Down);
    QCOMPARE(name()->text(), QStringLiteral("Professional"));
    QCOMPARE(m_page->list()->currentKey(), QStringLiteral("professional"));
}

void TestTiersPage::showsBothVersionsWhenSomebodyElseWasFirst()
{
    open();
    auto *monthly = control<MoneyEdit>(m_page->editor(), QStringLiteral("Monthly"));
    type(monthly, QStringLiteral("59"));
    renameElsewhere(QStringLiteral("essential"), QStringLiteral("Theirs"));
    QTest::mouseClick(save(), Qt::LeftButton);
    QTRY_VERIFY(m_page->findChild<TierConflictDialog *>());
    QTest::mouseClick(m_page->findChild<QPushButton *>(QStringLiteral("keep")), Qt::LeftButton);
    // My price on top of their name; nothing of either is lost.
    QCOMPARE(name()->text(), QStringLiteral("Theirs"));
    QCOMPARE(monthly->amount(), 5900);
    QCOMPARE(stored("price_monthly_cents"), QStringLiteral("4900"));
    QTest::mouseClick(save(), Qt::LeftButton);
    QTRY_COMPARE(stored("price_monthly_cents"), QStringLiteral("5900"));
    QCOMPARE(stored("name"), QStringLiteral("Theirs"));
}

void TestTiersPage::takesTheirVersionWhenAsked()
{
    open();
    type(name(), QStringLiteral("Mine"));
    renameElsewhere(QStringLiteral("essential"), QStringLiteral("Theirs"));
    QTest::mouseClick(save(), Qt::LeftButton);
    QTRY_VERIFY(m_page->findChild<TierConflictDialog *>());
    QTest::mouseClick(m_page->findChild<QPushButton *>(QStringLiteral("reload")), Qt::LeftButton);
    QCOMPARE(name()->text(), QStringLiteral("Theirs"));
    QVERIFY(!m_page->editor()->isDirty());
    QCOMPARE(stored("name"), QStringLiteral("Theirs"));
}

void TestTiersPage::followsAChangeMadeElsewhere()
{
    open();
    renameElsewhere(QStringLiteral("essential"), QStringLiteral("Theirs"));
    m_page->onChanges({Topic::Vendors}); // not ours
    m_page->onChanges({Topic::Tiers});
    QTRY_COMPARE(name()->text(), QStringLiteral("Theirs"));
    QCOMPARE(m_page->list()->currentKey(), QStringLiteral("essential"));
}

void TestTiersPage::warnsOfAChangeMadeElsewhereWhileEditing()
{
    open();
    auto *code = control<QLineEdit>(m_page->editor(), QStringLiteral("Name"));
    type(code, QStringLiteral("Mine"));
    renameElsewhere(QStringLiteral("essential"), QStringLiteral("Theirs"));
    m_page->onChanges({Topic::Tiers});
    QTRY_COMPARE(m_page->list()->table()->model()->index(0, 0).data().toString(),
                 QStringLiteral("Theirs"));
    QCOMPARE(name()->text(), QStringLiteral("Mine"));
    QVERIFY(m_page->editor()->notice().contains(QStringLiteral("Somebody else")));
}

void TestTiersPage::createsATierByKeyboardAlone()
{
    open();
    QTest::keyClick(m_page.get(), Qt::Key_N, Qt::ControlModifier);
    QCOMPARE(QApplication::focusWidget(), name());
    QVERIFY(!save()->isEnabled());
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("Partner"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("partner"));
    auto *monthly = control<MoneyEdit>(m_page->editor(), QStringLiteral("Monthly"));
    for (int i = 0; i < 10 && QApplication::focusWidget() != monthly; ++i)
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), monthly);
    QTest::keyClicks(monthly, QStringLiteral("19"));
    QVERIFY(save()->isEnabled());
    QTest::keyClick(m_page.get(), Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE(stored("price_monthly_cents", "partner"), QStringLiteral("1900"));
    QTRY_COMPARE(m_page->list()->currentKey(), QStringLiteral("partner"));
}

void TestTiersPage::onlyReadsForFinance()
{
    open(QStringLiteral("orion_finance"));
    QVERIFY(!name()->isEnabled());
    QVERIFY(!save()->isEnabled());
    QVERIFY(save()->toolTip().contains(QStringLiteral("orion_finance")));
}

QTEST_MAIN(TestTiersPage)
#include "test_tierspage.moc"
