#include "services/forecast/cleaning.h"
#include "services/forecast/statistics.h"
#include "tests/unit/forecast/forecastdata.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace Orion;
using namespace Orion::Forecast;

namespace
{

const double gap = std::numeric_limits<double>::quiet_NaN();

} // namespace

class TestCleaning : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fillsAGapByALine();
    void cutsGapsOffTheEnds();
    void fillsAGapAsTheSeasonHasIt();
    void countsWhatIsMissing();
    void setsASpikeAside();
    void setsASpikeAsideThatComesLast();
    void leavesTheLastStepOfASlope();
    void leavesNoiseAlone();
    void leavesASpikeThatComesEverySeason();
    void leavesSpikesThatAreTheRule();
    void takesAJumpBack();
    void takesNoSlopeForAJump();
    void takesNoSpikeForAJump();
    void leavesAConstantAlone();
    void knowsMediansAndQuantiles();
};

void TestCleaning::fillsAGapByALine()
{
    QCOMPARE(filled(std::vector{1.0, gap, gap, 7.0}, 1), (std::vector{1.0, 3.0, 5.0, 7.0}));
}

void TestCleaning::cutsGapsOffTheEnds()
{
    QCOMPARE(filled(std::vector{gap, 2.0, 3.0, gap, gap}, 1), (std::vector{2.0, 3.0}));
}

void TestCleaning::fillsAGapAsTheSeasonHasIt()
{
    // A peak of 10 at every third value, one of them missing.
    const std::vector<double> values{0, 10, 0, 0, gap, 0, 0, 10, 0};
    QCOMPARE(filled(values, 3)[4], 10.0);
    QCOMPARE(filled(values, 1)[4], 0.0);
}

void TestCleaning::countsWhatIsMissing()
{
    auto values = madeSeries(50, {.noise = 3});
    values[10] = values[11] = values[30] = gap;
    const History history = mendedHistory(values, 1);
    QCOMPARE(history.missing, 3);
    QCOMPARE(history.values.size(), 50U);
    QCOMPARE(history.outliers, 0);
    QCOMPARE(history.lastShift, -1);
}

void TestCleaning::setsASpikeAside()
{
    auto values = madeSeries(60, {.slope = 0.2, .noise = 2});
    const auto before = values;
    values[30] = 400;
    const History history = mendedHistory(values, 1);
    QCOMPARE(history.outliers, 1);
    QVERIFY(std::abs(history.values[30] - before[30]) < 5);
    QVERIFY(std::abs(history.values[31] - before[31]) < 1e-9);
}

void TestCleaning::setsASpikeAsideThatComesLast()
{
    auto values = madeSeries(60, {.noise = 2});
    values.back() = 400;
    const History history = mendedHistory(values, 1);
    QCOMPARE(history.outliers, 1);
    QVERIFY(history.values.back() < 103);
}

void TestCleaning::leavesTheLastStepOfASlope()
{
    auto values = madeSeries(60, {.slope = 20});
    QCOMPARE(replaceOutliers(values, 1), 0);
    QCOMPARE(values, madeSeries(60, {.slope = 20}));
}

void TestCleaning::leavesNoiseAlone()
{
    auto values = madeSeries(200, {.noise = 20});
    QCOMPARE(replaceOutliers(values, 1), 0);
    QCOMPARE(values, madeSeries(200, {.noise = 20}));
    QCOMPARE(takeBackShifts(values, 1), -1);
    QCOMPARE(values, madeSeries(200, {.noise = 20}));
}

void TestCleaning::leavesASpikeThatComesEverySeason()
{
    auto values = madeSeries(156, {.noise = 2});
    for (const std::size_t peak : {40U, 92U, 144U})
        values[peak] = 300;
    auto seasonal = values;
    QCOMPARE(replaceOutliers(seasonal, 52), 0);
    QCOMPARE(seasonal, values);
    QCOMPARE(replaceOutliers(values, 1), 3);
}

void TestCleaning::leavesSpikesThatAreTheRule()
{
    // Nothing happens on most days, and something on every eighth.
    std::vector<double> values(80, 0);
    for (std::size_t i = 0; i < values.size(); i += 8)
        values[i] = 50;
    const auto before = values;
    QCOMPARE(replaceOutliers(values, 1), 0);
    QCOMPARE(values, before);
}

void TestCleaning::takesAJumpBack()
{
    auto values = madeSeries(80, {.noise = 2});
    for (std::size_t i = 50; i < values.size(); ++i)
        values[i] += 200;
    const History history = mendedHistory(values, 1);
    QCOMPARE(history.lastShift, 50);
    QCOMPARE(history.outliers, 0);
    QVERIFY(history.values.front() > 280);
    QVERIFY(std::abs(history.values.back() - values.back()) < 1e-9);
}

void TestCleaning::takesNoSlopeForAJump()
{
    auto values = madeSeries(80, {.slope = 20, .noise = 2});
    QCOMPARE(takeBackShifts(values, 1), -1);
}

void TestCleaning::takesNoSpikeForAJump()
{
    auto values = madeSeries(80, {.noise = 2});
    values[40] = 400;
    QCOMPARE(takeBackShifts(values, 1), -1);
}

void TestCleaning::leavesAConstantAlone()
{
    const History history = mendedHistory(std::vector<double>(40, 0), 1);
    QCOMPARE(history.values, std::vector<double>(40, 0));
    QCOMPARE(history.outliers, 0);
    QCOMPARE(history.lastShift, -1);
}

void TestCleaning::knowsMediansAndQuantiles()
{
    QCOMPARE(median({5, 1, 3}), 3.0);
    QCOMPARE(median({4, 1, 3, 2}), 2.5);
    QCOMPARE(quantile({0, 10, 20, 30, 40}, 0.95), 38.0);
    QCOMPARE(quantile({}, 0.5), 0.0);
    QCOMPARE(robustDeviation(std::vector<double>{1, 2, 3, 4, 1000}), 1.4826);
    QCOMPARE(steps(std::vector<double>{1, 4, 2}), (std::vector<double>{3, -2}));
    const auto means = centredMeans(std::vector<double>{1, 2, 3, 4, 5, 10}, 4);
    QVERIFY(std::isnan(means[1]));
    QCOMPARE(means[2], 3.0);
    QCOMPARE(means[3], (1.0 + 3 + 4 + 5 + 5) / 4); // half of 2 and of 10 at the ends
}

QTEST_GUILESS_MAIN(TestCleaning)
#include "test_cleaning.moc"
