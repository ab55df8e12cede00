#include "services/database/changes.h"
#include "tests/ui/support/consolefixture.h"
#include "ui/pages/tiers/tierspage.h"
#include "ui/pages/vendors/vendorspage.h"
#include "ui/shell/errorbanner.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/sidebar.h"
#include "ui/widgets/pagedtableview.h"
#include "ui/widgets/tableview.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace Orion;
using namespace std::chrono_literals;

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void buildsAPageWhenItIsFirstOpened();
    void goesToThePagesByTheirShortcuts();
    void keepsThePageThatHoldsUnsavedChanges();
    void givesTheFocusToTheListOnceItIsThere();
    void refreshesAnOpenPageWhenTheDatabaseTells();
    void refreshesAHiddenPageWhenItIsShownAgain();
    void showsALostDatabaseAndRecoversByItself();
    void asksBeforeItClosesOverUnsavedChanges();
    void putsErrorsIntoWords_data();
    void putsErrorsIntoWords();

private:
    template <typename P>
    P *page() const
    {
        return qobject_cast<P *>(m_window->currentPage());
    }
    void rename(const QString &name);
    void shutDatabase();
    void reopenDatabase();

    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<ConnectionMonitor> m_monitor;
    std::unique_ptr<MainWindow> m_window;
};

void TestMainWindow::init()
{
    m_console = std::make_unique<ConsoleFixture>();
    const ConnectionSettings settings = m_console->db.settings(QStringLiteral("orion_admin"));
    m_monitor = std::make_unique<ConnectionMonitor>(settings, ListenerOptions{100ms, 50ms, 200ms});
    std::vector<PageEntry> pages;
    pages.push_back({QStringLiteral("vendors"), QStringLiteral("Vendors"),
                     QStringLiteral("vendors"), [](const PageContext &context, QWidget *parent) {
                         return new VendorsPage(context, parent);
                     }});
    pages.push_back({QStringLiteral("tiers"), QStringLiteral("Tiers"), QStringLiteral("tiers"),
                     [](const PageContext &context, QWidget *parent) {
                         return new TiersPage(context, parent);
                     }});
    m_window =
        std::make_unique<MainWindow>(m_console->context(), *m_monitor, settings, std::move(pages));
    m_monitor->start();
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTRY_COMPARE(m_monitor->state(), ConnectionMonitor::State::Live);
}

void TestMainWindow::cleanup()
{
    m_window.reset();
    m_monitor.reset();
    m_console.reset();
}

void TestMainWindow::rename(const QString &name)
{
    QVERIFY(m_console->db.session().execute(
        QStringLiteral("update billing.subscription_tiers set name = ?, revision = revision + 1"
                       " where code = 'essential'"),
        {name}));
    QVERIFY(notifyChanges(m_console->db.session(), {Topic::Tiers}));
}

// No way in, and everybody out.
void TestMainWindow::shutDatabase()
{
    const auto server = Session::open(
        m_console->db.settings(QStringLiteral("postgres")).withDatabase(QStringLiteral("postgres")),
        QStringLiteral("test"));
    QVERIFY(server);
    QVERIFY((*server)->script(QStringLiteral("alter database \"%1\" allow_connections false;"
                                             "select pg_terminate_backend(pid)"
                                             " from pg_stat_activity where datname = '%1'")
                                  .arg(m_console->db.name())));
}

void TestMainWindow::reopenDatabase()
{
    const auto server = Session::open(
        m_console->db.settings(QStringLiteral("postgres")).withDatabase(QStringLiteral("postgres")),
        QStringLiteral("test"));
    QVERIFY(server);
    QVERIFY((*server)->script(
        QStringLiteral("alter database \"%1\" allow_connections true").arg(m_console->db.name())));
}

void TestMainWindow::buildsAPageWhenItIsFirstOpened()
{
    QVERIFY(m_window->findChildren<ConsolePage *>().isEmpty());
    QSignalSpy ready(m_window.get(), &MainWindow::pageReady);
    m_window->showPage(QStringLiteral("tiers"));
    QCOMPARE(m_window->findChildren<ConsolePage *>().size(), 1);
    QTRY_COMPARE(ready.size(), 1);
    QCOMPARE(ready.front().front().toString(), QStringLiteral("tiers"));
    m_window->showPage(QStringLiteral("no such page"));
    QCOMPARE(m_window->currentPageName(), QStringLiteral("vendors"));
}

void TestMainWindow::goesToThePagesByTheirShortcuts()
{
    m_window->showPage({});
    QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(m_window->currentPageName(), QStringLiteral("tiers"));
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(m_window->currentPageName(), QStringLiteral("vendors"));
    QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
    QCOMPARE(QApplication::focusWidget(), page<VendorsPage>()->searchField());
}

void TestMainWindow::keepsThePageThatHoldsUnsavedChanges()
{
    m_window->showPage(QStringLiteral("tiers"));
    QTRY_VERIFY(control<QLineEdit>(m_window.get(), QStringLiteral("Name"))->isVisible());
    QTest::keyClicks(control<QLineEdit>(m_window.get(), QStringLiteral("Name")),
                     QStringLiteral("x"));
    m_console->dialogs.answers = {0, 1};
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(m_window->currentPageName(), QStringLiteral("tiers"));
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(m_window->currentPageName(), QStringLiteral("vendors"));
}

void TestMainWindow::givesTheFocusToTheListOnceItIsThere()
{
    m_window->showPage(QStringLiteral("tiers"));
    QTRY_COMPARE(QApplication::focusWidget(), page<TiersPage>()->list()->table());
}

void TestMainWindow::refreshesAnOpenPageWhenTheDatabaseTells()
{
    m_window->showPage(QStringLiteral("tiers"));
    auto *table = page<TiersPage>()->list()->table();
    QTRY_COMPARE(table->model()->rowCount(), 4);
    rename(QStringLiteral("Live"));
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->index(0, 0).data().toString(), QStringLiteral("Live"),
                              2000);
}

void TestMainWindow::refreshesAHiddenPageWhenItIsShownAgain()
{
    m_window->showPage(QStringLiteral("tiers"));
    auto *table = page<TiersPage>()->list()->table();
    QTRY_COMPARE(table->model()->rowCount(), 4);
    m_window->showPage(QStringLiteral("vendors"));
    QSignalSpy told(m_monitor.get(), &ConnectionMonitor::changed);
    rename(QStringLiteral("Later"));
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(table->model()->index(0, 0).data().toString(), QStringLiteral("Essential"));
    m_window->showPage(QStringLiteral("tiers"));
    QTRY_COMPARE(table->model()->index(0, 0).data().toString(), QStringLiteral("Later"));
}

void TestMainWindow::showsALostDatabaseAndRecoversByItself()
{
    m_window->showPage(QStringLiteral("tiers"));
    auto *table = page<TiersPage>()->list()->table();
    QTRY_COMPARE(table->model()->rowCount(), 4);
    QCOMPARE(m_window->banner()->text(), QString());
    shutDatabase();
    QTRY_COMPARE_WITH_TIMEOUT(m_monitor->state(), ConnectionMonitor::State::Lost, 10000);
    QVERIFY(m_window->banner()->text().contains(QStringLiteral("cannot be reached")));
    QVERIFY(m_window->sidebar()->connectionText().startsWith(QStringLiteral("Lost")));
    QCOMPARE(table->model()->rowCount(), 4); // what was read stays readable
    QTest::keyClick(m_window.get(), Qt::Key_F5);

    reopenDatabase();
    QTRY_COMPARE_WITH_TIMEOUT(m_monitor->state(), ConnectionMonitor::State::Live, 15000);
    QCOMPARE(m_window->banner()->text(), QString());
    QCOMPARE(m_window->sidebar()->connectionText(), QStringLiteral("Live"));
    rename(QStringLiteral("After"));
    QTRY_COMPARE(table->model()->index(0, 0).data().toString(), QStringLiteral("After"));
}

void TestMainWindow::asksBeforeItClosesOverUnsavedChanges()
{
    m_window->showPage(QStringLiteral("tiers"));
    QTRY_VERIFY(control<QLineEdit>(m_window.get(), QStringLiteral("Name"))->isVisible());
    QTest::keyClicks(control<QLineEdit>(m_window.get(), QStringLiteral("Name")),
                     QStringLiteral("x"));
    m_console->dialogs.answers = {0, 1};
    m_window->close();
    QVERIFY(m_window->isVisible());
    m_window->close();
    QTRY_VERIFY(!m_window->isVisible());
}

void TestMainWindow::putsErrorsIntoWords_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("bad");
    QTest::addColumn<QString>("part");
    QTest::newRow("database away") << int(ErrorCode::DatabaseUnavailable) << false << "by itself";
    QTest::newRow("no right") << int(ErrorCode::Forbidden) << true << "own words";
    QTest::newRow("busy") << int(ErrorCode::Unavailable) << false << "own words";
    QTest::newRow("unexpected") << int(ErrorCode::Internal) << true << "unexpected";
    QTest::newRow("newer schema") << int(ErrorCode::SchemaTooNew) << true << "own words";
}

void TestMainWindow::putsErrorsIntoWords()
{
    QFETCH(int, code);
    QFETCH(bool, bad);
    QFETCH(QString, part);
    const BannerText banner = bannerOf({ErrorCode(code), QStringLiteral("own words"), {}});
    QCOMPARE(banner.bad, bad);
    QVERIFY(banner.text.contains(part));
}

QTEST_MAIN(TestMainWindow)
#include "test_mainwindow.moc"
