#include <QTest>

#include <cmath>

#include "models/domain/growth.h"
#include "services/capacity/snapshots.h"
#include "tests/integration/capacity/capacityworld.h"

using namespace Orion;

namespace
{

const QString essential = QStringLiteral("essential");
const QString enterprise = QStringLiteral("enterprise");

} // namespace

// The platform on one day, against numbers worked out by hand.
class TestSnapshots : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void measuresAnEmptyPlatform();
    void measuresEveryColumn();
    void countsTheOrdersOfThirtyDays();
    void storageThatNobodyReportedIsNotNothing();
    void replacesTheSnapshotOfTheDay();
    void theDayIsTheOneInUtc();
    void listsDaysAndLeavesGaps();
    void knowsTheLatest();
    void readsSnapshotsFromBefore();
    void adminsAndOpsMayCapture_data();
    void adminsAndOpsMayCapture();

private:
    CapacitySnapshot capture();

    std::unique_ptr<CapacityWorld> m_world;
};

void TestSnapshots::init()
{
    m_world.reset();
    m_world = std::make_unique<CapacityWorld>();
}

CapacitySnapshot TestSnapshots::capture()
{
    const auto captured = captureSnapshot(*m_world->companion, m_world->clock.now());
    if (!captured)
        qFatal("%s", qPrintable(captured.error().detail));
    return *captured;
}

void TestSnapshots::measuresAnEmptyPlatform()
{
    const CapacitySnapshot day = capture();
    QCOMPARE(day.date, QDate(2026, 6, 15));
    QCOMPARE(day.totalVendors + day.activeVendors + day.trialVendors, 0);
    QCOMPARE(day.totalSubscriptions + day.activeSubscriptions, 0);
    QCOMPARE(day.totalProducts + day.totalOrdersMonth + day.totalTeamMembers, 0);
    QVERIFY(!day.storageUsedGb);
    QVERIFY(day.dbSizeMb > 5 && day.dbSizeMb < 500);
    QVERIFY(!day.theoreticalProductsLimit && !day.theoreticalOrdersLimit);
    QCOMPARE(day.limitedProducts, 0);
    QCOMPARE(day.unlimitedTeamMembers, 0);
    QVERIFY(day.tierDistribution.empty());
    QCOMPARE(day.capturedAt, usageNow);
}

void TestSnapshots::measuresEveryColumn()
{
    m_world->vendor(QStringLiteral("a"), essential, {120, 1, 40, 1.5});
    m_world->vendor(QStringLiteral("b"), essential, {30, 1, 60, 0.25}, QStringLiteral("past_due"));
    m_world->vendor(QStringLiteral("c"), essential, {10, 0, 0, {}}, QStringLiteral("trial"));
    m_world->vendor(QStringLiteral("d"), enterprise, {5000, 40, 700, 20}, QStringLiteral("paused"));
    // Over, but what it has is still there.
    m_world->vendor(QStringLiteral("e"), essential, {7, 1, 3, 1}, QStringLiteral("cancelled"));
    m_world->execute(QStringLiteral("insert into billing.vendors (vendor_code, name, email) "
                                    "values ('f', 'F', 'f@example.com')"));
    const CapacitySnapshot day = capture();
    QCOMPARE(day.totalVendors, 6);
    QCOMPARE(day.activeVendors, 2);
    QCOMPARE(day.trialVendors, 1);
    QCOMPARE(day.totalSubscriptions, 4);
    QCOMPARE(day.activeSubscriptions, 1);
    QCOMPARE(day.totalProducts, 120 + 30 + 10 + 5000 + 7);
    QCOMPARE(day.totalOrdersMonth, 40 + 60 + 700 + 3);
    QCOMPARE(day.totalTeamMembers, 1 + 1 + 40 + 1);
    QCOMPARE(day.storageUsedGb, 22.75);
    QCOMPARE(day.theoreticalProductsLimit, 600);
    QCOMPARE(day.theoreticalOrdersLimit, 300);
    QCOMPARE(day.theoreticalTeamLimit, 3);
    QCOMPARE(day.limitedProducts, 160);
    QCOMPARE(day.limitedOrders, 100);
    QCOMPARE(day.limitedTeamMembers, 2);
    QCOMPARE(day.unlimitedProducts, 1);
    QCOMPARE(day.unlimitedOrders, 1);
    QCOMPARE(day.unlimitedTeamMembers, 1);
    const std::vector<std::pair<QString, qint64>> tiers{{enterprise, 1}, {essential, 3}};
    QCOMPARE(day.tierDistribution, tiers);
    QCOMPARE(
        m_world->value(QStringLiteral("select storage_used_gb::text || tier_distribution::text "
                                      "from billing.capacity_snapshots")),
        QStringLiteral("22.750{\"essential\": 3, \"enterprise\": 1}"));
}

// A window that lies partly in the thirty days counts by that part.
void TestSnapshots::countsTheOrdersOfThirtyDays()
{
    m_world->vendor(QStringLiteral("a"), essential, {});
    const QString a = QStringLiteral("a");
    // 5 May to 5 June, 31 days; the 30 days begin on 16 May, so 20 of the 31 are in them.
    m_world->window(a, QDateTime(QDate(2026, 5, 5), QTime(12, 0), Qt::UTC), 310);
    QCOMPARE(capture().totalOrdersMonth, 200);
    m_world->window(a, QDateTime(QDate(2026, 6, 5), QTime(12, 0), Qt::UTC), 50);
    QCOMPARE(capture().totalOrdersMonth, 250);
    // What was over before, and what has not begun.
    m_world->window(a, QDateTime(QDate(2026, 4, 5), QTime(12, 0), Qt::UTC), 1000);
    m_world->window(a, QDateTime(QDate(2026, 7, 5), QTime(12, 0), Qt::UTC), 1000);
    QCOMPARE(capture().totalOrdersMonth, 250);
    // A window that is open since more than 30 days counts what was taken so far.
    m_world->clock.set(QDateTime(QDate(2026, 8, 5), QTime(6, 0), Qt::UTC));
    QCOMPARE(capture().totalOrdersMonth, qint64(std::round(1000 * 30.0 / 30.75)));
}

void TestSnapshots::storageThatNobodyReportedIsNotNothing()
{
    m_world->vendor(QStringLiteral("a"), essential, {1, 1, {}, {}});
    QVERIFY(!capture().storageUsedGb);
    m_world->vendor(QStringLiteral("b"), essential, {1, 1, {}, 0});
    QCOMPARE(capture().storageUsedGb, 0.0);
}

void TestSnapshots::replacesTheSnapshotOfTheDay()
{
    const CapacitySnapshot first = capture();
    m_world->vendor(QStringLiteral("a"), essential, {12, 1, {}, {}});
    m_world->clock.advanceSeconds(3600);
    const CapacitySnapshot second = capture();
    QCOMPARE(second.id, first.id);
    QCOMPARE(second.totalProducts, 12);
    QCOMPARE(second.capturedAt, usageNow.addSecs(3600));
    QCOMPARE(m_world->value(QStringLiteral("select count(*) from billing.capacity_snapshots")),
             QStringLiteral("1"));
    m_world->clock.set(usageNow.addDays(1));
    capture();
    QCOMPARE(m_world->value(QStringLiteral("select count(*) from billing.capacity_snapshots")),
             QStringLiteral("2"));
}

void TestSnapshots::theDayIsTheOneInUtc()
{
    m_world->clock.set(QDateTime(QDate(2026, 6, 15), QTime(23, 59, 59), Qt::UTC));
    QCOMPARE(capture().date, QDate(2026, 6, 15));
    m_world->clock.advanceSeconds(1);
    QCOMPARE(capture().date, QDate(2026, 6, 16));
}

void TestSnapshots::listsDaysAndLeavesGaps()
{
    for (const int ago : {40, 20, 19, 3, 0}) {
        m_world->clock.set(usageNow.addDays(-ago));
        capture();
        m_world->execute(QStringLiteral("insert into billing.vendors (vendor_code, name, email) "
                                        "values (?, 'V', 'v@example.com')"),
                         {QStringLiteral("v%1").arg(ago)});
    }
    const QDate today = usageNow.date();
    const auto days = listSnapshots(*m_world->companion, today.addDays(-29), today);
    QVERIFY(days);
    QCOMPARE(days->size(), std::size_t(4));
    QCOMPARE(days->front().date, today.addDays(-20));
    QCOMPARE(days->back().date, today);
    const GrowthTrends growth = growthTrends(*days, today.addDays(-29), today);
    QCOMPARE(growth.snapshots, 4);
    QCOMPARE(growth.trends.front().metric, QStringLiteral("vendors"));
    QCOMPARE(growth.trends.front().startValue, 1.0);
    QCOMPARE(growth.trends.front().currentValue, 4.0);
    QCOMPARE(growth.trends.front().coveredDays, 21);
    const auto first = listSnapshots(*m_world->companion, today.addDays(-20), today.addDays(-19));
    QCOMPARE(first->size(), std::size_t(2));
}

void TestSnapshots::knowsTheLatest()
{
    const auto none = latestSnapshot(*m_world->companion);
    QVERIFY(none && !*none);
    capture();
    m_world->clock.set(usageNow.addDays(-5));
    capture();
    const auto latest = latestSnapshot(*m_world->companion);
    QCOMPARE((*latest)->date, usageNow.date());
}

void TestSnapshots::readsSnapshotsFromBefore()
{
    m_world->execute(QStringLiteral(
        "insert into billing.capacity_snapshots (snapshot_date, total_vendors, active_vendors, "
        "trial_vendors, total_subscriptions, active_subscriptions, total_products, "
        "total_orders_month, total_team_members, db_size_mb) values ('2026-01-01', 9, 8, 1, 9, 7, "
        "1, 2, 3, 4.5)"));
    const auto latest = latestSnapshot(*m_world->companion);
    QVERIFY(latest && *latest);
    QCOMPARE((*latest)->totalVendors, 9);
    QCOMPARE((*latest)->dbSizeMb, 4.5);
    QVERIFY(!(*latest)->limitedProducts && !(*latest)->unlimitedOrders);
    QVERIFY(!(*latest)->theoreticalTeamLimit);
}

void TestSnapshots::adminsAndOpsMayCapture_data()
{
    QTest::addColumn<QString>("role");
    QTest::addColumn<bool>("may");
    QTest::newRow("admin") << QStringLiteral("orion_admin") << true;
    QTest::newRow("ops") << QStringLiteral("orion_ops") << true;
    QTest::newRow("finance") << QStringLiteral("orion_finance") << false;
}

void TestSnapshots::adminsAndOpsMayCapture()
{
    QFETCH(QString, role);
    const auto session = m_world->database.open(role);
    for (int i = 0; i < 2; ++i)
        QTEST(captureSnapshot(*session, usageNow).has_value(), "may");
    QVERIFY(latestSnapshot(*session));
}

QTEST_GUILESS_MAIN(TestSnapshots)
#include "test_snapshots.moc"
