#include "tests/integration/usage/usageworld.h"

#include <QTest>

using namespace Orion;

namespace
{

constexpr std::array metrics{UsageMetric::Orders, UsageMetric::Products, UsageMetric::TeamMembers};

const QDateTime earlier = usageNow.addSecs(-1);
const QDateTime later = usageNow.addSecs(1);

} // namespace

// Who may take how much.
class TestUsageLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_database = std::make_unique<TestDatabase>(); }
    void cleanup() { m_database.reset(); }
    void givesAccessByStatus_data();
    void givesAccessByStatus();
    void keepsTheGracePeriodThatIsConfigured();
    void admitsUpToTheLimitAndNotPastIt_data();
    void admitsUpToTheLimitAndNotPastIt();
    void takesAllOfADeltaOrNothing();
    void knowsNoLimitWhereThereIsNone_data();
    void knowsNoLimitWhereThereIsNone();
    void knowsALimitOfNothing();
    void prefersAnOverrideUntilItExpires_data();
    void prefersAnOverrideUntilItExpires();
    void letsWhoeverIsOverReleaseOnly();
    void refusesAVendorThatIsNotRegistered();
    void refusesAVendorThatNeverSubscribed();
    void saysWhyInASentence();
    void setsWhatThePlatformCounted();
    void refusesToSetTheUsageOfNobody();

private:
    UsageAnswer change(const UsageChange &change, const QDateTime &now = usageNow)
    {
        const auto answer = changeUsage(m_database->session(), change, now);
        if (!answer)
            qFatal("%s", qPrintable(answer.error().detail));
        return *answer;
    }
    void override(UsageMetric metric, const Limit &limit, const QDateTime &expires);

    std::unique_ptr<TestDatabase> m_database;
};

void TestUsageLimits::override(UsageMetric metric, const Limit &limit, const QDateTime &expires)
{
    const auto set = m_database->session().execute(
        QStringLiteral("insert into billing.limit_overrides (vendor_id, metric, limit_value,"
                       " expires_at, reason, created_by) select id, ?, ?, ?, 'test', 'test' from"
                       " billing.vendors"),
        {toText(metric), limit ? QVariant(*limit) : QVariant(QMetaType::fromType<qint64>()),
         expires});
    QVERIFY(set);
}

void TestUsageLimits::givesAccessByStatus_data()
{
    QTest::addColumn<VendorState>("vendor");
    QTest::addColumn<bool>("allowed");
    const auto add = [](const char *name, bool allowed, const char *status, const char *stripe,
                        const QDateTime &trialEnd = {}, const QDateTime &dueSince = {}) {
        VendorState vendor;
        vendor.status = QString::fromLatin1(status);
        vendor.stripeStatus = QString::fromLatin1(stripe);
        vendor.trialEndsAt = trialEnd;
        vendor.pastDueSince = dueSince;
        QTest::newRow(name) << vendor << allowed;
    };
    add("local trial", true, "trial", "", later);
    add("local trial that ends now", false, "trial", "", usageNow);
    add("local trial that ended", false, "trial", "", earlier);
    add("trial at Stripe", true, "trial", "trialing", later);
    add("trial at Stripe whose event is late", true, "trial", "trialing", earlier);
    add("active", true, "active", "active");
    add("past due for a day", true, "past_due", "past_due", {}, usageNow.addDays(-1));
    add("past due for almost 7 days", true, "past_due", "past_due", {},
        usageNow.addDays(-7).addSecs(1));
    add("past due for 7 days", false, "past_due", "past_due", {}, usageNow.addDays(-7));
    add("unpaid for a day", true, "past_due", "unpaid", {}, usageNow.addDays(-1));
    add("unpaid for a month", false, "past_due", "unpaid", {}, usageNow.addDays(-30));
    add("incomplete", false, "incomplete", "incomplete");
    add("incomplete until it expired", false, "expired", "incomplete_expired");
    add("paused", false, "paused", "paused");
    add("collection paused", false, "paused", "active");
    add("cancelled", false, "cancelled", "canceled");
    add("expired", false, "expired", "canceled");
    add("expired trial", false, "expired", "", earlier);
    add("a word nobody knows", false, "active", "hibernating");
    add("a word nobody knows in a trial", false, "trial", "Trialing", later);
}

void TestUsageLimits::givesAccessByStatus()
{
    QFETCH(VendorState, vendor);
    QFETCH(bool, allowed);
    addVendor(*m_database, vendor);
    for (const UsageMetric metric : metrics) {
        const UsageAnswer answer = change(changeBy(1, metric));
        QCOMPARE(answer.outcome,
                 allowed ? UsageOutcome::Granted : UsageOutcome::SubscriptionInactive);
        QCOMPARE(answer.usage.used, allowed ? 1 : 0);
        // What is there may go, whatever the status.
        QCOMPARE(change(changeBy(-1, metric)).outcome, UsageOutcome::Granted);
    }
}

void TestUsageLimits::keepsTheGracePeriodThatIsConfigured()
{
    VendorState vendor;
    vendor.status = vendor.stripeStatus = QStringLiteral("past_due");
    vendor.pastDueSince = usageNow.addDays(-2);
    addVendor(*m_database, vendor);
    QCOMPARE(change(changeBy(1)).outcome, UsageOutcome::Granted);
    QVERIFY(m_database->session().execute(
        QStringLiteral("update billing.settings set payment_grace_days = 2")));
    QCOMPARE(change(changeBy(1)).outcome, UsageOutcome::SubscriptionInactive);
    QCOMPARE(change(changeBy(1), earlier).outcome, UsageOutcome::Granted);
}

void TestUsageLimits::admitsUpToTheLimitAndNotPastIt_data()
{
    QTest::addColumn<UsageMetric>("metric");
    QTest::newRow("orders") << UsageMetric::Orders;
    QTest::newRow("products") << UsageMetric::Products;
    QTest::newRow("team members") << UsageMetric::TeamMembers;
}

void TestUsageLimits::admitsUpToTheLimitAndNotPastIt()
{
    QFETCH(UsageMetric, metric);
    setTierLimits(*m_database, QStringLiteral("essential"), 3, 3, 3);
    addVendor(*m_database);
    for (int i = 1; i <= 3; ++i) {
        const UsageAnswer answer = change(changeBy(1, metric));
        QCOMPARE(answer.outcome, UsageOutcome::Granted);
        QCOMPARE(answer.usage.used, i);
        QCOMPARE(answer.usage.limit, Limit(3));
        QCOMPARE(answer.usage.remaining(), 3 - i);
    }
    const UsageAnswer refused = change(changeBy(1, metric));
    QCOMPARE(refused.outcome, UsageOutcome::LimitExceeded);
    QCOMPARE(refused.usage.used, 3);
    QCOMPARE(refused.usage.limit, Limit(3));
    QCOMPARE(storedUsage(*m_database, metric), 3);
    // What is released can be taken again; below zero there is nothing to release.
    QCOMPARE(change(changeBy(-2, metric)).usage.used, 1);
    QCOMPARE(change(changeBy(2, metric)).usage.used, 3);
    QCOMPARE(change(changeBy(-100, metric)).usage.used, 0);
    QCOMPARE(storedUsage(*m_database, metric), 0);
    // The other metrics are untouched.
    for (const UsageMetric other : metrics) {
        if (other != metric)
            QCOMPARE(storedUsage(*m_database, other), 0);
    }
}

void TestUsageLimits::takesAllOfADeltaOrNothing()
{
    setTierLimits(*m_database, QStringLiteral("essential"), 10, 10, 10);
    addVendor(*m_database);
    for (const UsageMetric metric : metrics) {
        QCOMPARE(change(changeBy(11, metric)).outcome, UsageOutcome::LimitExceeded); // none yet
        QCOMPARE(storedUsage(*m_database, metric), 0);
        QCOMPARE(change(changeBy(8, metric)).usage.used, 8);
        QCOMPARE(change(changeBy(3, metric)).outcome, UsageOutcome::LimitExceeded);
        QCOMPARE(storedUsage(*m_database, metric), 8);
        QCOMPARE(change(changeBy(2, metric)).usage.used, 10);
    }
}

void TestUsageLimits::knowsNoLimitWhereThereIsNone_data()
{
    admitsUpToTheLimitAndNotPastIt_data();
}

void TestUsageLimits::knowsNoLimitWhereThereIsNone()
{
    QFETCH(UsageMetric, metric);
    VendorState vendor;
    vendor.tier = QStringLiteral("enterprise");
    addVendor(*m_database, vendor);
    const UsageAnswer answer = change(changeBy(1'000'000, metric));
    QCOMPARE(answer.outcome, UsageOutcome::Granted);
    QCOMPARE(answer.usage.limit, Limit());
    QVERIFY(!answer.usage.remaining());
    // The counter itself ends somewhere; it does not fall over there.
    QCOMPARE(change(changeBy(2'147'483'647, metric)).outcome, UsageOutcome::LimitExceeded);
    QCOMPARE(storedUsage(*m_database, metric), 1'000'000);
}

void TestUsageLimits::knowsALimitOfNothing()
{
    setTierLimits(*m_database, QStringLiteral("essential"), 0, 0, 0);
    addVendor(*m_database);
    for (const UsageMetric metric : metrics)
        QCOMPARE(change(changeBy(1, metric)).outcome, UsageOutcome::LimitExceeded);
}

void TestUsageLimits::prefersAnOverrideUntilItExpires_data()
{
    QTest::addColumn<Limit>("limit");
    QTest::addColumn<QDateTime>("expires");
    QTest::addColumn<Limit>("holds");
    QTest::newRow("higher") << Limit(5) << QDateTime() << Limit(5);
    QTest::newRow("lower") << Limit(1) << QDateTime() << Limit(1);
    QTest::newRow("unlimited") << Limit() << QDateTime() << Limit();
    QTest::newRow("higher until later") << Limit(5) << later << Limit(5);
    QTest::newRow("higher until now") << Limit(5) << usageNow << Limit(3);
    QTest::newRow("unlimited until before") << Limit() << earlier << Limit(3);
}

void TestUsageLimits::prefersAnOverrideUntilItExpires()
{
    QFETCH(Limit, limit);
    QFETCH(QDateTime, expires);
    QFETCH(Limit, holds);
    setTierLimits(*m_database, QStringLiteral("essential"), 3, 3, 3);
    addVendor(*m_database);
    for (const UsageMetric metric : metrics) {
        override(metric, limit, expires);
        const qint64 most = holds.value_or(50);
        for (int i = 0; i < most; ++i)
            QCOMPARE(change(changeBy(1, metric)).usage.limit, holds);
        if (holds)
            QCOMPARE(change(changeBy(1, metric)).outcome, UsageOutcome::LimitExceeded);
        QCOMPARE(storedUsage(*m_database, metric), most);
    }
}

void TestUsageLimits::letsWhoeverIsOverReleaseOnly()
{
    addVendor(*m_database);
    QVERIFY(reportUsage(m_database->session(), QStringLiteral("acme"), {500, 7, {}}, usageNow));
    QCOMPARE(change(changeBy(1, UsageMetric::Products)).outcome, UsageOutcome::LimitExceeded);
    const UsageAnswer released = change(changeBy(-1, UsageMetric::Products));
    QCOMPARE(released.outcome, UsageOutcome::Granted);
    QCOMPARE(released.usage.used, 499);
    QCOMPARE(released.usage.remaining(), 0);
}

void TestUsageLimits::refusesAVendorThatIsNotRegistered()
{
    for (const int delta : {1, -1})
        QCOMPARE(change(changeBy(delta)).outcome, UsageOutcome::VendorUnknown);
}

void TestUsageLimits::refusesAVendorThatNeverSubscribed()
{
    QVERIFY(m_database->session().execute(QStringLiteral(
        "insert into billing.vendors (vendor_code, name, email) values ('acme', 'A', 'a@a.a')")));
    for (const UsageMetric metric : metrics) {
        QCOMPARE(change(changeBy(1, metric)).outcome, UsageOutcome::SubscriptionInactive);
        QCOMPARE(change(changeBy(-1, metric)).outcome, UsageOutcome::Granted);
    }
}

void TestUsageLimits::saysWhyInASentence()
{
    const UsageChange wanted = changeBy(5, UsageMetric::TeamMembers);
    QVERIFY(!refusalOf(wanted, {UsageOutcome::Granted, {}}));
    const auto over = refusalOf(wanted, {UsageOutcome::LimitExceeded, {8, 10}});
    QCOMPARE(over->code, ErrorCode::LimitExceeded);
    QCOMPARE(over->message,
             QStringLiteral("5 more do not fit: the plan allows 10 team members, and 8 are in use. "
                            "Change to a larger plan."));
    QCOMPARE(refusalOf(wanted, {UsageOutcome::SubscriptionInactive, {}})->code,
             ErrorCode::SubscriptionInactive);
    QCOMPARE(refusalOf(wanted, {UsageOutcome::VendorUnknown, {}})->code, ErrorCode::NotFound);
    QCOMPARE(refusalOf(wanted, {UsageOutcome::KeyReused, {}})->code, ErrorCode::Conflict);
}

void TestUsageLimits::setsWhatThePlatformCounted()
{
    addVendor(*m_database);
    const auto report = [&](const UsageReport &counted) {
        return reportUsage(m_database->session(), QStringLiteral("acme"), counted, usageNow)
            .has_value();
    };
    const auto stored = [&] {
        return m_database->value(QStringLiteral(
            "select concat_ws(' ', products, team_members, coalesce(storage_used_gb::text, 'none'))"
            " from billing.usage_gauges"));
    };
    QVERIFY(report({{}, 4, {}}));
    QCOMPARE(stored(), QStringLiteral("0 4 none"));
    QVERIFY(report({12, {}, 1.25}));
    QCOMPARE(stored(), QStringLiteral("12 4 1.250"));
    QVERIFY(report({0, 0, 0}));
    QCOMPARE(stored(), QStringLiteral("0 0 0.000"));
    QVERIFY(report({{}, {}, 7}));
    QCOMPARE(stored(), QStringLiteral("0 0 7.000"));
}

void TestUsageLimits::refusesToSetTheUsageOfNobody()
{
    const auto done =
        reportUsage(m_database->session(), QStringLiteral("nobody"), {1, 1, {}}, usageNow);
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestUsageLimits)
#include "test_usagelimits.moc"
