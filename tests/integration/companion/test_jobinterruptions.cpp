#include <QTest>

#include "services/database/session.h"
#include "tests/integration/companion/companionclient.h"
#include "tests/integration/database/scratchcluster.h"

#include <csignal>

using namespace Orion;

namespace
{

constexpr int patience = 60'000; // ms

// What is committed is there after a crash, as it would be for the platform.
const EmbeddedOptions durable;

// How a run stands, how often it was begun, and what the last attempt did.
const QString ledger =
    QStringLiteral("select string_agg(concat_ws(' ', state, attempt, processed), ', ' order by "
                   "id) from billing.job_runs where job = 'check_trial_expirations'");

// Each trial is over once, with one change and one entry in the audit log.
const QString outcome = QStringLiteral(
    "select concat_ws(' ', (select count(*) from billing.vendor_subscriptions where status = "
    "'expired'), (select count(*) || ' ' || count(distinct subscription_id) from "
    "billing.subscription_changes), (select count(*) || ' ' || count(distinct entity_id) from "
    "billing.audit_log where action = 'subscription.expired'))");

} // namespace

// What ends a job in the middle of its work: its companion is killed, or the database's server goes
// down and comes back. On a cluster of its own, by real programs.
class TestJobInterruptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void theNextCompanionDoesWhatAKilledOneLeft();
    void theCompanionGoesOnWhenTheDatabaseIsBack();

private:
    QString value(const QString &sql) const
    {
        return ask(m_cluster->settings(QStringLiteral("orion_owner")), sql);
    }
    ProcessEnvironment environment() const;
    void addTrials();
    // Holds the trial that ends last, so that a run stops in its second batch.
    void holdLastTrial();
    void waitForSecondBatch();

    std::unique_ptr<ScratchCluster> m_scratch;
    std::unique_ptr<EmbeddedCluster> m_cluster;
    std::unique_ptr<Session> m_holder;
};

ProcessEnvironment TestJobInterruptions::environment() const
{
    return {{QStringLiteral("DATABASE_URL"),
             m_cluster->settings(QStringLiteral("orion_companion")).conninfo()},
            {QStringLiteral("STRIPE_WEBHOOK_SECRET"), QString::fromLatin1(testSecret)},
            {QStringLiteral("ORION_JOB_CHECK_TRIAL_EXPIRATIONS"), QStringLiteral("0 0 * * *")}};
}

void TestJobInterruptions::init()
{
    m_scratch = std::make_unique<ScratchCluster>();
    m_cluster = m_scratch->start(durable);
    const auto migrated =
        runCompanion({QStringLiteral("migrate")},
                     {{QStringLiteral("DATABASE_URL"),
                       m_cluster->settings(QStringLiteral("orion_owner")).conninfo()}});
    QVERIFY2(migrated.exitCode == 0, migrated.errors.constData());
    addTrials();
}

void TestJobInterruptions::cleanup()
{
    m_holder.reset();
    m_cluster.reset();
    m_scratch.reset();
}

// Known to the companions for days, so that the run of last midnight is due.
void TestJobInterruptions::addTrials()
{
    const auto owner = Session::open(m_cluster->settings(QStringLiteral("orion_owner")),
                                     QStringLiteral("orion-test"));
    QVERIFY(owner);
    const auto added = (*owner)->script(QStringLiteral(R"(
        with v as (
            insert into billing.vendors (vendor_code, name, email)
            select 'many-' || i, 'Many', 'a@b.example' from generate_series(1, 12000) i
            returning id)
        insert into billing.vendor_subscriptions (vendor_id, tier_id, status, period_start,
                                                  trial_ends_at)
        select v.id, t.id, 'trial', now() - interval '40 days',
               now() - interval '10 days' + v.id * interval '1 second'
        from v, billing.subscription_tiers t where code = 'essential';
        insert into billing.job_schedules (job, schedule, since, updated_at, host)
        values ('check_trial_expirations', '0 0 * * *', now() - interval '3 days', now(), 'x');
        analyze billing.vendors, billing.vendor_subscriptions)"));
    QVERIFY2(added, qUtf8Printable(added ? QString() : added.error().detail));
}

void TestJobInterruptions::holdLastTrial()
{
    auto holder = Session::open(m_cluster->settings(QStringLiteral("orion_owner")),
                                QStringLiteral("orion-test"));
    QVERIFY(holder);
    m_holder = std::move(*holder);
    QVERIFY(m_holder->script(QStringLiteral(
        "begin; select from billing.vendor_subscriptions where trial_ends_at = "
        "(select max(trial_ends_at) from billing.vendor_subscriptions) for update")));
}

void TestJobInterruptions::waitForSecondBatch()
{
    const QString where = QStringLiteral(
        "select (select count(*) from billing.subscription_changes) || ' done, ' || (select "
        "count(*) from pg_locks where not granted) || ' waits'");
    QTRY_COMPARE_WITH_TIMEOUT(value(where), QStringLiteral("10000 done, 1 waits"), patience);
}

void TestJobInterruptions::theNextCompanionDoesWhatAKilledOneLeft()
{
    holdLastTrial();
    CompanionProcess killed(environment());
    QVERIFY2(killed.start(), killed.errorOutput().constData());
    waitForSecondBatch();
    killed.kill();
    QCOMPARE(value(ledger), QStringLiteral("running 1 0"));
    m_holder.reset();

    CompanionProcess next(environment());
    QVERIFY2(next.start(), next.errorOutput().constData());
    QTRY_COMPARE_WITH_TIMEOUT(value(ledger), QStringLiteral("succeeded 2 2000"), patience);
    QCOMPARE(value(outcome), QStringLiteral("12000 12000 12000 12000 12000"));
}

void TestJobInterruptions::theCompanionGoesOnWhenTheDatabaseIsBack()
{
    holdLastTrial();
    CompanionProcess companion(environment());
    QVERIFY2(companion.start(), companion.errorOutput().constData());
    waitForSecondBatch();
    QCOMPARE(::kill(m_scratch->serverPid(), SIGQUIT), 0); // at once, as in a crash
    QTRY_VERIFY_WITH_TIMEOUT(!m_scratch->isRunning(), patience);
    const auto again = m_scratch->start(durable);

    QTRY_COMPARE_WITH_TIMEOUT(value(ledger), QStringLiteral("succeeded 2 2000"), patience);
    QCOMPARE(value(outcome), QStringLiteral("12000 12000 12000 12000 12000"));
    QVERIFY(companion.isRunning());
}

QTEST_GUILESS_MAIN(TestJobInterruptions)
#include "test_jobinterruptions.moc"
