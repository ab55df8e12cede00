#include <QTest>

#include "services/capacity/sharedresult.h"
#include "tests/support/manualclock.h"

#include <atomic>
#include <thread>
#include <vector>

using namespace Orion;

namespace
{

const QDateTime noon(QDate(2026, 6, 15), QTime(12, 0), Qt::UTC);

} // namespace

// A result that is computed once for all who ask.
class TestSharedResult : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isKeptForItsTime();
    void isNotKeptByAClockThatWasSetBack();
    void manyWhoAskShareOneComputation();
    void anErrorIsNotKept();
    void whoeverWaitsIsAnsweredWhenTheComputationThrows();
};

void TestSharedResult::isKeptForItsTime()
{
    ManualClock clock(noon);
    SharedResult<int> shared(clock, std::chrono::minutes(1));
    int computed = 0;
    const auto ask = [&] { return shared.get([&]() -> Result<int> { return ++computed; }); };
    QCOMPARE(*ask(), 1);
    clock.advanceSeconds(60);
    QCOMPARE(*ask(), 1);
    clock.advanceSeconds(1);
    QCOMPARE(*ask(), 2);
    QCOMPARE(*ask(), 2);
}

void TestSharedResult::isNotKeptByAClockThatWasSetBack()
{
    ManualClock clock(noon);
    SharedResult<int> shared(clock, std::chrono::minutes(1));
    int computed = 0;
    const auto ask = [&] { return shared.get([&]() -> Result<int> { return ++computed; }); };
    QCOMPARE(*ask(), 1);
    clock.set(noon.addDays(-1));
    QCOMPARE(*ask(), 2);
}

void TestSharedResult::manyWhoAskShareOneComputation()
{
    const ManualClock clock(noon);
    SharedResult<int> shared(clock, std::chrono::minutes(1));
    std::atomic<int> asked = 0;
    std::atomic<int> computed = 0;
    std::atomic<int> right = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 16; ++i)
        threads.emplace_back([&] {
            ++asked;
            const auto result = shared.get([&]() -> Result<int> {
                // All others have come meanwhile, or come later to what is kept.
                while (asked < 16)
                    std::this_thread::yield();
                return 41 + ++computed;
            });
            if (result && *result == 42)
                ++right;
        });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(computed.load(), 1);
    QCOMPARE(right.load(), 16);
}

void TestSharedResult::anErrorIsNotKept()
{
    const ManualClock clock(noon);
    SharedResult<int> shared(clock, std::chrono::minutes(1));
    const auto away = shared.get(
        []() -> Result<int> { return fail(ErrorCode::DatabaseUnavailable, QStringLiteral("x")); });
    QCOMPARE(away.error().code, ErrorCode::DatabaseUnavailable);
    QCOMPARE(*shared.get([]() -> Result<int> { return 7; }), 7);
}

void TestSharedResult::whoeverWaitsIsAnsweredWhenTheComputationThrows()
{
    const ManualClock clock(noon);
    SharedResult<int> shared(clock, std::chrono::minutes(1));
    const auto thrown =
        shared.get([]() -> Result<int> { throw std::runtime_error("out of everything"); });
    QCOMPARE(thrown.error().code, ErrorCode::Internal);
    QCOMPARE(*shared.get([]() -> Result<int> { return 7; }), 7);
}

QTEST_GUILESS_MAIN(TestSharedResult)
#include "test_sharedresult.moc"
