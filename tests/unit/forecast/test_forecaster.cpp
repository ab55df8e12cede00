#include "services/forecast/forecaster.h"
#include "tests/unit/forecast/forecastdata.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

using namespace Orion;
using namespace Orion::Forecast;

namespace
{

const double gap = std::numeric_limits<double>::quiet_NaN();

Outlook daily(const std::vector<double> &values, int horizon = 14)
{
    return foresee(values, {.horizon = horizon, .candidates = {7}, .given = {}});
}

std::vector<Point> pointsOf(const Outlook &outlook)
{
    std::vector<Point> points;
    for (std::size_t step = 0; step < outlook.points().size(); ++step)
        points.push_back(outlook.at(step));
    return points;
}

double largestDifference(const Outlook &a, const Outlook &b)
{
    double largest = 0;
    for (std::size_t step = 0; step < a.points().size(); ++step)
        largest = std::max(largest, std::abs(a.points()[step] - b.points()[step]));
    return largest;
}

// The values add up what a noise gives.
std::vector<double> walk(std::uint32_t seed, int count)
{
    Noise noise(seed);
    std::vector<double> values{1000};
    while (int(values.size()) < count)
        values.push_back(values.back() + 10 * noise.next());
    return values;
}

} // namespace

class TestForecaster : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goesOnWithAStraightLine();
    void goesOnWithGrowthByAPart();
    void goesOnWithASeason();
    void looksForNoSeasonWhenToldSo();
    void keepsAConstant_data();
    void keepsAConstant();
    void saysTheSameAgain();
    void ordersAndWidensItsIntervals_data();
    void ordersAndWidensItsIntervals();
    void holdsWhatItsIntervalsSay();
    void isHardlyMovedByMissingDays();
    void isHardlyMovedByAnOutlier();
    void goesOnFromANewLevel();
    void forecastsFourValues();
    void neverGoesBelowZeroByItself();
    void forecastsWhatIsNegative();
    void forecastsRareThings();
    void staysFinite_data();
    void staysFinite();
    void tellsWhatItWasMadeOf();
};

void TestForecaster::goesOnWithAStraightLine()
{
    const auto all = madeSeries(134, {.level = 100, .slope = 2, .noise = 2});
    const Outlook outlook = daily({all.begin(), all.begin() + 120});
    for (std::size_t step = 0; step < 14; ++step)
        QVERIFY(std::abs(outlook.points()[step] - (100 + 2.0 * double(120 + step))) < 4);
}

void TestForecaster::goesOnWithGrowthByAPart()
{
    std::vector<double> values;
    for (int i = 0; i < 100; ++i)
        values.push_back(50 * std::pow(1.02, i));
    const Outlook outlook = daily(values, 10);
    QVERIFY(std::abs(outlook.points()[9] / (50 * std::pow(1.02, 109)) - 1) < 0.02);
}

void TestForecaster::goesOnWithASeason()
{
    const auto all = madeSeries(140, {.slope = 0.5, .wave = 20, .period = 7, .noise = 3});
    const Outlook outlook = daily({all.begin(), all.begin() + 126});
    QCOMPARE(outlook.summary().period, 7);
    QVERIFY(outlook.summary().seasonalStrength > 0.8);
    for (std::size_t step = 0; step < 14; ++step)
        QVERIFY(std::abs(outlook.points()[step] - all[126 + step]) < 9);
}

void TestForecaster::looksForNoSeasonWhenToldSo()
{
    const auto values = madeSeries(126, {.wave = 20, .period = 7});
    const Outlook outlook = foresee(values, {.horizon = 7, .candidates = {}, .given = {1}});
    QCOMPARE(outlook.summary().period, 1);
    QCOMPARE(foresee(values, {.horizon = 7, .candidates = {}, .given = {7}}).summary().period, 7);
}

void TestForecaster::keepsAConstant_data()
{
    QTest::addColumn<double>("value");
    QTest::newRow("zero") << 0.0;
    QTest::newRow("positive") << 250.0;
    QTest::newRow("negative") << -3.0;
}

void TestForecaster::keepsAConstant()
{
    QFETCH(double, value);
    for (const int count : {4, 9, 30, 200}) {
        const Outlook outlook = daily(std::vector<double>(std::size_t(count), value));
        for (const Point &point : pointsOf(outlook)) {
            QVERIFY(std::abs(point.point - value) < 1e-6);
            QVERIFY(std::abs(point.lower95 - value) < 1e-6);
            QVERIFY(std::abs(point.upper95 - value) < 1e-6);
        }
        QCOMPARE(outlook.summary().period, 1);
    }
}

void TestForecaster::saysTheSameAgain()
{
    const auto values = madeSeries(200, {.slope = 1, .wave = 10, .period = 7, .noise = 15});
    const Outlook first = daily(values, 30);
    const Outlook second = daily(values, 30);
    QVERIFY(pointsOf(first) == pointsOf(second));
    QVERIFY(first.summary() == second.summary());
}

void TestForecaster::ordersAndWidensItsIntervals_data()
{
    QTest::addColumn<std::vector<double>>("values");
    QTest::newRow("a walk") << walk(3, 150);
    QTest::newRow("a season") << madeSeries(90, {.wave = 10, .period = 7, .noise = 5});
    QTest::newRow("a trend") << madeSeries(60, {.slope = 2, .noise = 10});
    QTest::newRow("around zero") << madeSeries(60, {.level = 0, .noise = 10});
    QTest::newRow("few") << std::vector<double>{3, 5, 4, 6, 5};
}

void TestForecaster::ordersAndWidensItsIntervals()
{
    QFETCH(std::vector<double>, values);
    const Outlook outlook = daily(values);
    double narrow = 0;
    double wide = 0;
    for (std::size_t step = 0; step < outlook.points().size(); ++step) {
        const Point point = outlook.at(step);
        QVERIFY(point.lower95 <= point.lower80);
        QVERIFY(point.lower80 < point.point);
        QVERIFY(point.point < point.upper80);
        QVERIFY(point.upper80 <= point.upper95);
        // Relative to the point, for all that is positive grows by parts.
        const bool isRelative = std::ranges::min(values) > 0;
        const double unit = isRelative ? point.point : 1;
        QVERIFY((point.upper80 - point.point) / unit >= narrow - 1e-9);
        QVERIFY((point.upper95 - point.point) / unit >= wide - 1e-9);
        narrow = (point.upper80 - point.point) / unit;
        wide = (point.upper95 - point.point) / unit;
    }
}

void TestForecaster::holdsWhatItsIntervalsSay()
{
    int inside80 = 0;
    int inside95 = 0;
    int all = 0;
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        const auto values = walk(seed * 7919, 130);
        const Outlook outlook = daily({values.begin(), values.begin() + 120}, 10);
        for (std::size_t step = 0; step < 10; ++step, ++all) {
            const Point point = outlook.at(step);
            const double came = values[120 + step];
            inside80 += came >= point.lower80 && came <= point.upper80 ? 1 : 0;
            inside95 += came >= point.lower95 && came <= point.upper95 ? 1 : 0;
        }
    }
    QVERIFY2(inside80 > 0.7 * all && inside80 < 0.9 * all, qPrintable(QString::number(inside80)));
    QVERIFY2(inside95 > 0.88 * all && inside95 < all, qPrintable(QString::number(inside95)));
}

void TestForecaster::isHardlyMovedByMissingDays()
{
    const auto whole = madeSeries(140, {.slope = 1, .wave = 10, .period = 7, .noise = 2});
    auto gappy = whole;
    for (const std::size_t missing : {20U, 21U, 22U, 50U, 77U, 100U, 131U})
        gappy[missing] = gap;
    const Outlook outlook = daily(gappy);
    QCOMPARE(outlook.summary().missing, 7);
    QCOMPARE(outlook.summary().period, 7);
    QVERIFY(largestDifference(outlook, daily(whole)) < 3);
}

void TestForecaster::isHardlyMovedByAnOutlier()
{
    const auto clean = madeSeries(120, {.slope = 1, .noise = 3});
    for (const std::size_t place : {30U, 100U, 117U, 119U}) {
        auto spoilt = clean;
        spoilt[place] = 5000;
        const Outlook outlook = daily(spoilt);
        QCOMPARE(outlook.summary().outliers, 1);
        QVERIFY2(largestDifference(outlook, daily(clean)) < 8, qPrintable(QString::number(place)));
    }
}

void TestForecaster::goesOnFromANewLevel()
{
    auto values = madeSeries(120, {.slope = 0.1, .noise = 2});
    for (std::size_t i = 110; i < values.size(); ++i)
        values[i] += 300;
    const Outlook outlook = daily(values);
    QCOMPARE(outlook.summary().levelShiftAt, 110);
    for (const double point : outlook.points())
        QVERIFY(std::abs(point - 412) < 8);
    // The jump is no part of the usual errors.
    QVERIFY(outlook.at(0).upper95 - outlook.at(0).lower95 < 40);
}

void TestForecaster::forecastsFourValues()
{
    const Outlook outlook = daily({10, 12, 11, 13}, 30);
    QCOMPARE(outlook.points().size(), 30U);
    QCOMPARE(outlook.summary().backtests, 0);
    QVERIFY(outlook.summary().backtestError < 0);
    QVERIFY(outlook.at(0).lower80 < outlook.at(0).point);
    QVERIFY(outlook.points().back() > 0);
}

void TestForecaster::neverGoesBelowZeroByItself()
{
    std::vector<double> values;
    for (int i = 0; i < 60; ++i)
        values.push_back(std::max(0, 120 - 2 * i));
    for (const Point &point : pointsOf(daily(values, 30))) {
        QVERIFY(point.point >= 0);
        QVERIFY(point.lower95 >= 0);
    }
}

void TestForecaster::forecastsWhatIsNegative()
{
    const Outlook outlook = daily(madeSeries(80, {.level = -50, .slope = -1, .noise = 1}));
    QVERIFY(std::abs(outlook.points()[13] + 50 + 93) < 5);
    QVERIFY(!outlook.summary().onLogarithms);
}

void TestForecaster::forecastsRareThings()
{
    std::vector<double> values(90, 0);
    for (std::size_t i = 3; i < values.size(); i += 9)
        values[i] = 4;
    for (const Point &point : pointsOf(daily(values))) {
        QVERIFY(point.point >= 0);
        QVERIFY(point.point <= 4.5);
    }
}

void TestForecaster::staysFinite_data()
{
    QTest::addColumn<std::vector<double>>("values");
    QTest::newRow("huge") << madeSeries(80, {.level = 1e300, .noise = 1e299});
    QTest::newRow("tiny") << madeSeries(80, {.level = 1e-300, .noise = 1e-301});
    QTest::newRow("from tiny to huge") << [] {
        std::vector<double> values;
        for (int i = 0; i < 60; ++i)
            values.push_back(std::pow(10.0, i / 2.0));
        return values;
    }();
    QTest::newRow("a last leap") << std::vector<double>{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1e9};
    QTest::newRow("alternating") << [] {
        std::vector<double> values;
        for (int i = 0; i < 90; ++i)
            values.push_back(i % 2 == 0 ? 1 : 1e6);
        return values;
    }();
}

void TestForecaster::staysFinite()
{
    QFETCH(std::vector<double>, values);
    for (const Point &point : pointsOf(daily(values, 60))) {
        QVERIFY(std::isfinite(point.point));
        QVERIFY(!std::isnan(point.lower95));
        QVERIFY(!std::isnan(point.upper95));
        QVERIFY(point.lower95 <= point.point);
        QVERIFY(point.point <= point.upper95);
    }
}

void TestForecaster::tellsWhatItWasMadeOf()
{
    const Summary summary = daily(madeSeries(120, {.slope = 1, .noise = 3})).summary();
    QVERIFY(!summary.methods.empty());
    double sum = 0;
    for (const MethodShare &one : summary.methods)
        sum += one.weight;
    QVERIFY(std::abs(sum - 1) < 1e-9);
    QVERIFY(std::ranges::is_sorted(summary.methods, std::greater{}, &MethodShare::weight));
    QVERIFY(summary.backtests > 10);
    QVERIFY(summary.backtestError > 0);
    QVERIFY(summary.backtestError < 0.05);
}

QTEST_GUILESS_MAIN(TestForecaster)
#include "test_forecaster.moc"
