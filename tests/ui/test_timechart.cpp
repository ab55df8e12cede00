#include "tests/ui/chartvalues.h"
#include "ui/charts/dayspan.h"
#include "ui/charts/timechart.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QChart>
#include <QSignalSpy>
#include <QWheelEvent>
#include <QtTest>

using namespace Orion;

namespace
{

const QDate start(2026, 1, 1);

TimeChartData growing(int days)
{
    return dataOf({growingLine(start, days)});
}

// History of 60 days, a forecast of 30 with two intervals, a limit and when it is reached.
TimeChartData forecast()
{
    TimeChartData data = growing(60);
    const QDate today = start.addDays(59);
    TimeLine line{QStringLiteral("Forecast"), {}, 0, true};
    TimeBand wide{QStringLiteral("95 %"), {}, 0, 0.1};
    TimeBand narrow{QStringLiteral("80 %"), {}, 0, 0.2};
    for (int i = 0; i <= 30; ++i) {
        line.values.push_back({today.addDays(i), 60.0 + i});
        wide.values.push_back({today.addDays(i), 60 - 0.5 * i, 60 + 3.0 * i});
        narrow.values.push_back({today.addDays(i), 60 + 0.5 * i, 60 + 2.0 * i});
    }
    data.lines.push_back(line);
    data.bands = {wide, narrow};
    data.limits = {{QStringLiteral("Limit"), 75}};
    data.marks = {
        {QStringLiteral("Reached"), 75, today.addDays(10), today.addDays(15), today.addDays(25)}};
    data.today = today;
    data.title = QStringLiteral("Vendors");
    return data;
}

void wheel(TimeChart &chart, const QPointF &position, const QPoint &angle)
{
    QWheelEvent event(position, chart.mapToGlobal(position), {}, angle, Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(chart.viewport(), &event);
}

void moveMouse(TimeChart &chart, const QPoint &position, Qt::MouseButtons buttons = Qt::NoButton)
{
    QMouseEvent event(QEvent::MouseMove, position, chart.viewport()->mapToGlobal(position),
                      Qt::NoButton, buttons, Qt::NoModifier);
    QApplication::sendEvent(chart.viewport(), &event);
}

qint64 daysInView(const TimeChart &chart)
{
    return chart.firstDay().daysTo(chart.lastDay()) + 1;
}

} // namespace

// The chart over days under mouse and keyboard.
class TestTimeChart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void showsAllDaysAtFirstAndKeepsThoseInViewWithNewData();
    void showsAllAgainWhenTheNewDataIsElsewhere();
    void zoomsToAWeekAndNoNearer();
    void zoomsOutToTheDataAndNoFurther();
    void theWheelZoomsAroundTheDayBelowIt();
    void draggingPansAndStopsAtTheEnds();
    void shiftAndDraggingZoomsToTheSpan();
    void aDoubleClickShowsEverything();
    void arrowsWalkDaysAndTheViewFollows();
    void controlAndArrowsPan();
    void homeAndEndGoToTheEndsAndEscapeShowsAll();
    void leavesKeysThatItDoesNotUseToThePage();

    void tellsEverythingAboutTheDayUnderTheMouse();
    void tellsScreenReadersTheSame();
    void writesValuesAsThePageWants();
    void tellsAreasTheirSumAndWhatIsLeft();
    void pointsAtDaysWithValuesOnly();
    void staysQuietWithoutData();

private:
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(m_chart.get(), Qt::Key(key), modifiers);
    }
    QPoint placeOf(const QDate &day) const;

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<TimeChart> m_chart;
};

void TestTimeChart::init()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_theme = std::make_unique<Theme>(*qApp, ThemeMode::Light);
    m_chart = std::make_unique<TimeChart>(*m_theme);
    m_chart->resize(900, 400);
    m_chart->setVisible(true);
    QVERIFY(QTest::qWaitForWindowExposed(m_chart.get()));
}

void TestTimeChart::cleanup()
{
    m_chart.reset();
    m_theme.reset();
}

QPoint TestTimeChart::placeOf(const QDate &day) const
{
    const QRectF plot = m_chart->chart()->plotArea();
    const DaySpan days = m_chart->daysInView();
    const double share = (double(day.toJulianDay()) - days.first) / days.length();
    return QPointF(plot.left() + share * plot.width(), plot.center().y()).toPoint();
}

void TestTimeChart::showsAllDaysAtFirstAndKeepsThoseInViewWithNewData()
{
    QSignalSpy changes(m_chart.get(), &TimeChart::daysChanged);
    m_chart->setData(growing(100));
    QCOMPARE(m_chart->firstDay(), start);
    QCOMPARE(m_chart->lastDay(), start.addDays(99));
    QCOMPARE(changes.count(), 1);
    m_chart->setData(growing(101)); // all is in view: the new day, too
    QCOMPARE(m_chart->lastDay(), start.addDays(100));
    m_chart->showDays(start.addDays(20), start.addDays(40));
    QCOMPARE(changes.last().at(0).toDate(), start.addDays(20));
    QCOMPARE(changes.last().at(1).toDate(), start.addDays(40));
    const auto before = changes.count();
    m_chart->setData(growing(90));
    QCOMPARE(m_chart->firstDay(), start.addDays(20));
    QCOMPARE(m_chart->lastDay(), start.addDays(40));
    QCOMPARE(changes.count(), before);
}

void TestTimeChart::showsAllAgainWhenTheNewDataIsElsewhere()
{
    m_chart->setData(growing(100));
    m_chart->showDays(start, start.addDays(10));
    const QDate later(2030, 1, 1);
    m_chart->setData(dataOf({growingLine(later, 50)}));
    QCOMPARE(m_chart->firstDay(), later);
    QCOMPARE(m_chart->lastDay(), later.addDays(49));
    m_chart->setData({});
    QVERIFY(!m_chart->firstDay().isValid());
}

void TestTimeChart::zoomsToAWeekAndNoNearer()
{
    m_chart->setData(growing(400));
    for (int i = 0; i < 40; ++i)
        press(Qt::Key_Plus);
    QCOMPARE(daysInView(*m_chart), 7);
    m_chart->showDays(start.addDays(50), start.addDays(50));
    QCOMPARE(m_chart->firstDay(), start.addDays(47));
    QCOMPARE(m_chart->lastDay(), start.addDays(53));
}

void TestTimeChart::zoomsOutToTheDataAndNoFurther()
{
    m_chart->setData(growing(400));
    m_chart->showDays(start.addDays(100), start.addDays(110));
    for (int i = 0; i < 40; ++i)
        press(Qt::Key_Minus);
    QCOMPARE(m_chart->firstDay(), start);
    QCOMPARE(m_chart->lastDay(), start.addDays(399));
    m_chart->showDays(start.addDays(-500), start.addDays(5000));
    QCOMPARE(daysInView(*m_chart), 400);
}

void TestTimeChart::theWheelZoomsAroundTheDayBelowIt()
{
    m_chart->setData(growing(401));
    const QDate day = start.addDays(100);
    const QPoint place = placeOf(day);
    wheel(*m_chart, place, {0, 240});
    QCOMPARE(daysInView(*m_chart), 257); // 400 / 1.25² and the last one
    QVERIFY(qAbs(placeOf(day).x() - place.x()) <= 1);
    wheel(*m_chart, place, {0, -240});
    QCOMPARE(daysInView(*m_chart), 401);
    wheel(*m_chart, place, {0, 480});
    const QDate before = m_chart->firstDay();
    wheel(*m_chart, place, {-120, 0}); // sideways
    QVERIFY(m_chart->firstDay() > before);
}

void TestTimeChart::draggingPansAndStopsAtTheEnds()
{
    m_chart->setData(growing(401));
    m_chart->showDays(start.addDays(100), start.addDays(200));
    const QPoint from = placeOf(start.addDays(150));
    const QPoint to = placeOf(start.addDays(170));
    QTest::mousePress(m_chart->viewport(), Qt::LeftButton, {}, from);
    moveMouse(*m_chart, to, Qt::LeftButton);
    QCOMPARE(m_chart->firstDay(), start.addDays(80));
    QCOMPARE(m_chart->lastDay(), start.addDays(180));
    moveMouse(*m_chart, QPoint(5000, from.y()), Qt::LeftButton);
    QCOMPARE(m_chart->firstDay(), start);
    QCOMPARE(daysInView(*m_chart), 101);
    QTest::mouseRelease(m_chart->viewport(), Qt::LeftButton, {}, to);
    moveMouse(*m_chart, from);
    QCOMPARE(m_chart->firstDay(), start);
}

void TestTimeChart::shiftAndDraggingZoomsToTheSpan()
{
    m_chart->setData(growing(401));
    const QPoint from = placeOf(start.addDays(300));
    const QPoint to = placeOf(start.addDays(200));
    QTest::mousePress(m_chart->viewport(), Qt::LeftButton, Qt::ShiftModifier, from);
    moveMouse(*m_chart, to, Qt::LeftButton);
    QCOMPARE(daysInView(*m_chart), 401);
    QTest::mouseRelease(m_chart->viewport(), Qt::LeftButton, Qt::ShiftModifier, to);
    QVERIFY(qAbs(m_chart->firstDay().daysTo(start.addDays(200))) <= 1);
    QVERIFY(qAbs(m_chart->lastDay().daysTo(start.addDays(300))) <= 1);
}

void TestTimeChart::aDoubleClickShowsEverything()
{
    m_chart->setData(growing(401));
    m_chart->showDays(start, start.addDays(30));
    QTest::mouseDClick(m_chart->viewport(), Qt::LeftButton, {}, placeOf(start.addDays(9)));
    QCOMPARE(daysInView(*m_chart), 401);
}

void TestTimeChart::arrowsWalkDaysAndTheViewFollows()
{
    m_chart->setData(growing(100));
    m_chart->showDays(start.addDays(10), start.addDays(20));
    QVERIFY(!m_chart->pointedDay().isValid());
    press(Qt::Key_Right);
    QCOMPARE(m_chart->pointedDay(), start.addDays(20));
    press(Qt::Key_Right);
    QCOMPARE(m_chart->pointedDay(), start.addDays(21));
    QCOMPARE(m_chart->lastDay(), start.addDays(21));
    QCOMPARE(m_chart->firstDay(), start.addDays(11));
    press(Qt::Key_Left);
    press(Qt::Key_Left);
    QCOMPARE(m_chart->pointedDay(), start.addDays(19));
    QCOMPARE(m_chart->lastDay(), start.addDays(21));
    press(Qt::Key_End);
    press(Qt::Key_Right);
    QCOMPARE(m_chart->pointedDay(), start.addDays(99));
}

void TestTimeChart::controlAndArrowsPan()
{
    m_chart->setData(growing(401));
    m_chart->showDays(start.addDays(100), start.addDays(200));
    press(Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(m_chart->firstDay(), start.addDays(110));
    press(Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(m_chart->firstDay(), start.addDays(100));
    for (int i = 0; i < 60; ++i)
        press(Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(m_chart->lastDay(), start.addDays(400));
    QCOMPARE(daysInView(*m_chart), 101);
}

void TestTimeChart::homeAndEndGoToTheEndsAndEscapeShowsAll()
{
    m_chart->setData(growing(401));
    m_chart->showDays(start.addDays(100), start.addDays(200));
    press(Qt::Key_End);
    QCOMPARE(m_chart->lastDay(), start.addDays(400));
    QCOMPARE(m_chart->pointedDay(), start.addDays(400));
    press(Qt::Key_Home);
    QCOMPARE(m_chart->firstDay(), start);
    QCOMPARE(daysInView(*m_chart), 101);
    press(Qt::Key_Escape);
    QCOMPARE(daysInView(*m_chart), 401);
    m_chart->showDays(start.addDays(100), start.addDays(200));
    press(Qt::Key_0);
    QCOMPARE(daysInView(*m_chart), 401);
}

void TestTimeChart::leavesKeysThatItDoesNotUseToThePage()
{
    const auto isTaken = [this](Qt::Key key) {
        QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier);
        QApplication::sendEvent(m_chart.get(), &event);
        return event.isAccepted();
    };
    QVERIFY(!isTaken(Qt::Key_Right)); // no data yet
    m_chart->setData(growing(100));
    QVERIFY(isTaken(Qt::Key_Right));
    QVERIFY(isTaken(Qt::Key_Escape)); // nothing is pointed at after it
    QVERIFY(!isTaken(Qt::Key_Escape));
    QVERIFY(!isTaken(Qt::Key_F5));
}

void TestTimeChart::tellsEverythingAboutTheDayUnderTheMouse()
{
    m_chart->setData(forecast());
    QSignalSpy pointed(m_chart.get(), &TimeChart::pointedDayChanged);
    moveMouse(*m_chart, placeOf(start.addDays(9)));
    QCOMPARE(m_chart->pointedText(),
             QStringLiteral("Sat, 10 Jan 2026\nVendors: 10\nLimit 75: 65 left"));
    moveMouse(*m_chart, placeOf(start.addDays(79))); // 20 days ahead
    QCOMPARE(m_chart->pointedText(),
             QStringLiteral("Sat, 21 Mar 2026\nForecast: 80\n80 %: 70 – 100\n95 %: 50 – 120\n"
                            "Limit 75: 5 over\n"
                            "Reached: 16 Mar 2026 (11 Mar 2026 – 26 Mar 2026)"));
    QCOMPARE(pointed.count(), 2);
    moveMouse(*m_chart, {2, 2}); // beside the plot
    QVERIFY(m_chart->pointedText().isEmpty());
    QVERIFY(!pointed.last().at(0).toDate().isValid());
}

void TestTimeChart::tellsScreenReadersTheSame()
{
    m_chart->setData(forecast());
    QCOMPARE(m_chart->accessibleName(), QStringLiteral("Vendors"));
    QVERIFY(m_chart->accessibleDescription().contains(QStringLiteral("1 Jan 2026")));
    press(Qt::Key_Left);
    QVERIFY(!m_chart->pointedText().isEmpty());
    QCOMPARE(m_chart->accessibleDescription(), m_chart->pointedText());
    press(Qt::Key_Left);
    QCOMPARE(m_chart->accessibleDescription(), m_chart->pointedText());
    QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(m_chart.get());
    QVERIFY(interface);
    QCOMPARE(interface->text(QAccessible::Description), m_chart->pointedText());
}

void TestTimeChart::writesValuesAsThePageWants()
{
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    m_chart->setData(dataOf({lineOf(QStringLiteral("Bestellungen"), start, {1234.5, 1e12, 3})}));
    m_chart->pointAt(start);
    QVERIFY(m_chart->pointedText().contains(QStringLiteral("Bestellungen: 1.234,50")));
    m_chart->pointAt(start.addDays(1));
    QVERIFY(m_chart->pointedText().contains(QStringLiteral("1.000.000.000.000")));
    TimeChartData data = growing(3);
    data.valueText = [](double value) { return QString::number(value) + QStringLiteral(" GB"); };
    m_chart->setData(data);
    m_chart->pointAt(start.addDays(1));
    QVERIFY(m_chart->pointedText().endsWith(QStringLiteral("Vendors: 2 GB")));
}

void TestTimeChart::tellsAreasTheirSumAndWhatIsLeft()
{
    TimeChartData data = stackOf({lineOf(QStringLiteral("Basic"), start, {10, 20}),
                                  lineOf(QStringLiteral("Pro"), start, {5, 6})});
    data.limits = {{QStringLiteral("Limit"), 20}};
    m_chart->setData(data);
    m_chart->pointAt(start);
    QCOMPARE(m_chart->pointedText(), QStringLiteral("Thu, 1 Jan 2026\nPro: 5\nBasic: 10\n"
                                                    "Total: 15\nLimit 20: 5 left"));
    m_chart->pointAt(start.addDays(1));
    QVERIFY(m_chart->pointedText().endsWith(QStringLiteral("Limit 20: 6 over")));
}

void TestTimeChart::pointsAtDaysWithValuesOnly()
{
    TimeLine line = lineOf(QStringLiteral("Vendors"), start, {1, 2});
    line.values.push_back({start.addDays(50), 3});
    m_chart->setData(dataOf({line}));
    m_chart->pointAt(start.addDays(20));
    QCOMPARE(m_chart->pointedDay(), start.addDays(1));
    press(Qt::Key_Right);
    QCOMPARE(m_chart->pointedDay(), start.addDays(50));
    m_chart->pointAt(start.addDays(900));
    QCOMPARE(m_chart->pointedDay(), start.addDays(50));
}

void TestTimeChart::staysQuietWithoutData()
{
    m_chart->setData(dataOf({TimeLine{QStringLiteral("Empty"), {}, 0, false}}));
    QSignalSpy changes(m_chart.get(), &TimeChart::daysChanged);
    m_chart->showAll();
    m_chart->pointAt(start);
    press(Qt::Key_Plus);
    wheel(*m_chart, {100, 100}, {0, 120});
    moveMouse(*m_chart, {100, 100});
    QVERIFY(!m_chart->pointedDay().isValid());
    QVERIFY(!m_chart->lastDay().isValid());
    QCOMPARE(changes.count(), 0);
}

QTEST_MAIN(TestTimeChart)
#include "test_timechart.moc"
