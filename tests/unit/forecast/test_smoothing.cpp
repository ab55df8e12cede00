#include "services/forecast/line.h"
#include "services/forecast/minimum.h"
#include "services/forecast/smoothing.h"
#include "services/forecast/theta.h"

#include <QTest>

#include <cmath>

using namespace Orion::Forecast;

namespace
{

bool isNear(double a, double b, double distance = 1e-9)
{
    return std::abs(a - b) <= distance;
}

} // namespace

// The methods against numbers that were computed by hand.
class TestSmoothing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void smoothsALevelByHand();
    void smoothsATrendByHand();
    void dampsATrendByHand();
    void followsAStraightLineExactly();
    void keepsTheLevelOfAConstantSeries();
    void adjustsToALevelThatJumpsAround();
    void findsTheSameFromNearby();
    void drawsTheLineOfLeastSquares();
    void addsHalfTheSlopeInTheta();
    void findsTheLowestPlaceOfAValley();
};

void TestSmoothing::smoothsALevelByHand()
{
    // 10 → 10 + 0.5 · 2 = 11 → 11 + 0.5 · (-3) = 9.5; squared errors 0 + 4 + 9.
    const std::vector<double> values{10, 12, 8};
    const SmoothingState end = smooth(values, {.alpha = 0.5, .beta = 0, .phi = 1}, {.level = 10});
    QVERIFY(isNear(end.level, 9.5));
    QVERIFY(isNear(end.squaredErrors, 13));
}

void TestSmoothing::smoothsATrendByHand()
{
    // Expected 11, came 13: level 11 + 0.5 · 2 = 12, trend 1 + 0.25 · 2 = 1.5.
    // Expected 13.5, came 13.5: level 13.5, trend 1.5.
    const std::vector<double> values{13, 13.5};
    const SmoothingParameters parameters{.alpha = 0.5, .beta = 0.25, .phi = 1};
    const SmoothingState end = smooth(values, parameters, {.level = 10, .trend = 1});
    QVERIFY(isNear(end.level, 13.5));
    QVERIFY(isNear(end.trend, 1.5));

    const Smoothing fitted{.parameters = parameters, .start = {}, .end = end};
    const auto path = fitted.forecast(3);
    QVERIFY(isNear(path[0], 15));
    QVERIFY(isNear(path[2], 18));
}

void TestSmoothing::dampsATrendByHand()
{
    const Smoothing fitted{.parameters = {.alpha = 0.5, .beta = 0.25, .phi = 0.5},
                           .start = {},
                           .end = {.level = 100, .trend = 8}};
    // 8 · 0.5, then 8 · (0.5 + 0.25), then 8 · (0.5 + 0.25 + 0.125).
    const auto path = fitted.forecast(3);
    QVERIFY(isNear(path[0], 104));
    QVERIFY(isNear(path[1], 106));
    QVERIFY(isNear(path[2], 107));
}

void TestSmoothing::followsAStraightLineExactly()
{
    std::vector<double> values;
    for (int i = 0; i < 30; ++i)
        values.push_back(5 + 2 * i);
    const auto path = fitSmoothing(values, TrendKind::Linear).forecast(4);
    for (int step = 0; step < 4; ++step)
        QVERIFY(isNear(path[std::size_t(step)], 5 + 2 * (30 + step), 1e-6));
}

void TestSmoothing::keepsTheLevelOfAConstantSeries()
{
    const std::vector<double> values(20, 42);
    for (const TrendKind kind : {TrendKind::None, TrendKind::Linear, TrendKind::Damped}) {
        for (const double value : fitSmoothing(values, kind).forecast(5))
            QVERIFY(isNear(value, 42));
    }
}

void TestSmoothing::adjustsToALevelThatJumpsAround()
{
    // What alternates is best forecast by its mean: the level must follow slowly.
    std::vector<double> values;
    for (int i = 0; i < 60; ++i)
        values.push_back(i % 2 == 0 ? 11 : 9);
    QVERIFY(fitSmoothing(values, TrendKind::None).parameters.alpha < 0.3);
    // What stays where it went is best forecast by the last value.
    std::vector<double> steps;
    for (int i = 0; i < 60; ++i)
        steps.push_back(i / 10);
    QVERIFY(fitSmoothing(steps, TrendKind::None).parameters.alpha > 0.9);
}

void TestSmoothing::findsTheSameFromNearby()
{
    std::vector<double> values;
    for (int i = 0; i < 200; ++i)
        values.push_back(100 + 0.3 * i + 5 * std::sin(i * 1.7) + (i % 3));
    const Smoothing whole = fitSmoothing(values, TrendKind::Damped);
    const Smoothing nearby = fitSmoothing(values, TrendKind::Damped, whole.parameters);
    QVERIFY(nearby.end.squaredErrors <= whole.end.squaredErrors * 1.001);
}

void TestSmoothing::drawsTheLineOfLeastSquares()
{
    // Means 1.5 and 3; slope (1.5·2 + 0.5·0 + 0.5·0 + 1.5·2) / 5 = 1.2.
    const std::vector<double> values{1, 3, 3, 5};
    const Line line = fitLine(values);
    QVERIFY(isNear(line.slope, 1.2));
    QVERIFY(isNear(line.intercept, 1.2));
    QVERIFY(isNear(line.at(4), 6));
    QVERIFY(isNear(fitLine(std::vector<double>{7}).at(10), 7));
}

void TestSmoothing::addsHalfTheSlopeInTheta()
{
    // With alpha 0.5 and three values the level lags by (1 - 0.125) / 0.5 = 1.75 steps.
    const Smoothing level{
        .parameters = {.alpha = 0.5, .beta = 0, .phi = 1}, .start = {}, .end = {.level = 20}};
    const auto path = thetaForecast(level, 4, 3, 2);
    QVERIFY(isNear(path[0], 20 + 2 * 1.75));
    QVERIFY(isNear(path[1], 20 + 2 * 2.75));
}

void TestSmoothing::findsTheLowestPlaceOfAValley()
{
    const auto valley = [](const std::array<double, 2> &at) {
        return (at[0] - 3) * (at[0] - 3) + 10 * (at[1] + 1) * (at[1] + 1);
    };
    const auto place = Simplex<2>({0, 0}, 1).minimise(valley, 200, 1e-12);
    QVERIFY(isNear(place[0], 3, 1e-3));
    QVERIFY(isNear(place[1], -1, 1e-3));
}

QTEST_GUILESS_MAIN(TestSmoothing)
#include "test_smoothing.moc"
