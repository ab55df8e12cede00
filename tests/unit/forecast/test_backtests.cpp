#include "services/forecast/backtest.h"
#include "services/forecast/combination.h"
#include "services/forecast/crossing.h"
#include "services/forecast/intervals.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace Orion::Forecast;

namespace
{

bool isNear(double a, double b)
{
    return std::abs(a - b) < 1e-9;
}

// Backtests in which the first candidate is off by one figure and the second by another.
std::vector<Backtest> testsOff(double first, double second, int count)
{
    std::vector<Backtest> tests;
    for (int i = 0; i < count; ++i)
        tests.push_back({std::size_t(10 + i), {Path(2, first), Path(2, second)}});
    return tests;
}

} // namespace

class TestBacktests : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void measuresErrorsOfPositiveValuesByTheirRatio();
    void measuresOtherErrorsByTheirDifference();
    void triesWholeHorizonsOfLongHistories();
    void triesPartsOfTheHorizonOfShortHistories();
    void triesNothingOfVeryShortHistories();
    void weighsTheBetterOneMore();
    void weighsEquallyWithoutBacktests();
    void weighsEquallyWhereAllAreRight();
    void drawsWeightsOfFewTestsTogether();
    void combinesByTheWeights();
    void reachesAsFarAsTheErrorsOfThePast();
    void growsAsTheErrorsDo();
    void neverShrinksWithTheStep();
    void reachesNowhereWhenThePastWasForecastExactly();
    void takesTheStepsOfShortHistories();
    void findsTheStepsThatCrossALimit();
};

void TestBacktests::measuresErrorsOfPositiveValuesByTheirRatio()
{
    const ErrorMeasure measure(std::vector<double>{1, 2});
    QVERIFY(measure.isRelative());
    QVERIFY(isNear(measure.error(20, 10), std::log(2)));
    QVERIFY(isNear(measure.moved(10, measure.error(20, 10)), 20));
}

void TestBacktests::measuresOtherErrorsByTheirDifference()
{
    const ErrorMeasure measure(std::vector<double>{0, 2});
    QVERIFY(!measure.isRelative());
    QVERIFY(isNear(measure.error(20, 12), 8));
    QVERIFY(isNear(measure.moved(12, 8), 20));
}

void TestBacktests::triesWholeHorizonsOfLongHistories()
{
    const BacktestPlan plan = BacktestPlan::make(1000, 13, 52);
    QCOMPARE(plan.steps, 13);
    QCOMPARE(plan.lengths.size(), 40U);
    QCOMPARE(plan.lengths.back(), 987U); // everything that came is compared
    QVERIFY(std::ranges::is_sorted(plan.lengths));
    QVERIFY(plan.lengths.front() > 500U);
}

void TestBacktests::triesPartsOfTheHorizonOfShortHistories()
{
    const BacktestPlan plan = BacktestPlan::make(40, 90, 1);
    QCOMPARE(plan.steps, 10);
    QCOMPARE(plan.lengths.back(), 30U);
    QCOMPARE(plan.lengths.front(), 20U);
}

void TestBacktests::triesNothingOfVeryShortHistories()
{
    QVERIFY(BacktestPlan::make(6, 3, 1).lengths.empty());
    QVERIFY(BacktestPlan::make(1, 1, 1).lengths.empty());
    QCOMPARE(BacktestPlan::make(8, 3, 1).lengths.back(), 6U);
}

void TestBacktests::weighsTheBetterOneMore()
{
    const std::vector<double> values(30, 0);
    const auto weights = combinationWeights(testsOff(1, 3, 10), 2, values, ErrorMeasure(values), 2);
    QVERIFY(weights[0] > 0.9);
    QVERIFY(isNear(weights[0] + weights[1], 1));
}

void TestBacktests::weighsEquallyWithoutBacktests()
{
    const std::vector<double> values(30, 0);
    QCOMPARE(combinationWeights({}, 2, values, ErrorMeasure(values), 4),
             std::vector<double>(4, 0.25));
}

void TestBacktests::weighsEquallyWhereAllAreRight()
{
    const std::vector<double> values(30, 0);
    QCOMPARE(combinationWeights(testsOff(0, 0, 5), 2, values, ErrorMeasure(values), 2),
             std::vector<double>(2, 0.5));
}

void TestBacktests::drawsWeightsOfFewTestsTogether()
{
    const std::vector<double> values(60, 0);
    const ErrorMeasure measure(values);
    const auto few = combinationWeights(testsOff(1, 1.3, 1), 2, values, measure, 2);
    const auto many = combinationWeights(testsOff(1, 1.3, 30), 2, values, measure, 2);
    QVERIFY(few[0] > 0.5);
    QVERIFY(many[0] > few[0]);
}

void TestBacktests::combinesByTheWeights()
{
    const Path path = combined({{10, 20}, {30, 60}}, std::vector{0.75, 0.25});
    QCOMPARE(path, (Path{15, 30}));
}

void TestBacktests::reachesAsFarAsTheErrorsOfThePast()
{
    // A hundred errors of 0.1 to 10: 80 % of them are below 8 or so, and what is added for having
    // seen them is little.
    std::vector<std::vector<double>> errors;
    for (int i = 1; i <= 100; ++i)
        errors.push_back({i % 2 == 0 ? i / 10.0 : -i / 10.0});
    const Intervals intervals = Intervals::learn(errors);
    QVERIFY(intervals.reach(1, 0.8) > 8);
    QVERIFY(intervals.reach(1, 0.8) < 8.5);
    QVERIFY(intervals.reach(1, 0.95) > 9.5);
    QVERIFY(intervals.reach(1, 0.95) < 10);
}

void TestBacktests::growsAsTheErrorsDo()
{
    std::vector<std::vector<double>> errors(50, {1, 2, 3, 4});
    const Intervals intervals = Intervals::learn(errors);
    QVERIFY(isNear(intervals.reach(4, 0.8), 4 * intervals.reach(1, 0.8)));
    QVERIFY(isNear(intervals.reach(8, 0.8), 8 * intervals.reach(1, 0.8))); // beyond what was tried
}

void TestBacktests::neverShrinksWithTheStep()
{
    std::vector<std::vector<double>> errors(50, {4, 3, 2, 1});
    const Intervals intervals = Intervals::learn(errors);
    QVERIFY(intervals.reach(4, 0.8) >= intervals.reach(1, 0.8));
}

void TestBacktests::reachesNowhereWhenThePastWasForecastExactly()
{
    const Intervals intervals = Intervals::learn({{0, 0}, {0, 0}});
    QCOMPARE(intervals.reach(1, 0.95), 0.0);
    QCOMPARE(Intervals::fromSteps(std::vector<double>{0, 0}).reach(3, 0.95), 0.0);
}

void TestBacktests::takesTheStepsOfShortHistories()
{
    const Intervals intervals = Intervals::fromSteps(std::vector<double>{1, -1, 1, -1});
    QVERIFY(isNear(intervals.reach(1, 0.8), 1.5));
    QVERIFY(isNear(intervals.reach(4, 0.8), 3)); // twice as far as a random walk of one step
}

void TestBacktests::findsTheStepsThatCrossALimit()
{
    std::vector<Point> points;
    for (int i = 0; i < 10; ++i)
        points.push_back({10.0 + i, 8.0 + i, 12.0 + i, 7.0 + i, 13.0 + i});
    const CrossingSteps steps = findCrossing(points, 15);
    QCOMPARE(steps.earliest, std::size_t(3)); // the upper end is at 15
    QCOMPARE(steps.likely, std::size_t(5));
    QCOMPARE(steps.latest, std::size_t(7));
    QVERIFY(findCrossing(points, 18).likely.has_value());
    QVERIFY(!findCrossing(points, 18).latest.has_value());
    QVERIFY(!findCrossing(points, 100).earliest.has_value());
}

QTEST_GUILESS_MAIN(TestBacktests)
#include "test_backtests.moc"
