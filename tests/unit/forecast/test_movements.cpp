#include "services/forecast/movements.h"

#include <QTest>

#include <cmath>

using namespace Orion::Forecast;

namespace
{

// Halves its distance to 10 each step, from far out in turn on both sides.
std::vector<double> returning(int count)
{
    std::vector<double> values;
    double value = 0;
    for (int i = 0; i < count; ++i) {
        value = i % 10 == 0 ? (i % 20 == 0 ? 0 : 26) : 10 + (value - 10) / 2;
        values.push_back(value);
    }
    return values;
}

} // namespace

class TestMovements : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void solvesOneLagByHand();
    void learnsARepeatingPattern();
    void isDrawnTowardsNoMovementByThePenalty();
    void keepsTheLastValueOfFewOnes();
    void keepsTheLastValueOfAConstant();
    void learnsTheSameInOneGoAndInMany();
    void looksAtNothingThatComesLater();
};

void TestMovements::solvesOneLagByHand()
{
    // 1 and 2 in turn: a step back always goes with a step of the same size back again. The
    // regression of the movement on the one lag is 1, so after a 2 comes a 1; the penalty of 0.25
    // makes it 1 / 1.25.
    std::vector<double> values;
    for (int i = 0; i < 40; ++i)
        values.push_back(1 + i % 2);
    QVERIFY(std::abs(MovementRegression(values, 1, 1, 0).forecast(40)[0] - 1) < 1e-9);
    QVERIFY(std::abs(MovementRegression(values, 1, 1, 0.25).forecast(40)[0] - (2 - 0.8)) < 1e-9);
}

void TestMovements::learnsARepeatingPattern()
{
    const std::vector<double> pattern{5, 1, 4, 2, 8, 3, 9};
    std::vector<double> values;
    for (std::size_t i = 0; i < 140; ++i)
        values.push_back(pattern[i % 7]);
    const auto path = MovementRegression(values, 8, 7, 1e-6).forecast(140);
    for (std::size_t step = 0; step < 7; ++step)
        QVERIFY(std::abs(path[step] - pattern[step]) < 0.01);
}

void TestMovements::isDrawnTowardsNoMovementByThePenalty()
{
    const auto values = returning(100);
    const double last = values.back();
    const double free = MovementRegression(values, 3, 1, 0).forecast(100)[0];
    const double held = MovementRegression(values, 3, 1, 10).forecast(100)[0];
    QVERIFY(std::abs(held - last) < std::abs(free - last));
}

void TestMovements::keepsTheLastValueOfFewOnes()
{
    const auto values = returning(20);
    QCOMPARE(MovementRegression(values, 9, 5, 0.1).forecast(20),
             std::vector<double>(5, values.back()));
}

void TestMovements::keepsTheLastValueOfAConstant()
{
    const std::vector<double> values(60, 3);
    QCOMPARE(MovementRegression(values, 5, 4, 0.1).forecast(60), std::vector<double>(4, 3));
}

void TestMovements::learnsTheSameInOneGoAndInMany()
{
    const auto values = returning(120);
    MovementRegression stepwise(values, 4, 3, 0.1);
    for (std::size_t length = 40; length < 120; length += 7)
        QCOMPARE(stepwise.forecast(length).size(), 3U);
    const auto many = stepwise.forecast(120);
    const auto once = MovementRegression(values, 4, 3, 0.1).forecast(120);
    for (std::size_t step = 0; step < 3; ++step)
        QVERIFY(std::abs(many[step] - once[step]) < 1e-9);
}

void TestMovements::looksAtNothingThatComesLater()
{
    auto values = returning(120);
    const auto before = MovementRegression(values, 4, 3, 0.1).forecast(80);
    for (std::size_t i = 80; i < 120; ++i)
        values[i] = 1000;
    QCOMPARE(MovementRegression(values, 4, 3, 0.1).forecast(80), before);
}

QTEST_GUILESS_MAIN(TestMovements)
#include "test_movements.moc"
