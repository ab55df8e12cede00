#include <QTest>

#include "services/capacity/capacityservice.h"
#include "tests/integration/capacity/capacityworld.h"

#include <algorithm>

using namespace Orion;

namespace
{

const QString essential = QStringLiteral("essential");

} // namespace

// The platform's health from what the database says.
class TestPlatformHealth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anEmptyPlatformIsHealthy();
    void keepsTheCapacityForAMinute();
    void seesQueuesAndJobsAtOnce();
    void aJobThatSucceededSinceIsFine();
    void recommendsTheUpgradeOfAFullTier();
    void growsOverAnyRange();

private:
    PlatformHealth health();
    void event(const QString &status, const QDateTime &receivedAt);
    void jobRun(const char *job, const char *state, const QDateTime &startedAt);

    std::unique_ptr<CapacityWorld> m_world;
    std::unique_ptr<CapacityService> m_service;
};

void TestPlatformHealth::init()
{
    m_service.reset();
    m_world.reset();
    m_world = std::make_unique<CapacityWorld>();
    m_service = std::make_unique<CapacityService>(m_world->clock, CapacityThresholds());
}

PlatformHealth TestPlatformHealth::health()
{
    const auto found = m_service->health(*m_world->companion);
    if (!found)
        qFatal("%s", qPrintable(found.error().detail));
    return *found;
}

void TestPlatformHealth::event(const QString &status, const QDateTime &receivedAt)
{
    m_world->execute(
        QStringLiteral("insert into billing.stripe_webhook_events (event_id, event_type, status, "
                       "created_at, received_at) select 'evt_' || gen_random_uuid(), "
                       "'invoice.paid', ?, ?, ?"),
        {status, receivedAt, receivedAt});
}

void TestPlatformHealth::jobRun(const char *job, const char *state, const QDateTime &startedAt)
{
    m_world->execute(
        QStringLiteral("insert into billing.job_runs (job, scheduled_for, started_at, finished_at, "
                       "state, message) values (?, ?, ?, ?, ?, 'It says so.')"),
        {QString::fromLatin1(job), startedAt, startedAt, startedAt.addSecs(5),
         QString::fromLatin1(state)});
}

void TestPlatformHealth::anEmptyPlatformIsHealthy()
{
    const PlatformHealth found = health();
    QCOMPARE(found.severity(), Severity::Info);
    QCOMPARE(found.state.checkedAt, usageNow);
    QVERIFY(found.state.dbSizeMb > 5);
    QVERIFY(found.state.connections >= 1);
    QVERIFY(found.state.mostConnections >= found.state.connections);
    QVERIFY(!found.state.snapshot);
    QCOMPARE(found.capacity.subscriptions(), 0);
    QCOMPARE(found.recommendations.size(), std::size_t(2)); // no snapshot yet, infrastructure
}

void TestPlatformHealth::keepsTheCapacityForAMinute()
{
    m_world->vendor(QStringLiteral("a"), essential, {10, 1, 1, {}});
    QCOMPARE(m_service->subscriptionCapacity(*m_world->companion)->subscriptions(), 1);
    m_world->vendor(QStringLiteral("b"), essential, {10, 1, 1, {}});
    m_world->clock.advanceSeconds(60);
    const auto kept = m_service->subscriptionCapacity(*m_world->companion);
    QCOMPARE(kept->subscriptions(), 1);
    QCOMPARE(kept->computedAt, usageNow);
    m_world->clock.advanceSeconds(1);
    const auto anew = m_service->subscriptionCapacity(*m_world->companion);
    QCOMPARE(anew->subscriptions(), 2);
    QCOMPARE(anew->computedAt, usageNow.addSecs(61));
}

void TestPlatformHealth::seesQueuesAndJobsAtOnce()
{
    QCOMPARE(health().severity(), Severity::Info);
    event(QStringLiteral("received"), usageNow.addSecs(-400));
    event(QStringLiteral("failed"), usageNow.addDays(-3));
    jobRun("sync_stripe_status", "failed", usageNow.addSecs(-600));
    const PlatformHealth found = health();
    QCOMPARE(found.severity(), Severity::Warning);
    QCOMPARE(found.state.webhooks.due, 1);
    QCOMPARE(found.state.webhooks.failed, 1);
    QCOMPARE(found.state.webhooks.oldestDue, usageNow.addSecs(-400));
    QCOMPARE(found.state.jobTroubles.size(), std::size_t(1));
    QCOMPARE(found.state.jobTroubles.front().message, QStringLiteral("It says so."));
    QStringList titles;
    for (const Recommendation &one : found.recommendations)
        titles.append(one.title);
    QVERIFY(titles.contains(QStringLiteral("Webhook events wait")));
    QVERIFY(titles.contains(QStringLiteral("1 webhook event failed")));
    QVERIFY(titles.contains(QStringLiteral("Job sync_stripe_status failed")));
}

void TestPlatformHealth::aJobThatSucceededSinceIsFine()
{
    jobRun("sync_stripe_status", "failed", usageNow.addSecs(-600));
    jobRun("sync_stripe_status", "succeeded", usageNow.addSecs(-300));
    jobRun("sync_stripe_status", "cancelled", usageNow.addSecs(-100));
    jobRun("reset_period_counters", "succeeded", usageNow.addSecs(-600));
    jobRun("reset_period_counters", "lost", usageNow.addSecs(-300));
    const auto troubles = health().state.jobTroubles;
    QCOMPARE(troubles.size(), std::size_t(1));
    QCOMPARE(troubles.front().job, QStringLiteral("reset_period_counters"));
    QCOMPARE(troubles.front().state, QStringLiteral("lost"));
}

void TestPlatformHealth::recommendsTheUpgradeOfAFullTier()
{
    for (int i = 0; i < 5; ++i)
        m_world->vendor(QStringLiteral("v%1").arg(i), essential, {i == 0 ? 199 : 50, 1, 10, {}});
    const auto all = health().recommendations;
    const auto found = std::ranges::find(all, QStringLiteral("tiers"), &Recommendation::category);
    QVERIFY(found != all.end());
    QCOMPARE(found->action, QStringLiteral("Offer them the upgrade to Professional."));
    QCOMPARE(found->tierCode, essential);
}

void TestPlatformHealth::growsOverAnyRange()
{
    for (int ago = 5; ago >= 0; --ago) {
        m_world->clock.set(usageNow.addDays(-ago));
        m_world->vendor(QStringLiteral("v%1").arg(ago), essential, {});
        QVERIFY(m_service->capture(*m_world->companion));
    }
    const auto days = [&](int count) { return m_service->trends(*m_world->companion, count); };
    QCOMPARE(days(30)->snapshots, 6);
    QCOMPARE(days(30)->periodDays(), 30);
    QCOMPARE(days(30)->trends.front().startValue, 1.0);
    QCOMPARE(days(3)->snapshots, 3);
    QCOMPARE(days(3)->trends.front().startValue, 4.0);
    QCOMPARE(days(3)->trends.front().currentValue, 6.0);
    QCOMPARE(days(3660)->snapshots, 6);
}

QTEST_GUILESS_MAIN(TestPlatformHealth)
#include "test_platformhealth.moc"
