#include "services/forecast/harmonics.h"
#include "services/forecast/seasonality.h"
#include "services/forecast/seasonalmovement.h"
#include "tests/unit/forecast/forecastdata.h"

#include <QTest>

#include <cmath>

using namespace Orion;
using namespace Orion::Forecast;

class TestSeasons : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsAWeekInNoise();
    void findsAYearOfWeeks();
    void findsNothingInNoise();
    void findsNothingInAStraightLine();
    void findsNothingInAConstant();
    void needsThreeCycles();
    void knowsTheExactLengthOfAYear();
    void takesTheSeasonThatARegressionCanHold();
    void drawsTheWavesOn();
    void hasNoWavesBeforeTwoCycles();
    void repeatsTheMovementsByHand();
    void keepsTheLastValueWithoutASeason();
};

void TestSeasons::findsAWeekInNoise()
{
    const auto values = madeSeries(90, {.slope = 0.5, .wave = 5, .period = 7, .noise = 4});
    const Seasons seasons = findSeasons(values, std::vector{4, 7, 12, 24});
    QCOMPARE(seasons.period(), 7);
    QVERIFY(seasons.strength() > 0.4);
    QVERIFY(seasons.strength() <= 1);
}

void TestSeasons::findsAYearOfWeeks()
{
    const auto values = madeSeries(300, {.wave = 20, .period = 52, .noise = 10});
    QCOMPARE(findSeasons(values, std::vector{4, 7, 12, 24, 52}).period(), 52);
}

void TestSeasons::findsNothingInNoise()
{
    const auto values = madeSeries(120, {.noise = 10});
    QVERIFY(findSeasons(values, std::vector{7}).isEmpty());
    QCOMPARE(findSeasons(values, std::vector{7}).period(), 1);
}

void TestSeasons::findsNothingInAStraightLine()
{
    QVERIFY(findSeasons(madeSeries(100, {.slope = 3}), std::vector{4, 7, 12}).isEmpty());
}

void TestSeasons::findsNothingInAConstant()
{
    QVERIFY(findSeasons(std::vector<double>(100, 5), std::vector{4, 7, 12}).isEmpty());
    QVERIFY(findSeasons(std::vector<double>(100, 0), std::vector{4, 7, 12}).isEmpty());
}

void TestSeasons::needsThreeCycles()
{
    const auto values = madeSeries(120, {.wave = 20, .period = 7});
    QVERIFY(findSeasons(std::span(values).first(20), std::vector{7}).isEmpty());
    QCOMPARE(findSeasons(std::span(values).first(28), std::vector{7}).period(), 7);
}

void TestSeasons::knowsTheExactLengthOfAYear()
{
    QVERIFY(std::abs(cycleLength(52) - 52.1775) < 1e-9);
    QVERIFY(std::abs(cycleLength(365) - 365.2425) < 1e-9);
    QCOMPARE(cycleLength(7), 7.0);
}

void TestSeasons::takesTheSeasonThatARegressionCanHold()
{
    const Seasons seasons({{365, 0.9}, {7, 0.3}, {1, 0.8}});
    QCOMPARE(seasons.period(), 7);
    QCOMPARE(seasons.strength(), 0.3);
    QCOMPARE(seasons.cycles().size(), 2U);
    QCOMPARE(Seasons({{365, 0.9}}).period(), 365);
    QCOMPARE(Seasons({{13, 0.5}, {52, 0.6}}).period(), 52);
}

void TestSeasons::drawsTheWavesOn()
{
    const auto values = madeSeries(84, {.slope = 1, .wave = 10, .period = 7});
    const SeasonalPattern pattern = Harmonics(values, {7}, 7).at(values.size());
    const auto wave = madeSeries(91, {.level = 0, .wave = 10, .period = 7});
    for (std::size_t step = 0; step < 7; ++step)
        QVERIFY(std::abs(pattern.ahead[step] - wave[84 + step]) < 0.2);
    QVERIFY(pattern.explained > 0.99);
    QCOMPARE(pattern.past.size(), values.size());
}

void TestSeasons::hasNoWavesBeforeTwoCycles()
{
    const auto values = madeSeries(13, {.wave = 10, .period = 7});
    const SeasonalPattern pattern = Harmonics(values, {7}, 3).at(values.size());
    QCOMPARE(pattern.ahead, std::vector<double>(3, 0));
    QCOMPARE(pattern.past, std::vector<double>(13, 0));
}

void TestSeasons::repeatsTheMovementsByHand()
{
    // Four fifths of the mean movement of the two seasons before.
    const std::vector<double> values{1, 2, 3, 4, 6, 1, 13};
    const auto path = seasonalMovement(values, 3, 4);
    // One season ago, from 4: +2, -3, +9. Two ago, from 1: +1, +2, +3. Means 1.5, -0.5, 6.
    QVERIFY(std::abs(path[0] - (13 + 0.8 * 1.5)) < 1e-9);
    QVERIFY(std::abs(path[1] - (13 - 0.8 * 0.5)) < 1e-9);
    QVERIFY(std::abs(path[2] - (13 + 0.8 * 6)) < 1e-9);
    QVERIFY(std::abs(path[3] - (13 + 0.8 * 7.5)) < 1e-9);
}

void TestSeasons::keepsTheLastValueWithoutASeason()
{
    QCOMPARE(seasonalMovement(std::vector<double>{1, 2, 9}, 3, 2), std::vector<double>(2, 9));
}

QTEST_GUILESS_MAIN(TestSeasons)
#include "test_seasons.moc"
