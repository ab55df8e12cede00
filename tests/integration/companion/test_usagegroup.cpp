#include "app/companion/usagegroup.h"

#include "services/database/transaction.h"
#include "tests/integration/usage/usageworld.h"
#include "tests/support/manualclock.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace Orion;

namespace
{

// What became of changes.
struct Outcomes
{
    std::atomic<int> granted = 0;
    std::atomic<int> exceeded = 0;
    std::atomic<int> away = 0;
    std::atomic<int> other = 0;
    std::atomic<int> handedBack = 0;

    int all() const { return granted + exceeded + away + other + handedBack; }

    void note(const Result<UsageAnswer> &answer)
    {
        if (!answer)
            ++(answer.error().code == ErrorCode::DatabaseUnavailable ? away : other);
        else if (answer->outcome == UsageOutcome::Granted)
            ++granted;
        else
            ++(answer->outcome == UsageOutcome::LimitExceeded ? exceeded : other);
    }
};

UsageChange oneOrderOf(const QString &vendor)
{
    return {vendor, UsageMetric::Orders, 1, {}, {}};
}

} // namespace

// The group that makes changes of usage together, by itself.
class TestUsageGroup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void admitsExactlyTheLimitAndSharesCommits();
    void answersEachWithItsOwn();
    void handsBackWhatWouldHaveToWait();
    void doesNotTryAgainWhenTheDatabaseGoesAway();
    void makesWhatWaitsWhenItStops();

private:
    bool submit(const UsageChange &change)
    {
        return m_group->submit(
            change, [this](const Result<UsageAnswer> &answer) { m_outcomes.note(answer); },
            [this] { ++m_outcomes.handedBack; });
    }

    const ManualClock m_clock{usageNow};
    std::unique_ptr<TestDatabase> m_database;
    Outcomes m_outcomes;
    std::unique_ptr<Metrics> m_metrics;
    std::unique_ptr<UsageGroup> m_group;
};

void TestUsageGroup::init()
{
    m_database = std::make_unique<TestDatabase>();
    std::destroy_at(&m_outcomes);
    std::construct_at(&m_outcomes);
    m_metrics = std::make_unique<Metrics>();
    m_group = std::make_unique<UsageGroup>(m_database->settings(QStringLiteral("orion_companion")),
                                           m_clock, *m_metrics);
}

void TestUsageGroup::cleanup()
{
    m_group.reset();
    m_database.reset();
}

void TestUsageGroup::admitsExactlyTheLimitAndSharesCommits()
{
    addVendor(*m_database); // 100 orders
    // As the workers do: on a slow machine one batch may hold the counter too long for the other.
    const auto byItself = [this] {
        const auto session = m_database->open(QStringLiteral("orion_companion"));
        m_outcomes.note(changeUsage(*session, oneOrderOf(QStringLiteral("acme")), usageNow));
    };
    const auto note = [this](const Result<UsageAnswer> &answer) { m_outcomes.note(answer); };
    std::vector<std::thread> clients;
    for (int client = 0; client < 10; ++client) {
        clients.emplace_back([&] {
            for (int i = 0; i < 100; ++i) {
                while (!m_group->submit(oneOrderOf(QStringLiteral("acme")), note, byItself))
                    std::this_thread::yield(); // too many wait
            }
        });
    }
    for (std::thread &client : clients)
        client.join();
    QTRY_COMPARE(m_outcomes.all(), 1000);
    QCOMPARE(m_outcomes.granted.load(), 100);
    QCOMPARE(m_outcomes.exceeded.load(), 900);
    QCOMPARE(storedUsage(*m_database, UsageMetric::Orders), 100);
    const QByteArray text = m_metrics->text();
    QVERIFY2(text.contains("orion_usage_batch_size_sum 1000\n"), text.constData());
    const QByteArray count = "orion_usage_batch_size_count ";
    const qsizetype at = text.indexOf(count) + count.size();
    QVERIFY(text.mid(at, text.indexOf('\n', at) - at).toInt() < 500);
}

void TestUsageGroup::answersEachWithItsOwn()
{
    addVendor(*m_database);
    addVendor(*m_database, {.code = QStringLiteral("bolt"), .status = QStringLiteral("cancelled")});
    const std::vector<UsageChange> changes{oneOrderOf(QStringLiteral("zeta")),
                                           oneOrderOf(QStringLiteral("bolt")),
                                           changeBy(101),
                                           changeBy(7),
                                           changeBy(3, UsageMetric::Products),
                                           changeBy(-2)};
    const auto session = m_database->open(QStringLiteral("orion_companion"));
    const auto answers = changeUsages(*session, changes, usageNow);
    QVERIFY(answers);
    QCOMPARE(answers->size(), changes.size());
    QCOMPARE((*answers)[0].outcome, UsageOutcome::VendorUnknown);
    QCOMPARE((*answers)[1].outcome, UsageOutcome::SubscriptionInactive);
    QCOMPARE((*answers)[2].outcome, UsageOutcome::LimitExceeded);
    QCOMPARE((*answers)[3].usage.used, 7);
    QCOMPARE((*answers)[3].usage.limit, Limit(100));
    QCOMPARE((*answers)[4].usage.used, 3);
    QCOMPARE((*answers)[4].usage.limit, Limit(200));
    QCOMPARE((*answers)[5].usage.used, 5);
}

// An order that the platform is about to write holds its vendor's counter. Nobody else waits for
// it.
void TestUsageGroup::handsBackWhatWouldHaveToWait()
{
    addVendor(*m_database);
    addVendor(*m_database, {.code = QStringLiteral("bolt")});
    QVERIFY(changeUsage(m_database->session(), changeBy(1), usageNow));
    const auto platform = m_database->open();
    Transaction order(*platform);
    QVERIFY(order.begin());
    QVERIFY(changeUsage(*platform, changeBy(1), usageNow));
    QVERIFY(submit(oneOrderOf(QStringLiteral("acme"))));
    QTRY_COMPARE(m_outcomes.handedBack.load(), 1);
    QVERIFY(submit(oneOrderOf(QStringLiteral("bolt"))));
    QTRY_COMPARE(m_outcomes.granted.load(), 1);
    QVERIFY(order.commit());
    QCOMPARE(storedUsage(*m_database, UsageMetric::Orders), 2);
}

// They may have been made: to make them again is not for us to decide.
void TestUsageGroup::doesNotTryAgainWhenTheDatabaseGoesAway()
{
    addVendor(*m_database);
    QVERIFY(submit(oneOrderOf(QStringLiteral("acme"))));
    QTRY_COMPARE(m_outcomes.granted.load(), 1);
    const auto superuser = m_database->open(QStringLiteral("postgres"));
    QVERIFY(superuser->execute(
        QStringLiteral("select pg_terminate_backend(pid) from pg_stat_activity where datname = ? "
                       "and usename = 'orion_companion'"),
        {m_database->name()}));
    QVERIFY(superuser->execute(
        QStringLiteral("revoke connect on database %1 from public, orion_companion")
            .arg(m_database->name()),
        {}));
    QVERIFY(submit(oneOrderOf(QStringLiteral("acme"))));
    QTRY_COMPARE(m_outcomes.away.load(), 1);
    QCOMPARE(m_outcomes.handedBack.load(), 0);
    QVERIFY(superuser->execute(
        QStringLiteral("grant connect on database %1 to public").arg(m_database->name()), {}));
    const auto isThere = [&] {
        (void)submit(oneOrderOf(QStringLiteral("acme")));
        return m_outcomes.granted.load() > 1;
    };
    QTRY_VERIFY(isThere());
}

void TestUsageGroup::makesWhatWaitsWhenItStops()
{
    addVendor(*m_database);
    for (int i = 0; i < 50; ++i)
        QVERIFY(submit(oneOrderOf(QStringLiteral("acme"))));
    m_group->stop();
    QCOMPARE(m_outcomes.granted.load(), 50);
    QVERIFY(!submit(oneOrderOf(QStringLiteral("acme"))));
    QCOMPARE(m_outcomes.all(), 50);
}

QTEST_GUILESS_MAIN(TestUsageGroup)
#include "test_usagegroup.moc"
