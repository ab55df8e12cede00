#include "models/domain/cronschedule.h"

#include <QTest>

using namespace Orion;

namespace
{

QDateTime utc(const QString &text)
{
    return QDateTime::fromString(text + QStringLiteral(":00Z"), Qt::ISODate);
}

QString minuteOf(const QDateTime &time)
{
    return time.toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm"));
}

} // namespace

class TestCronSchedule : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsWhatComesNext_data();
    void knowsWhatComesNext();
    void leavesOutWhatIsNotInAYear_data();
    void leavesOutWhatIsNotInAYear();
    void looksBackAsItLooksForward_data();
    void looksBackAsItLooksForward();
    void takesTheTimeItselfAsTheLastOne();
    void countsInUtc();
    void refusesWhatIsNoSchedule_data();
    void refusesWhatIsNoSchedule();
};

void TestCronSchedule::knowsWhatComesNext_data()
{
    QTest::addColumn<QString>("schedule");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("next");
    const auto row = [](const char *schedule, const char *after, const char *next) {
        QTest::addRow("%s after %s", schedule, after)
            << QString::fromLatin1(schedule) << QString::fromLatin1(after)
            << QString::fromLatin1(next);
    };
    row("* * * * *", "2026-11-28T12:00", "2026-11-28T12:01");
    row("0 * * * *", "2026-11-28T12:00", "2026-11-28T13:00");
    row("0 * * * *", "2026-12-31T23:30", "2027-01-01T00:00");
    row("5 0 * * *", "2026-11-28T00:04", "2026-11-28T00:05");
    row("5 0 * * *", "2026-11-28T00:05", "2026-11-29T00:05");
    row("0 1 * * *", "2026-02-28T02:00", "2026-03-01T01:00");
    row("*/15 * * * *", "2026-11-28T12:46", "2026-11-28T13:00");
    row("10-50/20 * * * *", "2026-11-28T12:31", "2026-11-28T12:50");
    row("10-50/20 * * * *", "2026-11-28T12:51", "2026-11-28T13:10");
    row("7,3,30-31 8 * * *", "2026-11-28T08:03", "2026-11-28T08:07");
    row("7,3,30-31 8 * * *", "2026-11-28T08:31", "2026-11-29T08:03");
    row("0 8-18/5 * * *", "2026-11-28T13:00", "2026-11-28T18:00");
    row("0 0 31 * *", "2026-01-31T00:00", "2026-03-31T00:00");
    row("0 0 31 * *", "2026-04-01T00:00", "2026-05-31T00:00");
    row("0 0 29 2 *", "2026-03-01T00:00", "2028-02-29T00:00");
    row("0 0 29 2 *", "2096-03-01T00:00", "2104-02-29T00:00");
    row("0 0 1 jan *", "2026-01-01T00:00", "2027-01-01T00:00");
    row("0 0 1 JAN,Jul *", "2026-01-01T00:00", "2026-07-01T00:00");
    row("0 0 1 feb-apr *", "2026-02-01T00:00", "2026-03-01T00:00");
    // 2026-11-28 is a Saturday.
    row("0 0 * * 0", "2026-11-28T00:00", "2026-11-29T00:00");
    row("0 0 * * 7", "2026-11-28T00:00", "2026-11-29T00:00");
    row("0 0 * * sun", "2026-11-29T00:00", "2026-12-06T00:00");
    row("30 9 * * mon-fri", "2026-11-27T09:30", "2026-11-30T09:30");
    row("0 0 * * fri-sun", "2026-11-28T00:00", "2026-11-29T00:00");
    row("0 0 * * 5-7", "2026-11-29T00:00", "2026-12-04T00:00");
    row("0 0 * * 0-2", "2026-11-28T00:00", "2026-11-29T00:00");
    // Both days restricted: either is enough.
    row("0 0 13 * fri", "2026-11-13T00:00", "2026-11-20T00:00");
    row("0 0 30 * sun", "2026-11-29T00:00", "2026-11-30T00:00");
    row("0 0 1,15 * mon", "2026-11-30T00:00", "2026-12-01T00:00");
    // One of them begins with *: both must be.
    row("0 0 */2 * mon", "2026-11-28T00:00", "2026-12-07T00:00");
    row("0 0 13 * */5", "2026-11-13T00:00", "2026-12-13T00:00");
    row("0 0 29 2 */7", "2026-01-01T00:00", "2032-02-29T00:00");
}

void TestCronSchedule::knowsWhatComesNext()
{
    QFETCH(QString, schedule);
    QFETCH(QString, after);
    QFETCH(QString, next);
    const auto read = CronSchedule::parse(schedule);
    QVERIFY2(read, qPrintable(read ? QString() : read.error().message));
    QCOMPARE(minuteOf(read->nextAfter(utc(after))), next);
    QCOMPARE(minuteOf(read->nextAfter(utc(next).addMSecs(-1))), next);
}

void TestCronSchedule::leavesOutWhatIsNotInAYear_data()
{
    QTest::addColumn<QString>("schedule");
    QTest::addColumn<int>("year");
    QTest::addColumn<int>("times");
    QTest::newRow("hourly") << "0 * * * *" << 2026 << 8760;
    QTest::newRow("hourly in a leap year") << "0 * * * *" << 2028 << 8784;
    QTest::newRow("Sundays of a year with 53") << "0 2 * * 0" << 2028 << 53;
    QTest::newRow("Sundays of a year with 52") << "0 2 * * 0" << 2026 << 52;
    QTest::newRow("long months") << "0 0 31 * *" << 2026 << 7;
    QTest::newRow("29th, no leap year") << "0 0 29 * *" << 2026 << 11;
    QTest::newRow("29th, leap year") << "0 0 29 * *" << 2028 << 12;
    QTest::newRow("no leap year at the century") << "0 0 29 2 *" << 2100 << 0;
    QTest::newRow("weekdays at noon and midnight") << "0 0,12 * * 1-5" << 2026 << 522;
}

void TestCronSchedule::leavesOutWhatIsNotInAYear()
{
    QFETCH(QString, schedule);
    QFETCH(int, year);
    const auto read = CronSchedule::parse(schedule);
    QVERIFY(read);
    const QDateTime begin(QDate(year, 1, 1), QTime(0, 0), Qt::UTC);
    int times = 0;
    for (QDateTime t = read->nextAfter(begin.addMSecs(-1)); t.date().year() == year;
         t = read->nextAfter(t))
        ++times;
    QTEST(times, "times");
}

void TestCronSchedule::looksBackAsItLooksForward_data()
{
    QTest::addColumn<QString>("schedule");
    for (const char *schedule :
         {"0 * * * *", "5 0 * * *", "*/7 3-5 * * *", "0 0 31 * *", "0 0 29 2 *", "30 2 * * sun",
          "59 23 13 * fri", "0 0 */2 * mon", "1,2 22-23 * dec,jan *"})
        QTest::newRow(schedule) << schedule;
}

void TestCronSchedule::looksBackAsItLooksForward()
{
    QFETCH(QString, schedule);
    const auto read = CronSchedule::parse(schedule);
    QVERIFY(read);
    QDateTime time = utc(QStringLiteral("2026-11-28T12:34"));
    for (int i = 0; i < 200; ++i) {
        const QDateTime next = read->nextAfter(time);
        QCOMPARE(read->lastUntil(next), next);
        QCOMPARE(read->lastUntil(next.addSecs(59)), next);
        QVERIFY(read->lastUntil(next.addMSecs(-1)) < next);
        QCOMPARE(read->nextAfter(read->lastUntil(next.addMSecs(-1))), next);
        time = next;
    }
}

void TestCronSchedule::takesTheTimeItselfAsTheLastOne()
{
    const auto daily = CronSchedule::parse(QStringLiteral("5 0 * * *"));
    QVERIFY(daily);
    QCOMPARE(minuteOf(daily->lastUntil(utc(QStringLiteral("2026-03-01T00:05")))),
             QStringLiteral("2026-03-01T00:05"));
    QCOMPARE(minuteOf(daily->lastUntil(utc(QStringLiteral("2026-03-01T00:04")))),
             QStringLiteral("2026-02-28T00:05"));
}

void TestCronSchedule::countsInUtc()
{
    // The night on which clocks in Europe go back knows no hour twice.
    const auto hourly = CronSchedule::parse(QStringLiteral("0 * * * *"));
    QVERIFY(hourly);
    const QDateTime local =
        QDateTime::fromString(QStringLiteral("2026-10-25T02:30:00+02:00"), Qt::ISODate);
    QCOMPARE(minuteOf(hourly->nextAfter(local)), QStringLiteral("2026-10-25T01:00"));
    QCOMPARE(hourly->nextAfter(local).timeSpec(), Qt::UTC);
    QCOMPARE(minuteOf(hourly->lastUntil(local)), QStringLiteral("2026-10-25T00:00"));
}

void TestCronSchedule::refusesWhatIsNoSchedule_data()
{
    QTest::addColumn<QString>("schedule");
    QTest::addColumn<QString>("says");
    QTest::newRow("nothing") << ""
                             << "five fields";
    QTest::newRow("four fields") << "0 * * *"
                                 << "five fields";
    QTest::newRow("six fields") << "0 0 * * * *"
                                << "five fields";
    QTest::newRow("minute 60") << "60 * * * *"
                               << "minute";
    QTest::newRow("hour 24") << "0 24 * * *"
                             << "hour";
    QTest::newRow("day 0") << "0 0 0 * *"
                           << "day of the month";
    QTest::newRow("month 13") << "0 0 1 13 *"
                              << "month";
    QTest::newRow("day of the week 8") << "0 0 * * 8"
                                       << "day of the week";
    QTest::newRow("backwards") << "30-10 * * * *"
                               << "minute";
    QTest::newRow("step 0") << "*/0 * * * *"
                            << "minute";
    QTest::newRow("step without a range") << "5/10 * * * *"
                                          << "minute";
    QTest::newRow("two steps") << "*/2/3 * * * *"
                               << "minute";
    QTest::newRow("a sign") << "+5 * * * *"
                            << "minute";
    QTest::newRow("negative") << "-5 * * * *"
                              << "minute";
    QTest::newRow("empty part") << "5, * * * *"
                                << "minute";
    QTest::newRow("open range") << "5- * * * *"
                                << "minute";
    QTest::newRow("name in the wrong field") << "0 0 mon * *"
                                             << "day of the month";
    QTest::newRow("unknown name") << "0 0 * * someday"
                                  << "someday";
    QTest::newRow("huge number") << "99999999999 * * * *"
                                 << "minute";
    QTest::newRow("other digits") << QStringLiteral("\u0665 * * * *") << "minute";
    QTest::newRow("30 February") << "0 0 30 2 *"
                                 << "never comes";
    QTest::newRow("31 in short months") << "0 0 31 4,6,9,11 *"
                                        << "never comes";
    QTest::newRow("a word") << "hourly"
                            << "five fields";
}

void TestCronSchedule::refusesWhatIsNoSchedule()
{
    QFETCH(QString, schedule);
    QFETCH(QString, says);
    const auto read = CronSchedule::parse(schedule);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::InvalidArgument);
    QVERIFY2(read.error().message.contains(says), qPrintable(read.error().message));
}

QTEST_APPLESS_MAIN(TestCronSchedule)
#include "test_cronschedule.moc"
