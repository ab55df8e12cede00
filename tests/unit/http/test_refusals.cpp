#include <QTest>

#include "app/http/draincredit.h"
#include "app/http/refusallog.h"
#include "app/http/refusalpace.h"

using namespace Orion::Http;
using namespace std::chrono_literals;

namespace
{

const auto start = std::chrono::steady_clock::time_point() + 1h;

} // namespace

// What keeps refused clients from taking the server's time.
class TestRefusals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void logsAFewLinesAndCountsTheOthers();
    void answersAtOnceWhileFewAreRefused();
    void answersInTurnWhenManyAreRefused();
    void putsNoRefusalOffForLong();
    void drainsMuchOnceButNotAllTheTime();
};

void TestRefusals::logsAFewLinesAndCountsTheOthers()
{
    RefusalLog log(2, 10s);
    QCOMPARE(log.admit(start), std::optional<quint64>(0));
    QCOMPARE(log.admit(start + 1s), std::optional<quint64>(0));
    for (int i = 0; i < 3; ++i)
        QVERIFY(!log.admit(start + 9s));
    QCOMPARE(log.admit(start + 10s), std::optional<quint64>(3));
    QCOMPARE(log.admit(start + 11s), std::optional<quint64>(0));
    QVERIFY(!log.admit(start + 12s));
    QVERIFY(RefusalLog::note(0).isEmpty());
    QVERIFY(RefusalLog::note(3).contains(QStringLiteral("3 others")));
}

void TestRefusals::answersAtOnceWhileFewAreRefused()
{
    RefusalPace pace;
    for (int i = 0; i < 1000; ++i)
        QVERIFY(pace.next(start + i * 10ms) == 0s);
}

void TestRefusals::answersInTurnWhenManyAreRefused()
{
    RefusalPace pace;
    int atOnce = 0;
    auto last = RefusalPace::Clock::duration::zero();
    for (int i = 0; i < 300; ++i) {
        const auto delay = pace.next(start);
        QVERIFY(delay >= last);
        last = delay;
        atOnce += delay == 0s ? 1 : 0;
    }
    QVERIFY2(atOnce >= 25 && atOnce <= 100, qPrintable(QString::number(atOnce)));
    QVERIFY(last > 500ms);
}

void TestRefusals::putsNoRefusalOffForLong()
{
    RefusalPace pace;
    for (int i = 0; i < 10'000; ++i)
        QVERIFY(pace.next(start) <= 15s);
    QVERIFY(pace.next(start) == 15s);
    QVERIFY(pace.next(start + 16s) == 0s);
}

void TestRefusals::drainsMuchOnceButNotAllTheTime()
{
    constexpr std::size_t megabyte = 1024 * 1024;
    DrainCredit credit;
    for (int i = 0; i < 16; ++i)
        QVERIFY(credit.take(megabyte, start));
    QVERIFY(!credit.take(megabyte, start));
    QVERIFY(credit.take(megabyte, start + 1s));
    QVERIFY(!credit.take(megabyte, start + 1500ms));
    QVERIFY(credit.take(16 * megabyte, start + 1min));
}

QTEST_APPLESS_MAIN(TestRefusals)
#include "test_refusals.moc"
