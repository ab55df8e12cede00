#include <QTest>

#include "services/jobs/jobplan.h"
#include "tests/integration/jobs/jobworld.h"

using namespace Orion;

namespace
{

JobPlan planned(const char *schedule, int jitter = 0)
{
    const auto read = CronSchedule::parse(QString::fromLatin1(schedule));
    if (!read)
        qFatal("%s", qPrintable(read.error().message));
    return {{QStringLiteral("probe"), {}, read->text(), jitter, false, nullptr},
            *read,
            utc("2026-01-01T00:00")};
}

const QString daily = QStringLiteral("reset_period_counters");

} // namespace

// When which job is due.
class TestJobPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsTheSchedulesOfTheReference();
    void takesSchedulesFromTheConfiguration();
    void refusesTheNameOfNoJob();
    void makesUpForTheLastTimeOnly();
    void isNotDueForWhatWasBeforeItWasKnown();
    void drawsAJitterThatIsTheSameEverywhere();
    void neverWaitsSoLongThatTheNextTimeComes();
    void remembersSinceWhenAJobIsKnown();
    void anotherScheduleBeginsAnew();
    void aJobThatNobodyConfirmsForADayIsRetired();
    void aJobThatAnotherCompanionConfirmsStays();
    void aClockThatWasWrongDoesNotKeepAJobAway();
};

void TestJobPlan::knowsTheSchedulesOfTheReference()
{
    const auto plans = planJobs(allJobs(), {});
    QVERIFY(plans);
    QStringList schedules;
    for (const JobPlan &plan : *plans)
        schedules.append(plan.job.name + QStringLiteral(": ") + plan.schedule->text());
    schedules.sort();
    QCOMPARE(schedules, (QStringList{QStringLiteral("capture_capacity_snapshot: 0 0 * * *"),
                                     QStringLiteral("check_trial_expirations: 0 1 * * *"),
                                     QStringLiteral("cleanup_stale_subscriptions: 0 2 * * sun"),
                                     QStringLiteral("recover_missed_events: 0 * * * *"),
                                     QStringLiteral("reset_period_counters: 5 0 * * *"),
                                     QStringLiteral("sync_stripe_status: 0 * * * *")}));
}

void TestJobPlan::takesSchedulesFromTheConfiguration()
{
    const auto plans =
        planJobs(allJobs(), {{daily, QStringLiteral("30 4 * * *")},
                             {QStringLiteral("sync_stripe_status"), QStringLiteral("off")}});
    QVERIFY(plans);
    for (const JobPlan &plan : *plans) {
        if (plan.job.name == daily)
            QCOMPARE(plan.schedule->text(), QStringLiteral("30 4 * * *"));
        QCOMPARE(plan.schedule.has_value(), plan.job.name != QStringLiteral("sync_stripe_status"));
        if (!plan.schedule)
            QVERIFY(!dueTime(plan, usageNow));
    }
}

void TestJobPlan::refusesTheNameOfNoJob()
{
    const auto plans =
        planJobs(allJobs(), {{QStringLiteral("make_coffee"), QStringLiteral("0 7 * * *")}});
    QVERIFY(!plans);
    QCOMPARE(plans.error().code, ErrorCode::ConfigurationInvalid);
    QCOMPARE(plans.error().message,
             QStringLiteral("ORION_JOB_MAKE_COFFEE: there is no job make_coffee."));
}

void TestJobPlan::makesUpForTheLastTimeOnly()
{
    const JobPlan plan = planned("5 0 * * *");
    QCOMPARE(dueTime(plan, utc("2026-06-15T12:00")), utc("2026-06-15T00:05"));
    QCOMPARE(dueTime(plan, utc("2026-06-15T00:04")), utc("2026-06-14T00:05"));
}

void TestJobPlan::isNotDueForWhatWasBeforeItWasKnown()
{
    JobPlan plan = planned("5 0 * * *");
    plan.since = utc("2026-06-15T09:00");
    QVERIFY(!dueTime(plan, utc("2026-06-15T12:00")));
    QVERIFY(!dueTime(plan, utc("2026-06-16T00:04")));
    QCOMPARE(dueTime(plan, utc("2026-06-16T00:05")), utc("2026-06-16T00:05"));
}

void TestJobPlan::drawsAJitterThatIsTheSameEverywhere()
{
    const JobPlan plan = planned("0 * * * *", 119);
    std::set<qint64> drawn;
    for (int hour = 0; hour < 24 * 7; ++hour) {
        const QDateTime time = utc("2026-06-15T00:00").addSecs(3600 * hour);
        const qint64 jitter = jitterSeconds(plan, time);
        QVERIFY(jitter >= 0 && jitter <= 119);
        QCOMPARE(jitterSeconds(plan, time), jitter);
        if (jitter > 0)
            QVERIFY(!dueTime(plan, time.addSecs(jitter - 1)));
        QCOMPARE(dueTime(plan, time.addSecs(jitter)), time);
        drawn.insert(jitter);
    }
    QVERIFY(drawn.size() > 60); // spread over the two minutes
}

void TestJobPlan::neverWaitsSoLongThatTheNextTimeComes()
{
    const JobPlan plan = planned("* * * * *", 119);
    for (int minute = 0; minute < 200; ++minute)
        QVERIFY(jitterSeconds(plan, utc("2026-06-15T00:00").addSecs(60 * minute)) <= 15);
}

void TestJobPlan::remembersSinceWhenAJobIsKnown()
{
    JobWorld world;
    auto plans = *planJobs(allJobs(), {});
    QVERIFY(announcePlans(*world.companion, plans, usageNow));
    QCOMPARE(plans.front().since, usageNow);
    auto later = *planJobs(allJobs(), {});
    QVERIFY(announcePlans(*world.companion, later, usageNow.addDays(3)));
    QCOMPARE(later.front().since, usageNow);
    const auto announced = announcedSchedules(*world.companion);
    QVERIFY(announced);
    QCOMPARE(announced->value(daily), QStringLiteral("5 0 * * *"));
    QCOMPARE(std::size_t(announced->size()), allJobs().size());
}

void TestJobPlan::anotherScheduleBeginsAnew()
{
    JobWorld world;
    auto off = *planJobs(allJobs(), {{daily, QStringLiteral("off")}});
    QVERIFY(announcePlans(*world.companion, off, usageNow));
    QCOMPARE(announcedSchedules(*world.companion)->value(daily), QStringLiteral("off"));
    auto on = *planJobs(allJobs(), {});
    QVERIFY(announcePlans(*world.companion, on, usageNow.addDays(3)));
    QCOMPARE(on.front().job.name, daily);
    QCOMPARE(on.front().since, usageNow.addDays(3));
    QCOMPARE(on.at(1).since, usageNow);
}

void TestJobPlan::aJobThatNobodyConfirmsForADayIsRetired()
{
    JobWorld world;
    const auto isRetired = [&](const QString &job) {
        return world.value(QStringLiteral("select retired_at is not null from "
                                          "billing.job_schedules where job = ?"),
                           {job}) == QLatin1String("true");
    };
    const auto announce = [&](std::vector<JobPlan> plans, const QDateTime &now) {
        QVERIFY(announcePlans(*world.companion, plans, now));
    };
    const auto all = *planJobs(allJobs(), {});
    const std::vector<JobPlan> fewer(all.begin() + 1, all.end()); // of a version without the first
    announce(all, usageNow);
    QCOMPARE(*confirmPlans(*world.companion, fewer, usageNow.addSecs(86'400)), 0);
    QVERIFY(!isRetired(daily));
    QCOMPARE(*confirmPlans(*world.companion, fewer, usageNow.addSecs(86'401)), 1);
    QVERIFY(isRetired(daily));
    QVERIFY(!isRetired(fewer.front().job.name));
    // What was due while nobody knew it is not made up for.
    auto again = all;
    QVERIFY(announcePlans(*world.companion, again, usageNow.addDays(3)));
    QVERIFY(!isRetired(daily));
    QCOMPARE(again.front().since, usageNow.addDays(3));
    QCOMPARE(again.at(1).since, usageNow);
}

void TestJobPlan::aJobThatAnotherCompanionConfirmsStays()
{
    JobWorld world;
    auto all = *planJobs(allJobs(), {});
    const std::vector<JobPlan> fewer(all.begin() + 1, all.end());
    QVERIFY(announcePlans(*world.companion, all, usageNow));
    for (int hour = 1; hour < 50; ++hour) {
        QVERIFY(confirmPlans(*world.companion, all, usageNow.addSecs(hour * 3600)));
        QCOMPARE(*confirmPlans(*world.companion, fewer, usageNow.addSecs(hour * 3600 + 60)), 0);
    }
}

void TestJobPlan::aClockThatWasWrongDoesNotKeepAJobAway()
{
    JobWorld world;
    auto plans = *planJobs(allJobs(), {});
    QVERIFY(announcePlans(*world.companion, plans, usageNow.addYears(10)));
    QVERIFY(announcePlans(*world.companion, plans, usageNow));
    QCOMPARE(plans.front().since, usageNow);
}

QTEST_GUILESS_MAIN(TestJobPlan)
#include "test_jobplan.moc"
