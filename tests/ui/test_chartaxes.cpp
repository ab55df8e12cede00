#include "tests/ui/chartvalues.h"
#include "ui/charts/axisticks.h"
#include "ui/charts/chartends.h"
#include "ui/charts/chartreduction.h"

#include <QRectF>
#include <QtTest>

#include <cmath>

using namespace Orion;

namespace
{

const QDate newYear(2026, 1, 1);

ValueSpan spanOf(double lowest, double highest)
{
    return {lowest, highest};
}

DaySpan daysOf(const QDate &first, const QDate &last)
{
    return DaySpan::ofDays(first, last);
}

// Six px a character.
double widthOf(const QString &text)
{
    return 6.0 * double(text.size());
}

QStringList labelsOf(const std::vector<DayTick> &ticks)
{
    QStringList labels;
    for (const DayTick &tick : ticks)
        labels.append(tick.label);
    return labels;
}

PlotScale scaleOf(const DaySpan &days, double width, double top)
{
    return {QRectF(0, 0, width, 100), days, 0, top};
}

} // namespace

// Ticks, the days that can be in view, and what is drawn of long lines.
class TestChartAxes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void stepsOfValuesAreRoundAndHoldTheHighest_data();
    void stepsOfValuesAreRoundAndHoldTheHighest();
    void beginsAtZeroUnlessTheValuesAreFarAbove();
    void takesInALimitThatIsNearAndNoneThatIsFar();
    void neverLabelsTwoNeighboursAlike();

    void tellsDaysWeeksMonthsAndYearsByHowMuchIsInView();
    void keepsLabelsOfDaysApart_data();
    void keepsLabelsOfDaysApart();
    void writesDaysInTheLanguageOfTheLocale();
    void startsWeeksOnTheLocalesFirstDay();

    void neverShowsLessThanAWeekOrMoreThanThereIs();
    void zoomingKeepsThePointedDayInPlace();

    void reductionKeepsEveryExtreme();
    void reductionLeavesFewPointsPerPixel();
    void reductionOfAFewPointsIsAllOfThem();
    void joinsAWeekAndLeavesLongerHolesOpen();
    void cutsLinesAtTheEdges();
    void reductionOfABandKeepsItsOutline();

    void laterValuesOfADayReplaceEarlierOnes();
    void stacksAreasAndCountsWhatIsMissingAsNothing();
    void spreadsLabelsThatWouldLieOnEachOther();
};

void TestChartAxes::stepsOfValuesAreRoundAndHoldTheHighest_data()
{
    QTest::addColumn<double>("lowest");
    QTest::addColumn<double>("highest");
    QTest::addColumn<double>("top");
    QTest::addColumn<double>("step");
    QTest::newRow("tens") << 3.0 << 47.0 << 50.0 << 10.0;
    QTest::newRow("one") << 1.0 << 1.0 << 1.0 << 0.2;
    QTest::newRow("nothing but 0") << 0.0 << 0.0 << 1.0 << 1.0;
    QTest::newRow("constant") << 40'000.0 << 40'000.0 << 40'000.0 << 10'000.0;
    QTest::newRow("a million millions") << 2e11 << 1e12 << 1e12 << 2e11;
    QTest::newRow("shares") << 0.01 << 0.09 << 0.1 << 0.02;
}

void TestChartAxes::stepsOfValuesAreRoundAndHoldTheHighest()
{
    QFETCH(double, lowest);
    QFETCH(double, highest);
    const ValueAxis axis = valueAxis(spanOf(lowest, highest), {}, 5);
    QCOMPARE(axis.bottom, 0.0);
    QTEST(axis.top, "top");
    QTEST(axis.step, "step");
    QVERIFY(axis.ticks() >= 2 && axis.ticks() <= 6);
    QCOMPARE(axis.tick(axis.ticks() - 1), axis.top);
}

void TestChartAxes::beginsAtZeroUnlessTheValuesAreFarAbove()
{
    QCOMPARE(valueAxis(spanOf(400, 1000), {}, 5).bottom, 0.0);
    QCOMPARE(valueAxis(spanOf(0, 1000), {}, 5).bottom, 0.0);
    const ValueAxis zoomed = valueAxis(spanOf(40'120, 40'480), {}, 5);
    QCOMPARE(zoomed.bottom, 40'100.0);
    QCOMPARE(zoomed.top, 40'500.0);
    QCOMPARE(zoomed.step, 100.0);
    QVERIFY(valueAxis(spanOf(-20, 100), {}, 5).bottom <= -20); // none occur; shown all the same
}

void TestChartAxes::takesInALimitThatIsNearAndNoneThatIsFar()
{
    QCOMPARE(valueAxis(spanOf(0, 1000), {2000}, 5).top, 2000.0);
    QCOMPARE(valueAxis(spanOf(0, 1000), {2001}, 5).top, 1000.0);
    QCOMPARE(valueAxis(spanOf(0, 1000), {1500, 9000}, 5).top, 1500.0);
    // One that is passed is in view wherever the axis begins, unless it is far below.
    QVERIFY(valueAxis(spanOf(10'000, 10'100), {9'500}, 5).bottom <= 9'500);
    QVERIFY(valueAxis(spanOf(10'000, 10'100), {100}, 5).bottom > 9'000);
}

void TestChartAxes::neverLabelsTwoNeighboursAlike()
{
    const auto whole = [](double value) { return QString::number(qRound64(value)); };
    const ValueAxis axis = valueAxis(spanOf(0, 2), {}, 5, whole);
    QCOMPARE(axis.step, 1.0);
    QCOMPARE(axis.top, 2.0);
}

void TestChartAxes::tellsDaysWeeksMonthsAndYearsByHowMuchIsInView()
{
    const QLocale locale;
    const auto labels = [&](const QDate &last, double width) {
        return labelsOf(dayTicks(daysOf(newYear, last), width, locale, widthOf));
    };
    QCOMPARE(labels(QDate(2026, 1, 7), 600).mid(0, 2),
             QStringList({QStringLiteral("1 Jan"), QStringLiteral("2 Jan")}));
    QCOMPARE(labels(QDate(2026, 2, 20), 600).mid(0, 2),
             QStringList({QStringLiteral("5 Jan"), QStringLiteral("12 Jan")})); // Mondays
    QCOMPARE(labels(QDate(2026, 12, 31), 600).mid(0, 3),
             QStringList({QStringLiteral("Jan"), QStringLiteral("Feb"), QStringLiteral("Mar")}));
    QCOMPARE(labels(QDate(2035, 12, 31), 600).mid(0, 2),
             QStringList({QStringLiteral("2026"), QStringLiteral("2027")}));
}

void TestChartAxes::keepsLabelsOfDaysApart_data()
{
    QTest::addColumn<int>("days");
    for (const int days : {7, 10, 20, 45, 90, 180, 365, 800, 1500, 3650, 36500})
        QTest::addRow("%d days", days) << days;
}

void TestChartAxes::keepsLabelsOfDaysApart()
{
    QFETCH(int, days);
    for (const double width : {300.0, 700.0, 1100.0, 2000.0}) {
        const DaySpan span = daysOf(QDate(2026, 3, 11), QDate(2026, 3, 11).addDays(days - 1));
        const auto ticks = dayTicks(span, width, QLocale(), widthOf);
        QVERIFY(!ticks.empty());
        double end = -1e9;
        int years = 0;
        for (const DayTick &tick : ticks) {
            const double x = (double(tick.day) - span.first) / span.length() * width;
            QVERIFY(x >= 0 && x <= width);
            QVERIFY(x - widthOf(tick.label) / 2 >= end + 8);
            end = x + widthOf(tick.label) / 2;
            years += tick.context.isEmpty() ? 0 : 1;
        }
        QVERIFY(years > 0 || ticks.front().label.size() == 4); // the year is always told
    }
}

void TestChartAxes::writesDaysInTheLanguageOfTheLocale()
{
    const QLocale german(QLocale::German, QLocale::Germany);
    const auto ticks = dayTicks(daysOf(newYear, QDate(2026, 12, 31)), 900, german, widthOf);
    QVERIFY(labelsOf(ticks).contains(german.standaloneMonthName(3, QLocale::ShortFormat)));
    QVERIFY(labelsOf(ticks).contains(QStringLiteral("Mär")));
}

void TestChartAxes::startsWeeksOnTheLocalesFirstDay()
{
    const QLocale american(QLocale::English, QLocale::UnitedStates);
    const auto ticks = dayTicks(daysOf(newYear, QDate(2026, 2, 20)), 600, american, widthOf);
    QCOMPARE(QDate::fromJulianDay(ticks.front().day).dayOfWeek(), int(Qt::Sunday));
}

void TestChartAxes::neverShowsLessThanAWeekOrMoreThanThereIs()
{
    const DaySpan bounds = daysOf(newYear, QDate(2026, 12, 31));
    const DaySpan far = DaySpan{bounds.first - 900, bounds.last + 900}.within(bounds);
    QCOMPARE(far, bounds);
    const DaySpan late = daysOf(QDate(2026, 12, 1), QDate(2027, 1, 15)).within(bounds);
    QCOMPARE(late.last, bounds.last);
    QCOMPARE(late.length(), 45.0);
    const DaySpan near = bounds.zoomed(0.0001, bounds.first + 100, bounds);
    QCOMPARE(near.length(), DaySpan::shortest);
    // Fewer days than a week stand in the middle of one.
    const DaySpan one = daysOf(newYear, newYear);
    QCOMPARE(one.firstDay(), newYear.addDays(-3));
    QCOMPARE(one.lastDay(), newYear.addDays(3));
    QCOMPARE(bounds.within(one), one);
}

void TestChartAxes::zoomingKeepsThePointedDayInPlace()
{
    const DaySpan bounds = daysOf(newYear, QDate(2026, 12, 31));
    const double centre = bounds.first + 100;
    const DaySpan near = bounds.zoomed(0.5, centre, bounds);
    QCOMPARE(near.length(), bounds.length() / 2);
    QVERIFY(qAbs((centre - near.first) / near.length() - 100 / bounds.length()) < 1e-9);
    QCOMPARE(near.zoomed(8, centre, bounds), bounds);
}

void TestChartAxes::reductionKeepsEveryExtreme()
{
    std::vector<double> values(3650, 50);
    values[7] = 99;
    values[1800] = 1;
    values[1801] = 98;
    values[3649] = 0;
    const PreparedChart chart(dataOf({lineOf({}, newYear, values)}));
    LinePieces pieces;
    reduceLine(chart.lines()[0].points, scaleOf(chart.bounds(), 300, 100), 1, pieces);
    const auto has = [&](double y) {
        return std::ranges::any_of(
            pieces.points, [y](const QPointF &point) { return qFuzzyCompare(point.y(), y); });
    };
    QVERIFY(has(1));
    QVERIFY(has(99));
    QVERIFY(has(2));
    QVERIFY(has(100));
    QCOMPARE(pieces.points.front().x(), 0.0);
    QCOMPARE(pieces.points.back().x(), 300.0);
    QVERIFY(std::ranges::is_sorted(pieces.points, {}, &QPointF::x));
}

void TestChartAxes::reductionLeavesFewPointsPerPixel()
{
    std::vector<double> values;
    for (int i = 0; i < 36'500; ++i)
        values.push_back(50 + 40 * std::sin(i * 1.7));
    const PreparedChart chart(dataOf({lineOf({}, newYear, values)}));
    LinePieces pieces;
    reduceLine(chart.lines()[0].points, scaleOf(chart.bounds(), 300, 100), 1, pieces);
    QCOMPARE(pieces.pieces.size(), 1U);
    QVERIFY(pieces.points.size() <= 4 * 301);
    QVERIFY(pieces.points.size() >= 2 * 300);
}

void TestChartAxes::reductionOfAFewPointsIsAllOfThem()
{
    const PreparedChart chart(dataOf({lineOf({}, newYear, {1, 5, 2, 7, 7, 7, 3})}));
    LinePieces pieces;
    reduceLine(chart.lines()[0].points, scaleOf(chart.bounds(), 600, 10), 1, pieces);
    QCOMPARE(pieces.points.size(), 7U);
    QCOMPARE(pieces.points[3], QPointF(300, 30));
}

void TestChartAxes::joinsAWeekAndLeavesLongerHolesOpen()
{
    TimeLine line;
    for (const int day : {0, 7, 15, 16, 30})
        line.values.push_back({newYear.addDays(day), 5});
    line.values.push_back({newYear.addDays(18), std::nan("")}); // as if it were not there
    const PreparedChart chart(dataOf({line}));
    LinePieces pieces;
    reduceLine(chart.lines()[0].points, scaleOf(chart.bounds(), 300, 10), 1, pieces);
    QCOMPARE(pieces.pieces.size(), 3U); // 0 to 7, 15 to 16, 30
    QCOMPARE(pieces.pieces[0].to - pieces.pieces[0].from, 2U);
    QCOMPARE(pieces.pieces[1].to - pieces.pieces[1].from, 2U);
    QCOMPARE(pieces.pieces[2].to - pieces.pieces[2].from, 1U); // a dot
}

void TestChartAxes::cutsLinesAtTheEdges()
{
    const PreparedChart chart(dataOf({growingLine(newYear, 100)}));
    const double first = double(newYear.toJulianDay());
    LinePieces pieces;
    reduceLine(chart.lines()[0].points, scaleOf({first + 10.5, first + 20.25}, 975, 100), 1,
               pieces);
    QCOMPARE(pieces.points.front(), QPointF(0, 88.5));
    QCOMPARE(pieces.points.back(), QPointF(975, 78.75));
    QCOMPARE(pieces.points.size(), 12U);
}

void TestChartAxes::reductionOfABandKeepsItsOutline()
{
    TimeBand band;
    for (int i = 0; i < 3000; ++i)
        band.values.push_back({newYear.addDays(i), 20, i == 1234 ? 90.0 : 40.0});
    const PreparedChart chart(dataOf({}, {band}));
    LinePieces pieces;
    reduceBand(chart.bands()[0].intervals, scaleOf(chart.bounds(), 300, 100), 1, pieces);
    QCOMPARE(pieces.pieces.size(), 1U);
    QVERIFY(pieces.points.size() <= 4 * 301);
    const auto [highest, lowest] = std::ranges::minmax(pieces.points, {}, &QPointF::y);
    QCOMPARE(highest.y(), 10.0);
    QCOMPARE(lowest.y(), 80.0);
    QCOMPARE(pieces.points.front(), QPointF(0, 60));
    QCOMPARE(pieces.points.back(), QPointF(0, 80)); // there and back
}

void TestChartAxes::laterValuesOfADayReplaceEarlierOnes()
{
    TimeLine line = lineOf({}, newYear, {1, 2, 3});
    line.values.push_back({newYear.addDays(1), 9});
    line.values.push_back({QDate(), 9});
    line.values.push_back({newYear.addDays(-1), 4});
    const PreparedChart chart(dataOf({line}));
    const auto &points = chart.lines()[0].points;
    QCOMPARE(points.size(), 4U);
    QCOMPARE(points[0].value, 4.0);
    QCOMPARE(points[2].value, 9.0);
}

void TestChartAxes::stacksAreasAndCountsWhatIsMissingAsNothing()
{
    const PreparedChart chart(
        stackOf({lineOf({}, newYear, {10, 20, 30}), lineOf({}, newYear.addDays(1), {5, 6})}));
    QCOMPARE(chart.bands().size(), 2U);
    const auto &upper = chart.bands()[1].intervals;
    QCOMPARE(upper.size(), 3U);
    QCOMPARE(upper[0].lower, 10.0);
    QCOMPARE(upper[0].upper, 10.0);
    QCOMPARE(upper[2].lower, 30.0);
    QCOMPARE(upper[2].upper, 36.0);
    QCOMPARE(chart.valuesWithin(chart.bounds()).highest, 36.0);
    QCOMPARE(chart.valuesWithin(chart.bounds()).lowest, 0.0);
}

void TestChartAxes::spreadsLabelsThatWouldLieOnEachOther()
{
    std::vector<double> places{10, 11, 12, 90};
    spread(places, 16, 0, 95);
    QCOMPARE(places, std::vector<double>({10, 26, 42, 90}));
    places = {88, 90, 94};
    spread(places, 16, 0, 95);
    QCOMPARE(places, std::vector<double>({63, 79, 95}));
    places = {5, 5, 5, 5, 5};
    spread(places, 16, 0, 40); // no room: evenly
    QCOMPARE(places, std::vector<double>({0, 10, 20, 30, 40}));
}

QTEST_GUILESS_MAIN(TestChartAxes)
#include "test_chartaxes.moc"
