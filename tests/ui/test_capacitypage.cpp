#include "ui/pages/capacity/capacitypage.h"

#include "tests/ui/capacitystage.h"
#include "ui/charts/timechart.h"
#include "ui/pages/capacity/advicepanel.h"
#include "ui/pages/capacity/chartexportmenu.h"
#include "ui/pages/capacity/historycard.h"
#include "ui/pages/capacity/metrictile.h"
#include "ui/pages/capacity/metrictiles.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/segmented.h"
#include "ui/widgets/stateview.h"

#include <QPushButton>
#include <QTabBar>
#include <QToolButton>
#include <QtTest>

using namespace Orion;

namespace
{

const QDate today(2026, 11, 15);

} // namespace

// What the capacity page shows of the snapshots, on a real database.
class TestCapacityPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void cleanup() { m_stage.reset(); }

    void showsEachMetricAsTheLastSnapshotHasIt();
    void drawsHistoryForecastAndTheNextStep();
    void switchesTheMetricByNumbersAndArrows();
    void holdsUseAgainstTheLimitsThatThereAre();
    void showsAsManyDaysAsAreAsked();
    void followsWhereSomebodyZooms();
    void showsTenYearsOfDays();
    void looksAsFarAheadAsIsAsked();
    void saysHowManySnapshotsAForecastNeeds();
    void looksLessFarWithFewSnapshots();
    void showsTiersOverTimeByNumberAndByPercent();
    void capturesASnapshotAndTellsTheOutcome();
    void onlyAdminsAndOpsCapture_data();
    void onlyAdminsAndOpsCapture();
    void beginsWithTheFirstSnapshot();
    void saysWhoMayCaptureTheFirst();
    void saysWhyItCannotBeRead();
    void keepsWhatIsShownWhenItCannotBeReadAnew();
    void followsWhatOthersCapture();
    void cutsNoWordsInANarrowWindow();
    void goesThroughThePageByTab();

private:
    void start(const QString &role = QStringLiteral("orion_admin"), int days = CapacityStage::days);
    const TileContent &tile(PlatformMetric metric) const
    {
        return m_page->tiles()->tile(metric)->content();
    }
    const TimeChartData &chart() const { return m_page->history()->chart()->data(); }
    HistoryCard *history() const { return m_page->history(); }

    std::unique_ptr<CapacityStage> m_stage;
    CapacityPage *m_page = nullptr;
};

void TestCapacityPage::start(const QString &role, int days)
{
    m_stage = std::make_unique<CapacityStage>(role);
    m_stage->fill(days);
    m_page = m_stage->open();
    QTRY_VERIFY(history()->isVisible());
    QTRY_VERIFY(m_stage->isLive());
}

void TestCapacityPage::showsEachMetricAsTheLastSnapshotHasIt()
{
    start();
    QCOMPARE(tile(PlatformMetric::Vendors).value, QStringLiteral("300"));
    QCOMPARE(tile(PlatformMetric::Products).value, QStringLiteral("1,000,000"));
    QCOMPARE(tile(PlatformMetric::DatabaseSize).value, QStringLiteral("2.00 GB"));
    QCOMPARE(tile(PlatformMetric::Vendors).standing, QStringLiteral("No limit"));
    QCOMPARE(tile(PlatformMetric::Subscriptions).standing, QStringLiteral("93 % of 300"));
    QCOMPARE(tile(PlatformMetric::Products).standing, QStringLiteral("99 % of the limits"));
    QCOMPARE(tile(PlatformMetric::Products).usage->used, 39'820);
    QVERIFY(!tile(PlatformMetric::Orders).usage); // nothing is known of its limits
    QVERIFY(!m_page->tiles()->tile(PlatformMetric::Storage)->isVisible()); // never reported
    // From 101 to 300 vendors in the two hundred days that there are.
    QCOMPARE(tile(PlatformMetric::Vendors).change, QStringLiteral("+197.0 %"));
    QCOMPARE(tile(PlatformMetric::Orders).change, QStringLiteral("0.0 %"));
    QCOMPARE(m_page->note(), QStringLiteral("Snapshot of 15 Nov 2026, 1 min ago"));
}

void TestCapacityPage::drawsHistoryForecastAndTheNextStep()
{
    start();
    QCOMPARE(chart().title, QStringLiteral("Subscriptions"));
    QCOMPARE(chart().lines.size(), 2U);
    QCOMPARE(chart().lines[0].values.size(), std::size_t(CapacityStage::days));
    QCOMPARE(chart().lines[0].values.back().value, 280.0);
    QVERIFY(chart().lines[1].isDashed);
    QCOMPARE(chart().lines[1].values.front().day, today); // no gap between them
    QCOMPARE(chart().lines[1].values.back().day, today.addDays(90));
    QCOMPARE(chart().bands.size(), 2U);
    QCOMPARE(chart().limits.size(), 1U);
    QCOMPARE(chart().limits[0].value, 300.0);
    QCOMPARE(chart().today, today);
    QCOMPARE(chart().marks.size(), 1U);
    const TimeMark &mark = chart().marks[0];
    QVERIFY(mark.likely && qAbs(today.addDays(22).daysTo(*mark.likely)) <= 4);
    QVERIFY(history()->sentence().startsWith(
        QLatin1String("Reaches the infrastructure step Large (300 clients) between ")));
    QVERIFY(history()->sentence().contains(QLatin1String("most likely on")));
    QVERIFY(history()->caption().contains(QLatin1String("On 13 Feb 2027 most likely 3")));
    QVERIFY(history()->caption().contains(QLatin1String("wrong by")));
}

void TestCapacityPage::switchesTheMetricByNumbersAndArrows()
{
    start();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page));
    m_page->setFocus();
    QTest::keyClick(m_page, Qt::Key_1);
    QTRY_COMPARE(chart().title, QStringLiteral("Vendors"));
    QVERIFY(chart().limits.empty());
    QVERIFY(history()->sentence().startsWith(QLatin1String("On 13 Feb 2027 most likely 3")));
    QVERIFY(m_page->tiles()->tile(PlatformMetric::Vendors)->hasFocus());
    QTest::keyClick(m_page->tiles()->tile(PlatformMetric::Vendors), Qt::Key_Right);
    QTRY_COMPARE(chart().title, QStringLiteral("Subscriptions"));
    QTest::mouseClick(m_page->tiles()->tile(PlatformMetric::DatabaseSize), Qt::LeftButton);
    QTRY_COMPARE(chart().title, QStringLiteral("Database size"));
    QCOMPARE(chart().valueText(2048), QStringLiteral("2.00 GB"));
    m_page->open(QStringLiteral("team_members"));
    QTRY_COMPARE(chart().lines[0].name, QStringLiteral("Team members"));
}

void TestCapacityPage::holdsUseAgainstTheLimitsThatThereAre()
{
    start();
    m_page->tiles()->tile(PlatformMetric::Products)->click();
    QTRY_COMPARE(chart().title, QStringLiteral("Products: share of the limits in use"));
    QVERIFY(qAbs(chart().lines[0].values.back().value - 99.55) < 0.01);
    QCOMPARE(chart().limits[0].value, 100.0);
    QVERIFY(chart().limits[0].name.contains(QLatin1String("40,000")));
    // 99.55 % today and 0.4 points more each day.
    QVERIFY2(history()->sentence().startsWith(
                 QLatin1String("Reaches the limit (40,000 at present) between 1")) &&
                 history()->sentence().endsWith(QLatin1String("most likely on 17 Nov 2026.")),
             qPrintable(history()->sentence()));
    QVERIFY(history()->caption().contains(QLatin1String(
        "39,820 of 40,000 in use by the 250 subscriptions that have a limit; 30 have none.")));
    // All that there is, also what no limit holds for.
    QVERIFY(history()->measures()->isVisible());
    history()->measures()->button(int(Measure::Amount))->click();
    QTRY_COMPARE(chart().title, QStringLiteral("Products"));
    QCOMPARE(chart().lines[0].values.back().value, 1'000'000.0);
    QVERIFY(chart().limits.empty());
    m_page->tiles()->tile(PlatformMetric::Vendors)->click();
    QTRY_COMPARE(chart().title, QStringLiteral("Vendors"));
    QVERIFY(!history()->measures()->isVisible());
}

void TestCapacityPage::showsAsManyDaysAsAreAsked()
{
    start();
    const TimeChart *view = history()->chart();
    QCOMPARE(view->firstDay(), today.addDays(1 - CapacityStage::days)); // a year has fewer
    QCOMPARE(view->lastDay(), today.addDays(90));
    history()->ranges()->button(30)->click();
    QCOMPARE(view->firstDay(), today.addDays(-29));
    QCOMPARE(view->lastDay(), today.addDays(90));
    QCOMPARE(tile(PlatformMetric::Vendors).change, QStringLiteral("+10.7 %")); // 271 to 300
    QVERIFY(m_page->tiles()
                ->tile(PlatformMetric::Vendors)
                ->toolTip()
                .startsWith(QLatin1String("From 271 to 300 in 30 days")));
    // Another metric keeps the days.
    m_page->tiles()->tile(PlatformMetric::Vendors)->click();
    QTRY_COMPARE(chart().title, QStringLiteral("Vendors"));
    QCOMPARE(view->firstDay(), today.addDays(-29));
    history()->ranges()->button(0)->click();
    QCOMPARE(view->firstDay(), today.addDays(1 - CapacityStage::days));
}

void TestCapacityPage::followsWhereSomebodyZooms()
{
    start();
    history()->chart()->showDays(today.addDays(-99), today.addDays(-1));
    QCOMPARE(history()->ranges()->current(), -1);
    QTRY_COMPARE(tile(PlatformMetric::Vendors).change, QStringLiteral("+48.8 %")); // 201 to 299
    // Stays when something is read anew.
    m_page->tiles()->tile(PlatformMetric::Vendors)->click();
    QTRY_COMPARE(chart().title, QStringLiteral("Vendors"));
    QCOMPARE(history()->chart()->firstDay(), today.addDays(-99));
    history()->ranges()->button(90)->click();
    QCOMPARE(history()->chart()->firstDay(), today.addDays(-89));
}

void TestCapacityPage::showsTenYearsOfDays()
{
    start(QStringLiteral("orion_admin"), 3650);
    QCOMPARE(chart().lines[0].values.size(), std::size_t(3650));
    QCOMPARE(history()->chart()->firstDay(), today.addDays(-364));
    history()->ranges()->button(0)->click();
    QCOMPARE(history()->chart()->firstDay(), today.addDays(-3649));
    history()->views()->setCurrentIndex(int(HistoryCard::View::Tiers));
    QCOMPARE(chart().lines[0].values.size(), std::size_t(3650));
    QCOMPARE(history()->chart()->firstDay(), today.addDays(-3649));
}

void TestCapacityPage::looksAsFarAheadAsIsAsked()
{
    start();
    history()->horizons()->button(365)->click();
    QTRY_COMPARE(chart().lines[1].values.back().day, today.addDays(365));
    QCOMPARE(history()->chart()->lastDay(), today.addDays(365));
    history()->horizons()->button(30)->click();
    QTRY_COMPARE(chart().lines[1].values.back().day, today.addDays(30));
}

void TestCapacityPage::saysHowManySnapshotsAForecastNeeds()
{
    start(QStringLiteral("orion_admin"), 5);
    QCOMPARE(history()->sentence(), QStringLiteral("A forecast needs 9 more daily snapshots."));
    QCOMPARE(chart().lines.size(), 1U);
    QVERIFY(chart().bands.empty());
    QCOMPARE(tile(PlatformMetric::Vendors).value, QStringLiteral("300"));
}

void TestCapacityPage::looksLessFarWithFewSnapshots()
{
    start(QStringLiteral("orion_admin"), 20);
    QCOMPARE(chart().lines[1].values.back().day, today.addDays(60));
    QVERIFY(history()->caption().contains(
        QLatin1String("It ends after 60 days; 90 take more snapshots.")));
}

void TestCapacityPage::showsTiersOverTimeByNumberAndByPercent()
{
    start();
    history()->views()->setCurrentIndex(int(HistoryCard::View::Tiers));
    QCOMPARE(chart().kind, TimeChartData::Kind::StackedAreas);
    QCOMPARE(chart().lines.size(), 2U); // those with subscriptions, in the order of the tiers
    QCOMPARE(chart().lines[0].name, QStringLiteral("Essential"));
    QCOMPARE(chart().lines[0].values.back().value, 240.0);
    QCOMPARE(chart().lines[1].name, QStringLiteral("Business"));
    QVERIFY(!history()->horizons()->isVisible());
    QCOMPARE(history()->chart()->lastDay(), today);
    history()->parts()->button(1)->click();
    QVERIFY(qAbs(chart().lines[0].values.back().value - 100.0 * 240 / 280) < 0.001);
    QCOMPARE(chart().valueText(85.71), QStringLiteral("85.7 %"));
    // A metric leads back to its history.
    m_page->tiles()->tile(PlatformMetric::Vendors)->click();
    QTRY_COMPARE(chart().kind, TimeChartData::Kind::Lines);
}

void TestCapacityPage::capturesASnapshotAndTellsTheOutcome()
{
    start();
    m_stage->addVendorsNearTheirLimit();
    m_page->captureButton()->click();
    QVERIFY(!m_page->captureButton()->isEnabled());
    QCOMPARE(m_page->notice()->kind(), Notice::Kind::Progress);
    QTRY_COMPARE(m_page->notice()->kind(), Notice::Kind::Success);
    QCOMPARE(m_page->notice()->text(),
             QStringLiteral("The snapshot of 15 Nov 2026 is captured: 5 live subscriptions."));
    QVERIFY(m_page->captureButton()->isEnabled());
    QTRY_COMPARE(tile(PlatformMetric::Subscriptions).value, QStringLiteral("5"));
    QCOMPARE(m_stage->database().value(QStringLiteral(
                 "select count(*) || ' ' || max(snapshot_date) from billing.capacity_snapshots")),
             QStringLiteral("200 2026-11-15"));
}

void TestCapacityPage::onlyAdminsAndOpsCapture_data()
{
    QTest::addColumn<QString>("role");
    QTest::addColumn<bool>("isAllowed");
    QTest::newRow("admin") << QStringLiteral("orion_admin") << true;
    QTest::newRow("ops") << QStringLiteral("orion_ops") << true;
    QTest::newRow("finance") << QStringLiteral("orion_finance") << false;
}

void TestCapacityPage::onlyAdminsAndOpsCapture()
{
    QFETCH(QString, role);
    QFETCH(bool, isAllowed);
    start(role);
    QTRY_VERIFY(!m_page->advice()->buttons().empty()); // everybody may read
    QCOMPARE(m_page->captureButton()->isEnabled(), isAllowed);
    m_page->captureButton()->click();
    if (isAllowed) {
        QTRY_COMPARE(m_page->notice()->kind(), Notice::Kind::Success);
        return;
    }
    QVERIFY(m_page->notice()->isHidden());
    QVERIFY(m_page->captureButton()->toolTip().contains(QLatin1String("orion_ops")));
}

void TestCapacityPage::beginsWithTheFirstSnapshot()
{
    m_stage = std::make_unique<CapacityStage>();
    m_page = m_stage->open();
    QTRY_COMPARE(m_page->state()->title(), QStringLiteral("No snapshots yet"));
    QVERIFY(!m_page->tiles()->isVisible());
    QVERIFY(!m_page->exportMenu()->isEnabled());
    QTRY_VERIFY(!m_page->advice()->buttons().empty());
    m_page->state()->button()->click();
    QTRY_VERIFY(history()->isVisible());
    QVERIFY(m_page->tiles()->isVisible());
    QCOMPARE(history()->sentence(), QStringLiteral("A forecast needs 13 more daily snapshots."));
}

void TestCapacityPage::saysWhoMayCaptureTheFirst()
{
    m_stage = std::make_unique<CapacityStage>(QStringLiteral("orion_finance"));
    m_page = m_stage->open();
    QTRY_VERIFY(m_page->state()->text().contains(QLatin1String("orion_admin or orion_ops")));
    QVERIFY(!m_page->state()->button()->isVisible());
}

void TestCapacityPage::saysWhyItCannotBeRead()
{
    m_stage = std::make_unique<CapacityStage>();
    m_stage->fill();
    m_stage->run(QStringLiteral("revoke select on billing.capacity_snapshots from orion_admin"));
    m_page = m_stage->open();
    QTRY_VERIFY(m_page->state()->text().contains(QLatin1String("does not have the right")));
    QTRY_VERIFY(m_page->advice()->state()->text().contains(QLatin1String("not have the right")));
    QVERIFY(!m_page->tiles()->isVisible());
    m_stage->run(QStringLiteral("grant select on billing.capacity_snapshots to orion_admin"));
    m_page->state()->button()->click();
    QTRY_VERIFY(history()->isVisible());
    QTRY_VERIFY(!m_page->advice()->buttons().empty());
}

void TestCapacityPage::keepsWhatIsShownWhenItCannotBeReadAnew()
{
    start();
    QSignalSpy failed(m_page, &ConsolePage::failed);
    m_stage->change(QStringLiteral("revoke select on billing.capacity_snapshots from orion_admin"),
                    Topic::Capacity);
    QTRY_VERIFY(!failed.isEmpty());
    QVERIFY(history()->isVisible());
    QCOMPARE(tile(PlatformMetric::Vendors).value, QStringLiteral("300"));
}

void TestCapacityPage::followsWhatOthersCapture()
{
    start();
    m_stage->change(QStringLiteral("update billing.capacity_snapshots set total_vendors = 310 "
                                   "where snapshot_date = '2026-11-15'"),
                    Topic::Capacity);
    QTRY_COMPARE(tile(PlatformMetric::Vendors).value, QStringLiteral("310"));
}

void TestCapacityPage::cutsNoWordsInANarrowWindow()
{
    start();
    m_page->tiles()->tile(PlatformMetric::Products)->click();
    QTRY_VERIFY(history()->measures()->isVisible());
    m_page->resize(824, 640);
    QTRY_VERIFY(m_page->advice()->y() > history()->y()); // below, not beside
    for (const QToolButton *button : m_page->findChildren<QToolButton *>()) {
        if (button->isVisible())
            QVERIFY2(button->width() >= button->minimumSizeHint().width(),
                     qPrintable(button->text()));
    }
    for (const PlatformMetric metric : allPlatformMetrics) {
        const MetricTile *tile = m_page->tiles()->tile(metric);
        if (tile->isVisible())
            QVERIFY(tile->width() >= MetricTile::leastWidth);
    }
    QVERIFY(history()->width() <= m_page->width());
    m_page->resize(1200, 700);
    QTRY_VERIFY(m_page->advice()->x() > history()->x());
}

void TestCapacityPage::goesThroughThePageByTab()
{
    start();
    QTRY_VERIFY(!m_page->advice()->buttons().empty());
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page));
    m_page->setFocus();
    QVERIFY(m_page->tiles()->tile(PlatformMetric::Subscriptions)->hasFocus());
    m_page->exportMenu()->setFocus();
    const QList<const QWidget *> wanted{m_page->captureButton(),
                                        m_page->tiles()->tile(PlatformMetric::Subscriptions),
                                        history()->views(),
                                        history()->chart(),
                                        history()->ranges()->button(365),
                                        history()->horizons()->button(90),
                                        m_page->advice()->buttons().front()};
    for (const QWidget *next : wanted) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QVERIFY2(QApplication::focusWidget() == next,
                 qPrintable(QApplication::focusWidget()->accessibleName()));
    }
}

QTEST_MAIN(TestCapacityPage)
#include "test_capacitypage.moc"
