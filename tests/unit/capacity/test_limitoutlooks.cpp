#include <QTest>

#include <algorithm>

#include "services/capacity/limitoutlooks.h"

using namespace Orion;

namespace
{

const QDate today(2026, 11, 28);

// A platform that grows by a straight line up to today, and a little up and down around it.
std::vector<CapacitySnapshot> growing(int days, qint64 clients, qint64 clientsADay, qint64 products,
                                      qint64 productsADay)
{
    std::vector<CapacitySnapshot> snapshots;
    for (int ago = days - 1; ago >= 0; --ago) {
        const qint64 wave = ago % 3 - 1;
        CapacitySnapshot day;
        day.date = today.addDays(-ago);
        day.totalSubscriptions = clients - ago * clientsADay + (ago == 0 ? 0 : wave);
        day.theoreticalProductsLimit = 10'000;
        day.limitedProducts = products - ago * productsADay + 5 * wave;
        snapshots.push_back(day);
    }
    return snapshots;
}

const LimitOutlook *of(const std::vector<LimitOutlook> &outlooks,
                       const std::optional<CapacityMetric> &metric)
{
    const auto found = std::ranges::find(outlooks, metric, &LimitOutlook::metric);
    return found == outlooks.end() ? nullptr : &*found;
}

} // namespace

// What the forecast of snapshots says about limits.
class TestLimitOutlooks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheDayOnWhichAStraightLineArrives();
    void looksNoFurtherThanIsAsked();
    void saysNothingOfFewSnapshots();
    void saysNothingOfWhatIsOver();
    void growsWithTheLimits();
    void leavesOutWhatHasNoLimit();
};

// 9,000 products today and 40 more a day are 10,000 in 25 days; 280 clients and one more a day are
// 300 in 20.
void TestLimitOutlooks::findsTheDayOnWhichAStraightLineArrives()
{
    const auto outlooks = limitOutlooks(growing(120, 280, 1, 9'000, 40), 90);
    QVERIFY(outlooks);
    const LimitOutlook *products = of(*outlooks, CapacityMetric::Products);
    QVERIFY(products && products->likely);
    QCOMPARE(products->limit, 10'000.0);
    QVERIFY(qAbs(today.addDays(25).daysTo(*products->likely)) <= 3);
    QVERIFY(products->earliest && *products->earliest <= *products->likely);
    QVERIFY(!products->latest || *products->latest >= *products->likely);
    const LimitOutlook *clients = of(*outlooks, std::nullopt);
    QVERIFY(clients && clients->likely);
    QCOMPARE(clients->limit, 300.0);
    QVERIFY(qAbs(today.addDays(20).daysTo(*clients->likely)) <= 4);
}

void TestLimitOutlooks::looksNoFurtherThanIsAsked()
{
    const auto outlooks = limitOutlooks(growing(120, 280, 1, 9'000, 40), 10);
    QVERIFY(outlooks);
    QVERIFY(!of(*outlooks, CapacityMetric::Products)->likely);
}

void TestLimitOutlooks::saysNothingOfFewSnapshots()
{
    for (const int days : {0, 1, 13}) {
        const auto outlooks = limitOutlooks(growing(days, 280, 1, 9'000, 40), 90);
        QVERIFY(outlooks && outlooks->empty());
    }
    // Two weeks carry some weeks.
    const auto outlooks = limitOutlooks(growing(14, 280, 1, 9'000, 40), 90);
    QVERIFY(outlooks && of(*outlooks, CapacityMetric::Products));
}

void TestLimitOutlooks::saysNothingOfWhatIsOver()
{
    const auto outlooks = limitOutlooks(growing(60, 280, 1, 10'500, 40), 90);
    QVERIFY(outlooks && !of(*outlooks, CapacityMetric::Products));
}

// Twice the vendors with twice the use are no nearer to their limits.
void TestLimitOutlooks::growsWithTheLimits()
{
    auto snapshots = growing(120, 280, 1, 9'000, 40);
    for (CapacitySnapshot &day : snapshots)
        day.theoreticalProductsLimit = *day.limitedProducts * 2;
    const auto outlooks = limitOutlooks(snapshots, 90);
    QVERIFY(outlooks && !of(*outlooks, CapacityMetric::Products)->likely);
}

void TestLimitOutlooks::leavesOutWhatHasNoLimit()
{
    const auto outlooks = limitOutlooks(growing(60, 5'000, 1, 9'000, 40), 90);
    QVERIFY(outlooks);
    QVERIFY(!of(*outlooks, CapacityMetric::Orders));
    QVERIFY(!of(*outlooks, std::nullopt)); // the last step of the table
}

QTEST_GUILESS_MAIN(TestLimitOutlooks)
#include "test_limitoutlooks.moc"
