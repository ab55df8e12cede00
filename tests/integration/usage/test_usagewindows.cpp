#include "tests/integration/usage/usageworld.h"

#include <QTest>

using namespace Orion;

namespace
{

const QDateTime anchor(QDate(2026, 1, 31), QTime(8, 30), Qt::UTC);

QDateTime at(int month, int day, int hour = 8, int minute = 30)
{
    return QDateTime(QDate(2026, month, day), QTime(hour, minute), Qt::UTC);
}

} // namespace

// Which month an order counts for, and what a repeated request does.
class TestUsageWindows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_database = std::make_unique<TestDatabase>(); }
    void cleanup() { m_database.reset(); }
    void countsOrdersByMonthFromTheAnchor_data();
    void countsOrdersByMonthFromTheAnchor();
    void opensOneWindowForAPeriodThatFebruaryCut();
    void goesOnFromThePeriodsEndUntilStripeTellsTheNext();
    void opensAWindowThatAnotherProgramOpened();
    void keepsTheCountThroughATierChange();
    void releasesFromTheWindowAnOrderWasTakenIn();
    void releasesNothingFromAWindowThatIsNotOpen();
    void countsARepeatOnce();
    void givesTheFirstAnswerAgain();
    void refusesAKeyForSomethingElse_data();
    void refusesAKeyForSomethingElse();
    void keepsTheKeysOfVendorsApart();
    void leavesTheKeyOfARefusalFree();
    void repeatsAReleaseOnce();

private:
    void addMonthly(bool annual = false)
    {
        VendorState vendor;
        vendor.periodStart = anchor;
        vendor.isAnnual = annual;
        addVendor(*m_database, vendor);
    }
    void bill(const QDateTime &start, const QDateTime &end)
    {
        QVERIFY(m_database->session().execute(
            QStringLiteral("update billing.vendor_subscriptions set period_start = ?, "
                           "period_end = ?"),
            {start, end}));
    }
    UsageAnswer change(const UsageChange &change, const QDateTime &now = usageNow)
    {
        const auto answer = changeUsage(m_database->session(), change, now);
        if (!answer)
            qFatal("%s", qPrintable(answer.error().detail));
        return *answer;
    }

    std::unique_ptr<TestDatabase> m_database;
};

void TestUsageWindows::countsOrdersByMonthFromTheAnchor_data()
{
    QTest::addColumn<bool>("annual");
    QTest::newRow("monthly") << false;
    QTest::newRow("annual") << true;
}

void TestUsageWindows::countsOrdersByMonthFromTheAnchor()
{
    QFETCH(bool, annual);
    setTierLimits(*m_database, QStringLiteral("essential"), 2, 2, 2);
    addMonthly(annual);
    // 28 February, 31 March, 30 April: the day is cut to the month's, never lost.
    const std::vector<std::pair<QDateTime, QDateTime>> spans{{at(1, 31), at(2, 28, 8, 29)},
                                                             {at(2, 28), at(3, 31, 8, 29)},
                                                             {at(3, 31), at(4, 30, 8, 29)}};
    for (const auto &[first, last] : spans) {
        QCOMPARE(change(changeBy(1), first).usage.used, 1);
        QCOMPARE(change(changeBy(1), last).usage.used, 2);
        QCOMPARE(change(changeBy(1), last).outcome, UsageOutcome::LimitExceeded);
        QCOMPARE(storedUsage(*m_database, UsageMetric::Orders, first), 2);
    }
    QCOMPARE(storedUsage(*m_database, UsageMetric::Orders), 6);
}

// Billed on the 31st: the period of 28 February ends on 31 March, and what a month allows, too.
void TestUsageWindows::opensOneWindowForAPeriodThatFebruaryCut()
{
    setTierLimits(*m_database, QStringLiteral("essential"), 2, 2, 2);
    addMonthly();
    bill(at(1, 31), at(2, 28));
    QCOMPARE(change(changeBy(2), at(2, 28, 8, 29)).outcome, UsageOutcome::Granted);
    bill(at(2, 28), at(3, 31));
    QCOMPARE(change(changeBy(2), at(2, 28)).outcome, UsageOutcome::Granted);
    for (const QDateTime &moment : {at(3, 27), at(3, 28), at(3, 31, 8, 29)})
        QCOMPARE(change(changeBy(1), moment).outcome, UsageOutcome::LimitExceeded);
    QCOMPARE(change(changeBy(1), at(3, 31)).usage.used, 1); // Stripe has not told it yet
    bill(at(3, 31), at(4, 30));
    QCOMPARE(change(changeBy(1), at(4, 2)).usage.used, 2);
    QCOMPARE(storedUsage(*m_database, UsageMetric::Orders, at(2, 28)), 2);
    QCOMPARE(storedUsage(*m_database, UsageMetric::Orders), 6);
}

// A trial has not the length of a month; what follows it begins where it ends.
void TestUsageWindows::goesOnFromThePeriodsEndUntilStripeTellsTheNext()
{
    setTierLimits(*m_database, QStringLiteral("essential"), 2, 2, 2);
    addMonthly();
    bill(at(4, 10), at(4, 24));
    QCOMPARE(change(changeBy(2), at(4, 23)).outcome, UsageOutcome::Granted);
    QCOMPARE(change(changeBy(1), at(4, 24)).usage.used, 1);
    bill(at(4, 24), at(5, 24));
    QCOMPARE(change(changeBy(1), at(5, 11)).usage.used, 2);
    QCOMPARE(change(changeBy(1), at(5, 11)).outcome, UsageOutcome::LimitExceeded);
}

void TestUsageWindows::opensAWindowThatAnotherProgramOpened()
{
    addMonthly();
    QVERIFY(m_database->session().execute(
        QStringLiteral("insert into billing.usage_windows select id, 'orders', ? from "
                       "billing.vendors"),
        {at(3, 31)}));
    QCOMPARE(change(changeBy(1), at(4, 2)).usage.used, 1);
    QCOMPARE(storedUsage(*m_database, UsageMetric::Orders, at(3, 31)), 1);
}

void TestUsageWindows::keepsTheCountThroughATierChange()
{
    addMonthly();
    QCOMPARE(change(changeBy(90), at(4, 2)).usage.used, 90);
    QVERIFY(m_database->session().execute(
        QStringLiteral("update billing.vendor_subscriptions set tier_id = (select id from "
                       "billing.subscription_tiers where code = 'professional')")));
    const UsageAnswer answer = change(changeBy(20), at(4, 3));
    QCOMPARE(answer.usage.used, 110);
    QCOMPARE(answer.usage.limit, Limit(500));
}

void TestUsageWindows::releasesFromTheWindowAnOrderWasTakenIn()
{
    addMonthly();
    change(changeBy(5), at(3, 30)); // in the window of 28 February
    change(changeBy(3), at(4, 2));
    UsageChange release = changeBy(-2);
    release.takenAt = at(3, 30);
    // The answer is about the present window.
    QCOMPARE(change(release, at(4, 2)).usage.used, 3);
    QCOMPARE(storedUsage(*m_database, UsageMetric::Orders, at(2, 28)), 3);
    QCOMPARE(storedUsage(*m_database, UsageMetric::Orders, at(3, 31)), 3);
    // Just now, and so in this one.
    QCOMPARE(change(changeBy(-1), at(4, 2)).usage.used, 2);
    release.takenAt = at(4, 1);
    QCOMPARE(change(release, at(4, 2)).usage.used, 0);
    QCOMPARE(storedUsage(*m_database, UsageMetric::Orders, at(2, 28)), 3);
}

void TestUsageWindows::releasesNothingFromAWindowThatIsNotOpen()
{
    addMonthly();
    change(changeBy(5), at(3, 30));
    QCOMPARE(change(changeBy(-1), at(4, 2)).usage.used, 0); // nothing taken in this one yet
    UsageChange release = changeBy(-1);
    release.takenAt = at(2, 1); // before any
    QCOMPARE(change(release, at(4, 2)).outcome, UsageOutcome::Granted);
    QCOMPARE(storedUsage(*m_database, UsageMetric::Orders), 5);
    QCOMPARE(m_database->value(QStringLiteral("select count(*) from billing.usage_windows")),
             QStringLiteral("1"));
}

void TestUsageWindows::countsARepeatOnce()
{
    addMonthly();
    UsageChange once = changeBy(2);
    once.idempotencyKey = QStringLiteral("order-1");
    for (int i = 0; i < 3; ++i) {
        const UsageAnswer answer = change(once);
        QCOMPARE(answer.outcome, UsageOutcome::Granted);
        QCOMPARE(answer.usage.used, 2);
        QCOMPARE(answer.usage.limit, Limit(100));
    }
    QCOMPARE(storedUsage(*m_database, UsageMetric::Orders), 2);
    once.idempotencyKey = QStringLiteral("order-2");
    QCOMPARE(change(once).usage.used, 4);
}

void TestUsageWindows::givesTheFirstAnswerAgain()
{
    addMonthly();
    UsageChange once = changeBy(1, UsageMetric::TeamMembers);
    once.idempotencyKey = QStringLiteral("join-1");
    QCOMPARE(change(once).usage.used, 1);
    QVERIFY(reportUsage(m_database->session(), QStringLiteral("acme"), {{}, 9, {}}, usageNow));
    QVERIFY(m_database->session().execute(
        QStringLiteral("update billing.vendor_subscriptions set status = 'paused'")));
    // It was granted, whatever has become of the subscription.
    const UsageAnswer again = change(once);
    QCOMPARE(again.outcome, UsageOutcome::Granted);
    QCOMPARE(again.usage.used, 1);
}

void TestUsageWindows::refusesAKeyForSomethingElse_data()
{
    QTest::addColumn<int>("delta");
    QTest::addColumn<UsageMetric>("metric");
    QTest::newRow("delta") << 2 << UsageMetric::Orders;
    QTest::newRow("release") << -1 << UsageMetric::Orders;
    QTest::newRow("metric") << 1 << UsageMetric::Products;
}

void TestUsageWindows::refusesAKeyForSomethingElse()
{
    QFETCH(int, delta);
    QFETCH(UsageMetric, metric);
    addMonthly();
    UsageChange first = changeBy(1);
    first.idempotencyKey = QStringLiteral("key");
    QCOMPARE(change(first).outcome, UsageOutcome::Granted);
    UsageChange other = changeBy(delta, metric);
    other.idempotencyKey = QStringLiteral("key");
    QCOMPARE(change(other).outcome, UsageOutcome::KeyReused);
    QCOMPARE(storedUsage(*m_database, UsageMetric::Orders), 1);
    QCOMPARE(storedUsage(*m_database, UsageMetric::Products), 0);
}

void TestUsageWindows::keepsTheKeysOfVendorsApart()
{
    addMonthly();
    VendorState other;
    other.code = QStringLiteral("other");
    addVendor(*m_database, other);
    UsageChange taken = changeBy(1);
    taken.idempotencyKey = QStringLiteral("key");
    QCOMPARE(change(taken).usage.used, 1);
    taken.vendorCode = other.code;
    taken.delta = 7;
    QCOMPARE(change(taken).usage.used, 7);
}

void TestUsageWindows::leavesTheKeyOfARefusalFree()
{
    setTierLimits(*m_database, QStringLiteral("essential"), 1, 1, 1);
    addMonthly();
    UsageChange once = changeBy(2);
    once.idempotencyKey = QStringLiteral("key");
    QCOMPARE(change(once).outcome, UsageOutcome::LimitExceeded);
    QCOMPARE(m_database->value(QStringLiteral("select count(*) from billing.usage_requests")),
             QStringLiteral("0"));
    setTierLimits(*m_database, QStringLiteral("essential"), 2, 2, 2);
    QCOMPARE(change(once).usage.used, 2);
    QCOMPARE(change(once).usage.used, 2);
}

void TestUsageWindows::repeatsAReleaseOnce()
{
    addMonthly();
    change(changeBy(10));
    UsageChange release = changeBy(-3);
    release.idempotencyKey = QStringLiteral("cancel-1");
    QCOMPARE(change(release).usage.used, 7);
    QCOMPARE(change(release).usage.used, 7);
    QCOMPARE(storedUsage(*m_database, UsageMetric::Orders), 7);
}

QTEST_GUILESS_MAIN(TestUsageWindows)
#include "test_usagewindows.moc"
