#include <QTest>

#include "models/domain/period.h"
#include "tests/integration/jobs/jobworld.h"

using namespace Orion;

namespace
{

const QString job = QStringLiteral("reset_period_counters");

// By the calendar, day by day: the second implementation that the windows are held against.
QDateTime windowByHand(const QDateTime &anchor, const QDateTime &moment)
{
    QDateTime start = anchor;
    QDate month(anchor.date().year(), anchor.date().month(), 1);
    while (true) {
        month = month.month() == 12 ? QDate(month.year() + 1, 1, 1)
                                    : QDate(month.year(), month.month() + 1, 1);
        const bool isLeap =
            (month.year() % 4 == 0 && month.year() % 100 != 0) || month.year() % 400 == 0;
        static constexpr std::array lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        const int length =
            month.month() == 2 && isLeap ? 29 : lengths[std::size_t(month.month()) - 1];
        const QDateTime next(
            QDate(month.year(), month.month(), std::min(anchor.date().day(), length)),
            anchor.time(), Qt::UTC);
        if (next > moment)
            return start;
        start = next;
    }
}

// What the domain and the database say of periods and moments, against what is expected.
class Calendar
{
public:
    void add(const Period &billed, const QDateTime &moment, const QDateTime &expected)
    {
        const QDateTime domain = orderWindow(billed, moment).start;
        if (domain != expected && m_wrong.isEmpty())
            m_wrong = QStringLiteral("the domain: %1 for %2 to %3 at %4")
                          .arg(text(domain), text(billed.start), text(billed.end), text(moment));
        m_starts.append(text(billed.start));
        m_ends.append(text(billed.end));
        m_moments.append(text(moment));
        m_expected.append(text(expected));
    }

    QString differences(JobWorld &world) const
    {
        const QString database = world.value(
            QStringLiteral("select min(concat_ws(' ', s, e, m, found, expected)) from (select *, "
                           "billing.window_start(s::timestamptz, nullif(e, '')::timestamptz, "
                           "m::timestamptz) as found from unnest(string_to_array(?, ','), "
                           "string_to_array(?, ','), string_to_array(?, ','), "
                           "string_to_array(?, ',')) as t (s, e, m, expected)) as all_of_them "
                           "where found is distinct from expected::timestamptz"),
            {m_starts.join(u','), m_ends.join(u','), m_moments.join(u','), m_expected.join(u',')});
        return m_wrong + database;
    }

private:
    static QString text(const QDateTime &time) { return time.toString(Qt::ISODateWithMs); }

    QStringList m_starts;
    QStringList m_ends;
    QStringList m_moments;
    QStringList m_expected;
    QString m_wrong;
};

} // namespace

// Resetting a counter is opening the next window, once, whoever does it.
class TestPeriodCounters : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void opensTheWindowThatIsDue_data();
    void opensTheWindowThatIsDue();
    void windowsFollowTheCalendar();
    void windowsOfOtherPeriodsGoOnFromTheirEnd();
    void saysHowManyItOpened_data();
    void saysHowManyItOpened();
    void opensOnceAndKeepsWhatIsCounted();
    void leavesPeriodsAlone();
    void opensNothingForWhoeverTakesNoOrders_data();
    void opensNothingForWhoeverTakesNoOrders();
    void waitsForThePeriodThatStripeHasNotToldYet();
    void opensMoreThanABatch();

private:
    void vendor(const QDateTime &periodStart, const QDateTime &periodEnd = {},
                bool isAnnual = false);
    QStringList windows();

    std::unique_ptr<JobWorld> m_world;
};

void TestPeriodCounters::init()
{
    m_world.reset();
    m_world = std::make_unique<JobWorld>();
}

void TestPeriodCounters::vendor(const QDateTime &periodStart, const QDateTime &periodEnd,
                                bool isAnnual)
{
    VendorState state;
    state.periodStart = periodStart;
    state.isAnnual = isAnnual;
    addVendor(m_world->database, state);
    m_world->execute(QStringLiteral("update billing.vendor_subscriptions set period_end = ?"),
                     {periodEnd});
}

QStringList TestPeriodCounters::windows()
{
    return m_world
        ->value(
            QStringLiteral("select string_agg(to_char(window_start at time zone 'UTC', "
                           "'YYYY-MM-DD\"T\"HH24:MI') || ' ' || used, ',' order by window_start) "
                           "from billing.usage_windows"))
        .split(u',', Qt::SkipEmptyParts);
}

void TestPeriodCounters::opensTheWindowThatIsDue_data()
{
    QTest::addColumn<QDateTime>("anchor");
    QTest::addColumn<QDateTime>("now");
    QTest::addColumn<QString>("window");
    const auto row = [](const char *name, const char *anchor, const char *now, const char *window) {
        QTest::newRow(name) << utc(anchor) << utc(now) << QString::fromLatin1(window);
    };
    row("the first", "2026-06-10T09:30", "2026-06-15T12:00", "2026-06-10T09:30 0");
    row("before its hour", "2026-05-10T09:30", "2026-06-10T09:00", "2026-05-10T09:30 0");
    row("at its minute", "2026-05-10T09:30", "2026-06-10T09:30", "2026-06-10T09:30 0");
    row("31 January, February", "2026-01-31T00:00", "2026-03-01T00:05", "2026-02-28T00:00 0");
    row("31 January, leap year", "2028-01-31T00:00", "2028-02-29T00:05", "2028-02-29T00:00 0");
    row("31 January, March again", "2026-01-31T00:00", "2026-03-31T00:05", "2026-03-31T00:00 0");
    row("annual from 29 February", "2028-02-29T00:00", "2028-12-29T00:05", "2028-12-29T00:00 0");
    row("its next February", "2028-02-29T00:00", "2029-02-28T00:05", "2029-02-28T00:00 0");
    row("over the year's end", "2026-12-31T23:00", "2027-01-31T23:30", "2027-01-31T23:00 0");
}

void TestPeriodCounters::opensTheWindowThatIsDue()
{
    QFETCH(QDateTime, anchor);
    QFETCH(QDateTime, now);
    vendor(anchor, {}, true);
    m_world->clock.set(now);
    const auto report = m_world->run(job);
    QCOMPARE(report.state, JobRunState::Succeeded);
    QCOMPARE(report.run.processed, 1);
    QTEST(windows().join(u','), "window");
}

// Every day of a leap year and of the year behind it as the first of a subscription. Whichever of
// its periods Stripe has told last, the windows are counted from that first day.
void TestPeriodCounters::windowsFollowTheCalendar()
{
    Calendar calendar;
    for (int day = 0; day < 366 + 365; ++day) {
        const QDateTime first =
            QDateTime(QDate(2027, 10, 1), QTime(day % 24, (day * 7) % 60), Qt::UTC).addDays(day);
        for (int step = 0; step < 20; ++step) {
            const QDateTime moment = first.addSecs(qint64(step) * 1'800'000 + day * 61);
            calendar.add({first, {}}, moment, windowByHand(first, moment));
            calendar.add({first, first.addYears(1)}, moment, windowByHand(first, moment));
        }
        for (int month = 0; month < 14; ++month) {
            const Period period{first.addMonths(month), first.addMonths(month + 1)};
            // Within it, at its last moment, and when the next ones are not told in time.
            for (const QDateTime &moment :
                 {period.start, period.start.addDays(28), period.end.addMSecs(-1), period.end,
                  period.start.addSecs(day * 7'000)})
                calendar.add(period, moment, windowByHand(first, moment));
        }
    }
    QCOMPARE(calendar.differences(*m_world), QString());
}

// Trials, and what is left of a month: the next period begins where they end.
void TestPeriodCounters::windowsOfOtherPeriodsGoOnFromTheirEnd()
{
    Calendar calendar;
    for (int day = 0; day < 366; ++day) {
        const QDateTime start =
            QDateTime(QDate(2027, 10, 1), QTime(day % 24, 30), Qt::UTC).addDays(day);
        for (const int length : {7, 14, 45}) {
            const Period period{start, start.addDays(length)};
            for (const int after : {0, length - 1, length, length + 16, length + 33}) {
                const QDateTime moment = start.addDays(after);
                calendar.add(period, moment,
                             windowByHand(after < length ? period.start : period.end, moment));
            }
        }
    }
    QCOMPARE(calendar.differences(*m_world), QString());
}

void TestPeriodCounters::saysHowManyItOpened_data()
{
    QTest::addColumn<int>("vendors");
    QTest::addColumn<QString>("message");
    QTest::newRow("none") << 0 << QStringLiteral("0 order windows were opened.");
    QTest::newRow("one") << 1 << QStringLiteral("1 order window was opened.");
    QTest::newRow("two") << 2 << QStringLiteral("2 order windows were opened.");
}

void TestPeriodCounters::saysHowManyItOpened()
{
    QFETCH(int, vendors);
    for (int i = 0; i < vendors; ++i) {
        VendorState state;
        state.code = QString::number(i);
        addVendor(m_world->database, state);
    }
    QTEST(m_world->run(job).run.message, "message");
}

void TestPeriodCounters::opensOnceAndKeepsWhatIsCounted()
{
    vendor(usageNow.addDays(-10));
    QCOMPARE(m_world->run(job).run.processed, 1);
    m_world->execute(QStringLiteral("update billing.usage_windows set used = 42"));
    QCOMPARE(m_world->run(job).run.processed, 0);
    QCOMPARE(windows(), QStringList{QStringLiteral("2026-06-05T12:00 42")});
    m_world->clock.set(utc("2026-07-05T12:00"));
    QCOMPARE(m_world->run(job).run.processed, 1);
    QCOMPARE(windows(), (QStringList{QStringLiteral("2026-06-05T12:00 42"),
                                     QStringLiteral("2026-07-05T12:00 0")}));
}

void TestPeriodCounters::leavesPeriodsAlone()
{
    vendor(utc("2026-03-10T09:30"), utc("2027-03-10T09:30"), true);
    const QString text = QStringLiteral("select s::text from billing.vendor_subscriptions s");
    const QString before = m_world->value(text);
    QCOMPARE(m_world->run(job).run.processed, 1);
    QCOMPARE(m_world->value(text), before);
    QCOMPARE(windows(), QStringList{QStringLiteral("2026-06-10T09:30 0")});
}

void TestPeriodCounters::opensNothingForWhoeverTakesNoOrders_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("stripeStatus");
    QTest::newRow("a trial that is over") << "trial"
                                          << "";
    QTest::newRow("expired") << "expired"
                             << "";
    QTest::newRow("cancelled") << "cancelled"
                               << "canceled";
    QTest::newRow("paused") << "paused"
                            << "paused";
    QTest::newRow("incomplete") << "incomplete"
                                << "incomplete";
}

void TestPeriodCounters::opensNothingForWhoeverTakesNoOrders()
{
    QFETCH(QString, status);
    QFETCH(QString, stripeStatus);
    VendorState state;
    state.status = status;
    state.stripeStatus = stripeStatus;
    state.trialEndsAt = usageNow.addDays(-1);
    addVendor(m_world->database, state);
    QCOMPARE(m_world->run(job).run.processed, 0);
    QCOMPARE(windows(), QStringList());
}

void TestPeriodCounters::waitsForThePeriodThatStripeHasNotToldYet()
{
    vendor(usageNow.addDays(-31), usageNow.addDays(-1));
    QCOMPARE(m_world->run(job).run.processed, 0);
    m_world->execute(QStringLiteral("update billing.vendor_subscriptions set period_start = ?, "
                                    "period_end = ?"),
                     {usageNow.addDays(-1), usageNow.addDays(29)});
    QCOMPARE(m_world->run(job).run.processed, 1);
    QCOMPARE(windows(), QStringList{QStringLiteral("2026-06-14T12:00 0")});
}

void TestPeriodCounters::opensMoreThanABatch()
{
    m_world->addTrials(10'050, usageNow.addDays(-10), usageNow.addDays(10));
    QCOMPARE(m_world->run(job).run.processed, 10'050);
    QCOMPARE(m_world->value(QStringLiteral("select max(n) from (select count(*) as n from "
                                           "billing.usage_windows group by xmin::text) x")),
             QStringLiteral("10000"));
    QCOMPARE(m_world->run(job).run.processed, 0);
}

QTEST_GUILESS_MAIN(TestPeriodCounters)
#include "test_periodcounters.moc"
