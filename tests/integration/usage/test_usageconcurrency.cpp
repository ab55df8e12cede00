#include "services/database/transaction.h"
#include "tests/integration/usage/usageworld.h"

#include <QTest>

#include <atomic>
#include <latch>
#include <thread>

using namespace Orion;

namespace
{

constexpr int connections = 40;
constexpr int each = 25; // and so 1,000 in all

struct Counts
{
    std::atomic<int> granted = 0;
    std::atomic<int> exceeded = 0;
    std::atomic<int> other = 0;
    std::atomic<int> highest = 0;
};

void note(Counts &counts, const Result<UsageAnswer> &answer)
{
    if (answer && answer->outcome == UsageOutcome::LimitExceeded) {
        ++counts.exceeded;
        return;
    }
    if (!answer || answer->outcome != UsageOutcome::Granted) {
        ++counts.other;
        return;
    }
    ++counts.granted;
    const int used = int(answer->usage.used);
    for (int seen = counts.highest;
         used > seen && !counts.highest.compare_exchange_weak(seen, used);)
        ;
}

// Every thread has a connection of its own and starts when all have theirs.
template <typename Work>
void together(const TestDatabase &database, int threads, Work work)
{
    std::latch ready(threads);
    std::vector<std::thread> running;
    for (int i = 0; i < threads; ++i) {
        running.emplace_back([&, i] {
            const auto session = database.open(QStringLiteral("orion_companion"));
            ready.arrive_and_wait();
            work(*session, i);
        });
    }
    for (std::thread &thread : running)
        thread.join();
}

} // namespace

// Reservations that come at the same time.
class TestUsageConcurrency : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_database = std::make_unique<TestDatabase>(); }
    void cleanup() { m_database.reset(); }
    void admitsExactlyTheLimit_data();
    void admitsExactlyTheLimit();
    void losesNothingBetweenTakingAndReleasing();
    void countsTheSameKeyOnce();
    void countsAKeyOnceThoughItsFirstUserGoesAway();

private:
    std::unique_ptr<TestDatabase> m_database;
};

void TestUsageConcurrency::admitsExactlyTheLimit_data()
{
    QTest::addColumn<UsageMetric>("metric");
    QTest::newRow("orders") << UsageMetric::Orders;
    QTest::newRow("products") << UsageMetric::Products;
    QTest::newRow("team members") << UsageMetric::TeamMembers;
}

void TestUsageConcurrency::admitsExactlyTheLimit()
{
    QFETCH(UsageMetric, metric);
    setTierLimits(*m_database, QStringLiteral("essential"), 100, 100, 100);
    addVendor(*m_database);
    Counts counts;
    together(*m_database, connections, [&](Session &session, int) {
        for (int i = 0; i < each; ++i)
            note(counts, changeUsage(session, changeBy(1, metric), usageNow));
    });
    QCOMPARE(counts.granted.load(), 100);
    QCOMPARE(counts.exceeded.load(), 900);
    QCOMPARE(counts.other.load(), 0);
    QCOMPARE(counts.highest.load(), 100);
    QCOMPARE(storedUsage(*m_database, metric), 100);
}

void TestUsageConcurrency::losesNothingBetweenTakingAndReleasing()
{
    VendorState vendor;
    vendor.tier = QStringLiteral("enterprise");
    addVendor(*m_database, vendor);
    QVERIFY(changeUsage(m_database->session(), changeBy(1000), usageNow));
    Counts counts;
    together(*m_database, 16, [&](Session &session, int thread) {
        for (int i = 0; i < each; ++i)
            note(counts, changeUsage(session, changeBy(thread % 2 ? 3 : -1), usageNow));
    });
    QCOMPARE(counts.granted.load(), 16 * each);
    QCOMPARE(storedUsage(*m_database, UsageMetric::Orders), 1000 + 8 * each * 3 - 8 * each);
}

void TestUsageConcurrency::countsTheSameKeyOnce()
{
    addVendor(*m_database);
    Counts counts;
    together(*m_database, 20, [&](Session &session, int) {
        for (int i = 0; i < 10; ++i) {
            UsageChange once = changeBy(1);
            once.idempotencyKey = QStringLiteral("key-%1").arg(i);
            note(counts, changeUsage(session, once, usageNow));
        }
    });
    QCOMPARE(counts.granted.load(), 200);
    QCOMPARE(storedUsage(*m_database, UsageMetric::Orders), 10);
}

// The one that comes second waits for the first. If that one is rolled back, it takes its place.
void TestUsageConcurrency::countsAKeyOnceThoughItsFirstUserGoesAway()
{
    addVendor(*m_database);
    UsageChange once = changeBy(1);
    once.idempotencyKey = QStringLiteral("key");
    Counts counts;
    std::jthread second;
    {
        const auto first = m_database->open(QStringLiteral("orion_companion"));
        Transaction transaction(*first);
        QVERIFY(transaction.begin());
        QVERIFY(changeUsage(*first, once, usageNow));
        second = std::jthread([&] {
            const auto session = m_database->open(QStringLiteral("orion_companion"));
            note(counts, changeUsage(*session, once, usageNow));
        });
        QTRY_COMPARE(
            m_database->value(QStringLiteral("select count(*) from pg_locks where not granted")),
            QStringLiteral("1"));
    }
    second.join();
    QCOMPARE(counts.granted.load(), 1);
    QCOMPARE(counts.highest.load(), 1);
    QCOMPARE(storedUsage(*m_database, UsageMetric::Orders), 1);
}

QTEST_GUILESS_MAIN(TestUsageConcurrency)
#include "test_usageconcurrency.moc"
