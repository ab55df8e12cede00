#include <QTest>

#include "models/domain/growth.h"

#include <algorithm>
#include <cmath>

using namespace Orion;

namespace
{

const QDate today(2026, 11, 28);

CapacitySnapshot day(int ago, qint64 vendors, qint64 products = 0)
{
    CapacitySnapshot snapshot;
    snapshot.date = today.addDays(-ago);
    snapshot.totalVendors = vendors;
    snapshot.totalProducts = products;
    return snapshot;
}

GrowthTrends lastDays(const std::vector<CapacitySnapshot> &snapshots, int days)
{
    return growthTrends(snapshots, today.addDays(1 - days), today);
}

std::optional<GrowthTrend> trend(const GrowthTrends &growth, const char *metric)
{
    const auto found =
        std::ranges::find(growth.trends, QLatin1String(metric), &GrowthTrend::metric);
    return found == growth.trends.end() ? std::nullopt : std::optional(*found);
}

double rounded(const std::optional<double> &value, double factor)
{
    return std::round(value.value_or(-1) * factor) / factor;
}

} // namespace

// Growth from the first snapshot of a period to the last.
class TestGrowth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesTheReferencesNumbers();
    void takesOnlyThePeriod();
    void spreadsOverTheDaysThatAreCovered();
    void needsTwoDays();
    void hasNoRateFromNothing();
    void leavesOutWhatWasNeverMeasured();
    void doesNotProjectBelowNothing();
};

void TestGrowth::givesTheReferencesNumbers()
{
    std::vector<CapacitySnapshot> days;
    for (int ago = 29; ago >= 0; --ago)
        days.push_back(day(ago, 140 + (29 - ago) * 10 / 29, 115'000 + (29 - ago) * 10'000 / 29));
    const GrowthTrends growth = lastDays(days, 30);
    QCOMPARE(growth.periodDays(), 30);
    QCOMPARE(growth.snapshots, 30);
    const auto vendors = trend(growth, "vendors");
    QVERIFY(vendors);
    QCOMPARE(vendors->startValue, 140.0);
    QCOMPARE(vendors->currentValue, 150.0);
    QCOMPARE(vendors->change, 10.0);
    QCOMPARE(rounded(vendors->growthRatePercent, 100), 7.14);
    QCOMPARE(rounded(vendors->dailyGrowthRate, 1000), 0.238);
    QCOMPARE(rounded(vendors->monthlyProjection, 1), 161.0);
    const auto products = trend(growth, "products");
    QCOMPARE(rounded(products->growthRatePercent, 100), 8.7);
    QCOMPARE(std::round(*products->monthlyProjection / 1000), 136.0);
}

void TestGrowth::takesOnlyThePeriod()
{
    const std::vector<CapacitySnapshot> days{day(40, 10), day(29, 20), day(10, 30), day(0, 40)};
    const GrowthTrends growth = lastDays(days, 30);
    QCOMPARE(growth.snapshots, 3);
    QCOMPARE(growth.firstSnapshot, today.addDays(-29));
    QCOMPARE(growth.lastSnapshot, today);
    QCOMPARE(trend(growth, "vendors")->startValue, 20.0);
    QCOMPARE(trend(lastDays(days, 3660), "vendors")->startValue, 10.0);
}

// Ten of thirty days: the growth of ten days is not that of thirty.
void TestGrowth::spreadsOverTheDaysThatAreCovered()
{
    const auto vendors = trend(lastDays({day(9, 100), day(4, 105), day(0, 110)}, 30), "vendors");
    QCOMPARE(vendors->coveredDays, 10);
    QCOMPARE(rounded(vendors->growthRatePercent, 1000), 10.0);
    QCOMPARE(rounded(vendors->dailyGrowthRate, 1000), 1.0);
    QCOMPARE(rounded(vendors->monthlyProjection, 1000), 143.0);
}

void TestGrowth::needsTwoDays()
{
    const GrowthTrends one = lastDays({day(3, 5)}, 30);
    QCOMPARE(one.snapshots, 1);
    QVERIFY(one.trends.empty());
    const GrowthTrends none = lastDays({}, 30);
    QCOMPARE(none.snapshots, 0);
    QVERIFY(!none.firstSnapshot.isValid());
    QVERIFY(none.trends.empty());
}

void TestGrowth::hasNoRateFromNothing()
{
    const auto vendors = trend(lastDays({day(9, 0), day(0, 5)}, 30), "vendors");
    QCOMPARE(vendors->change, 5.0);
    QVERIFY(!vendors->growthRatePercent && !vendors->dailyGrowthRate);
    QVERIFY(!vendors->monthlyProjection);
}

void TestGrowth::leavesOutWhatWasNeverMeasured()
{
    std::vector<CapacitySnapshot> days{day(9, 1), day(5, 1), day(0, 1)};
    QVERIFY(!trend(lastDays(days, 30), "storage_gb"));
    days[1].storageUsedGb = 2;
    QVERIFY(!trend(lastDays(days, 30), "storage_gb"));
    days[2].storageUsedGb = 3;
    const auto storage = trend(lastDays(days, 30), "storage_gb");
    QCOMPARE(storage->coveredDays, 6);
    QCOMPARE(storage->change, 1.0);
    QVERIFY(!storage->isCount);
}

void TestGrowth::doesNotProjectBelowNothing()
{
    QCOMPARE(*trend(lastDays({day(1, 100), day(0, 10)}, 30), "vendors")->monthlyProjection, 0.0);
}

QTEST_GUILESS_MAIN(TestGrowth)
#include "test_growth.moc"
