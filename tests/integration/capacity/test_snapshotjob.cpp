#include <QTest>

#include "tests/integration/capacity/capacityworld.h"
#include "tests/integration/jobs/jobworld.h"

using namespace Orion;

namespace
{

const QString job = QStringLiteral("capture_capacity_snapshot");
const QString days = QStringLiteral("select string_agg(snapshot_date || ' ' || total_vendors, ', ' "
                                    "order by snapshot_date) from billing.capacity_snapshots");

} // namespace

// The job that captures the snapshot of the day.
class TestSnapshotJob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void capturesTheDay();
    void runsTwiceOnADayWithoutHarm();
    void capturesNothingOnceItIsCancelled();

private:
    std::unique_ptr<JobWorld> m_world;
};

void TestSnapshotJob::init()
{
    m_world.reset();
    m_world = std::make_unique<JobWorld>();
}

void TestSnapshotJob::capturesTheDay()
{
    addVendor(m_world->database);
    const JobReport report = m_world->run(job);
    QCOMPARE(report.state, JobRunState::Succeeded);
    QCOMPARE(report.run.processed, 1);
    QCOMPARE(report.run.message, QStringLiteral("The snapshot of 2026-06-15 was taken. 1 vendor "
                                                "was counted. 1 subscription was counted."));
    QCOMPARE(m_world->value(days), QStringLiteral("2026-06-15 1"));
    QCOMPARE(m_world->changed, (std::set{Topic::Capacity, Topic::Jobs}));
}

void TestSnapshotJob::runsTwiceOnADayWithoutHarm()
{
    QCOMPARE(m_world->run(job).state, JobRunState::Succeeded);
    addVendor(m_world->database);
    QCOMPARE(m_world->run(job).state, JobRunState::Succeeded);
    m_world->clock.set(usageNow.addDays(1));
    QCOMPARE(m_world->run(job).state, JobRunState::Succeeded);
    QCOMPARE(m_world->value(days), QStringLiteral("2026-06-15 1, 2026-06-16 1"));
}

void TestSnapshotJob::capturesNothingOnceItIsCancelled()
{
    Job cancelled = *findJob(job);
    cancelled.run = [](JobContext &context) {
        const auto asked = context.session().execute(QStringLiteral(
            "update billing.job_runs set cancel_requested_by = 'alice' where state = 'running'"));
        if (!asked)
            return Result<JobOutcome>(fail(asked.error()));
        return captureCapacitySnapshot(context);
    };
    QCOMPARE(m_world->run(cancelled, usageNow).state, JobRunState::Cancelled);
    QCOMPARE(m_world->value(days), QString());
}

QTEST_GUILESS_MAIN(TestSnapshotJob)
#include "test_snapshotjob.moc"
