#include "services/forecast/dailyforecast.h"
#include "tests/unit/forecast/forecastdata.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Orion;
using namespace Orion::Forecast;

namespace
{

const QDate firstDay(2026, 3, 1);

std::vector<DailyValue> dated(const std::vector<double> &values)
{
    std::vector<DailyValue> history;
    for (std::size_t i = 0; i < values.size(); ++i)
        history.push_back({firstDay.addDays(qint64(i)), values[i]});
    return history;
}

DailyForecast forecastOf(const DailyRequest &request)
{
    const auto forecast = forecastDaily(request);
    if (!forecast)
        qFatal("%s", qPrintable(forecast.error().message));
    return *forecast;
}

} // namespace

class TestDailyForecast : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void datesItsPointsFromTheLastDayOn();
    void findsTheWeek();
    void sortsAndAllowsGaps();
    void saysHowManyMoreDaysItNeeds_data();
    void saysHowManyMoreDaysItNeeds();
    void datesTheCrossingOfALimit();
    void knowsALimitThatIsCrossedAlready();
    void hasNoDayForALimitThatIsFar();
    void answersTheSameAgain();
    void refusesWhatMakesNoSense_data();
    void refusesWhatMakesNoSense();
    void forecastsTenYearsOfDays();
};

void TestDailyForecast::datesItsPointsFromTheLastDayOn()
{
    const auto forecast =
        forecastOf({.history = dated(madeSeries(60, {.noise = 2})), .horizon = 30, .limits = {}});
    QVERIFY(forecast.isKnown());
    QCOMPARE(forecast.points.size(), 30U);
    QCOMPARE(forecast.points.front().day, firstDay.addDays(60));
    QCOMPARE(forecast.points.back().day, firstDay.addDays(89));
    QVERIFY(forecast.crossings.empty());
}

void TestDailyForecast::findsTheWeek()
{
    const auto values = madeSeries(120, {.slope = 1, .wave = 20, .period = 7, .noise = 5});
    const auto forecast = forecastOf({.history = dated(values), .horizon = 28, .limits = {}});
    QCOMPARE(forecast.summary.period, 7);
    const auto &points = forecast.points;
    QVERIFY(points[1].values.point - points[5].values.point > 20); // the 122nd day is near the top
}

void TestDailyForecast::sortsAndAllowsGaps()
{
    const auto values = madeSeries(100, {.slope = 1, .noise = 2});
    auto history = dated(values);
    const auto whole = forecastOf({.history = history, .horizon = 30, .limits = {}});
    std::erase_if(history, [](const DailyValue &one) { return one.day.day() == 13; });
    std::ranges::reverse(history);
    const auto gappy = forecastOf({.history = history, .horizon = 30, .limits = {}});
    QCOMPARE(gappy.summary.missing, 3);
    QCOMPARE(gappy.points.front().day, whole.points.front().day);
    for (std::size_t i = 0; i < 30; ++i)
        QVERIFY(std::abs(gappy.points[i].values.point - whole.points[i].values.point) < 3);
}

void TestDailyForecast::saysHowManyMoreDaysItNeeds_data()
{
    QTest::addColumn<int>("days");
    QTest::addColumn<int>("horizon");
    QTest::addColumn<int>("more");
    QTest::newRow("none for a week") << 0 << 7 << 14;
    QTest::newRow("one for a week") << 1 << 7 << 13;
    QTest::newRow("two weeks for a month") << 14 << 30 << 0;
    QTest::newRow("two weeks for a quarter") << 14 << 90 << 16;
    QTest::newRow("a month for a quarter") << 30 << 90 << 0;
    QTest::newRow("a month for a year") << 30 << 365 << 92;
}

void TestDailyForecast::saysHowManyMoreDaysItNeeds()
{
    QFETCH(int, days);
    QFETCH(int, horizon);
    QFETCH(int, more);
    const auto values = madeSeries(days, {.noise = 2});
    const auto forecast =
        forecastOf({.history = dated(values), .horizon = horizon, .limits = {120}});
    QCOMPARE(forecast.moreDaysNeeded, more);
    QCOMPARE(forecast.isKnown(), more == 0);
    QCOMPARE(forecast.points.size(), more == 0 ? std::size_t(horizon) : 0U);
    QCOMPARE(forecast.crossings.empty(), more > 0);
}

void TestDailyForecast::datesTheCrossingOfALimit()
{
    // 1 a day from 100: 250 is reached on the 150th day after the first, 30 after the last.
    const auto values = madeSeries(120, {.slope = 1, .noise = 3});
    const auto forecast =
        forecastOf({.history = dated(values), .horizon = 90, .limits = {250, 230}});
    QCOMPARE(forecast.crossings.size(), 2U);
    const Crossing &crossing = forecast.crossings[0];
    QCOMPARE(crossing.limit, 250.0);
    QVERIFY(!crossing.isOver);
    QVERIFY(crossing.earliest && crossing.likely && crossing.latest);
    QVERIFY(*crossing.earliest < *crossing.likely);
    QVERIFY(*crossing.likely < *crossing.latest);
    QVERIFY(std::abs(crossing.likely->daysTo(firstDay.addDays(150))) <= 4);
    QVERIFY(*forecast.crossings[1].likely < *crossing.likely);

    const auto reached = std::ranges::find(forecast.points, *crossing.likely, &DailyPoint::day);
    QVERIFY(reached->values.point >= 250);
    QVERIFY((reached - 1)->values.point < 250);
}

void TestDailyForecast::knowsALimitThatIsCrossedAlready()
{
    const auto history = dated(madeSeries(60, {.slope = 1, .noise = 1}));
    const Crossing crossing =
        forecastOf({.history = history, .horizon = 30, .limits = {120}}).crossings.front();
    QVERIFY(crossing.isOver);
    QCOMPARE(crossing.earliest, firstDay.addDays(59));
    QCOMPARE(crossing.latest, firstDay.addDays(59));
}

void TestDailyForecast::hasNoDayForALimitThatIsFar()
{
    const auto history = dated(madeSeries(60, {.noise = 1}));
    const Crossing crossing =
        forecastOf({.history = history, .horizon = 30, .limits = {1e6}}).crossings.front();
    QVERIFY(!crossing.isOver);
    QVERIFY(!crossing.earliest && !crossing.likely && !crossing.latest);
}

void TestDailyForecast::answersTheSameAgain()
{
    const DailyRequest request{
        .history = dated(madeSeries(150, {.slope = 1, .wave = 8, .period = 7, .noise = 9})),
        .horizon = 90,
        .limits = {260, 300}};
    QVERIFY(forecastOf(request) == forecastOf(request));
}

void TestDailyForecast::refusesWhatMakesNoSense_data()
{
    QTest::addColumn<DailyRequest>("request");
    const auto history = dated(madeSeries(60, {}));
    auto twice = history;
    twice.push_back(history.front());
    auto endless = history;
    endless[3].value = std::numeric_limits<double>::infinity();
    auto dateless = history;
    dateless[3].day = QDate();
    QTest::newRow("a day twice") << DailyRequest{twice, 30, {}};
    QTest::newRow("a value without end") << DailyRequest{endless, 30, {}};
    QTest::newRow("no date") << DailyRequest{dateless, 30, {}};
    QTest::newRow("no horizon") << DailyRequest{history, 0, {}};
    QTest::newRow("too far") << DailyRequest{history, longestHorizon + 1, {}};
    QTest::newRow("a limit that is no number")
        << DailyRequest{history, 30, {std::numeric_limits<double>::quiet_NaN()}};
}

void TestDailyForecast::refusesWhatMakesNoSense()
{
    QFETCH(DailyRequest, request);
    const auto forecast = forecastDaily(request);
    QVERIFY(!forecast);
    QCOMPARE(forecast.error().code, ErrorCode::InvalidArgument);
}

void TestDailyForecast::forecastsTenYearsOfDays()
{
    auto values =
        madeSeries(3650, {.level = 1000, .slope = 0.5, .wave = 30, .period = 7, .noise = 20});
    const auto year = madeSeries(3650, {.level = 0, .wave = 200, .period = 365});
    std::ranges::transform(values, year, values.begin(), std::plus{});
    const auto forecast = forecastOf({.history = dated(values), .horizon = 90, .limits = {3000}});
    QCOMPARE(forecast.summary.period, 7);
    // A quarter of a year later the wave of the year stands at its top, 245 above today with the
    // slope.
    const double today = values.back();
    QVERIFY(forecast.points.back().values.point > today + 100);
    QVERIFY(forecast.points.back().values.point < today + 300);
}

QTEST_GUILESS_MAIN(TestDailyForecast)
#include "test_dailyforecast.moc"
