#include <atomic>

#include <QTest>

#include "app/companion/jobscheduler.h"
#include "tests/integration/jobs/jobworld.h"

using namespace Orion;

namespace
{

// The jobs of these tests count their runs and do what the test tells them to, on the scheduler's
// thread.
std::atomic<int> runs = 0;
std::function<Result<JobOutcome>(JobContext &)> body;

Result<JobOutcome> probe(JobContext &context)
{
    const int run = ++runs;
    return body ? body(context) : JobOutcome{run, QStringLiteral("Run %1.").arg(run)};
}

const Job hourly{QStringLiteral("probe"), {}, QStringLiteral("0 * * * *"), 0, false, &probe};
const Job daily{QStringLiteral("probe"), {}, QStringLiteral("5 0 * * *"), 0, false, &probe};

struct NoKey : ScriptedStripe
{
    bool isConfigured() const override { return false; }
};

} // namespace

// The companion's thread that runs the jobs when they are due.
class TestJobScheduler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void runsAJobWhenItIsDue();
    void retiresWhatNoCompanionKnowsAnyMore();
    void makesUpOnceForWhatWasMissed();
    void runsNothingThatWasDueBeforeTheJobWasKnown();
    void runsNothingThatIsOff();
    void twoCompanionsRunItOnce();
    void runsNothingTwiceWhenTheClockIsSetBack();
    void runsAgainWhenTheDatabaseComesBackInMidRun();
    void takesOverFromACompanionThatDied();
    void leavesTheNextCompanionWhatItCouldNotFinish();
    void tellsThatStripeIsAwayAndGoesOnTheNextHour();
    void waitsForACompanionWithAKey();
    void runsWhatSomebodyAskedForOnce();
    void beginsARequestAgainWhoseCompanionDied();
    void givesUpARequestThatIsLostEachTime();
    void leavesALostCommandAlone();
    void endsARunThatSomebodyCancels();
    void startsWithoutADatabase();

private:
    std::unique_ptr<JobScheduler> start(const Job &job, const QString &schedule = {});
    std::unique_ptr<JobScheduler> startOn(const ConnectionSettings &settings, const Job &job,
                                          StripeApi &stripe, const QString &schedule = {});
    // The jobs are known since then.
    void knowSince(const QDateTime &time);
    bool isAnnounced();
    // As a companion that died has left it.
    void leaveRunning(const char *requestedBy, bool isRequest, int attempt);

    std::unique_ptr<JobWorld> m_world;
    std::unique_ptr<Metrics> m_metrics;
};

void TestJobScheduler::init()
{
    m_world.reset();
    m_world = std::make_unique<JobWorld>();
    m_metrics = std::make_unique<Metrics>();
    runs = 0;
    body = nullptr;
}

std::unique_ptr<JobScheduler> TestJobScheduler::startOn(const ConnectionSettings &settings,
                                                        const Job &job, StripeApi &stripe,
                                                        const QString &schedule)
{
    const auto plans = planJobs(std::span(&job, 1),
                                schedule.isEmpty() ? QHash<QString, QString>()
                                                   : QHash<QString, QString>{{job.name, schedule}});
    if (!plans)
        qFatal("%s", qPrintable(plans.error().message));
    return std::make_unique<JobScheduler>(
        settings, *plans, stripe, m_world->clock, *m_metrics, [](const std::set<Topic> &) {},
        std::chrono::milliseconds(20));
}

std::unique_ptr<JobScheduler> TestJobScheduler::start(const Job &job, const QString &schedule)
{
    return startOn(m_world->database.settings(QStringLiteral("orion_companion")), job,
                   m_world->stripe, schedule);
}

void TestJobScheduler::knowSince(const QDateTime &time)
{
    auto plans = *planJobs(std::span(&hourly, 1), {});
    QVERIFY(announcePlans(*m_world->companion, plans, time));
}

bool TestJobScheduler::isAnnounced()
{
    return m_world->value(QStringLiteral("select count(*) from billing.job_schedules")) ==
           QStringLiteral("1");
}

void TestJobScheduler::runsAJobWhenItIsDue()
{
    m_world->clock.set(utc("2026-06-15T11:59"));
    const auto scheduler = start(hourly);
    QTRY_VERIFY(isAnnounced());
    QCOMPARE(runs.load(), 0);
    m_world->clock.set(utc("2026-06-15T12:00"));
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("succeeded 1"));
    m_world->clock.set(utc("2026-06-15T13:00"));
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("succeeded 2"));
    QCOMPARE(runs.load(), 2);
    QCOMPARE(m_world->value(QStringLiteral("select string_agg(to_char(scheduled_for at time zone "
                                           "'UTC', 'HH24:MI') || ' ' || message, ' ' order by id) "
                                           "from billing.job_runs")),
             QStringLiteral("12:00 Run 1. 13:00 Run 2."));
    QVERIFY(
        m_metrics->text().contains("orion_job_runs_total{job=\"probe\",outcome=\"succeeded\"} 2"));
}

void TestJobScheduler::retiresWhatNoCompanionKnowsAnyMore()
{
    m_world->execute(QStringLiteral("insert into billing.job_schedules (job, schedule, since, "
                                    "updated_at, host) values ('gone', '0 3 * * *', ?, ?, 'old')"),
                     {usageNow.addDays(-90), usageNow.addSecs(-86'000)});
    const QString retired = QStringLiteral("select string_agg(job, ' ') from billing.job_schedules "
                                           "where retired_at is not null");
    m_world->clock.set(usageNow);
    const auto scheduler = start(hourly);
    QTRY_COMPARE(m_world->value(QStringLiteral("select count(*) from billing.job_schedules")),
                 QStringLiteral("2"));
    QCOMPARE(m_world->value(retired), QString());
    m_world->clock.set(usageNow.addSecs(3600));
    QTRY_COMPARE(m_world->value(retired), QStringLiteral("gone"));
}

void TestJobScheduler::makesUpOnceForWhatWasMissed()
{
    knowSince(usageNow.addDays(-10));
    m_world->clock.set(utc("2026-06-15T12:10"));
    const auto scheduler = start(hourly);
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("succeeded 1"));
    m_world->clock.set(utc("2026-06-15T13:00"));
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("succeeded 2"));
    QCOMPARE(m_world->value(QStringLiteral("select to_char(min(scheduled_for) at time zone 'UTC', "
                                           "'HH24:MI') from billing.job_runs")),
             QStringLiteral("12:00"));
}

void TestJobScheduler::runsNothingThatWasDueBeforeTheJobWasKnown()
{
    m_world->clock.set(utc("2026-06-15T12:30"));
    const auto scheduler = start(daily);
    QTRY_VERIFY(isAnnounced());
    m_world->clock.set(utc("2026-06-16T00:05"));
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("succeeded 1"));
    QCOMPARE(m_world->value(QStringLiteral("select to_char(scheduled_for at time zone 'UTC', "
                                           "'DD HH24:MI') from billing.job_runs")),
             QStringLiteral("16 00:05"));
}

void TestJobScheduler::runsNothingThatIsOff()
{
    {
        const auto off = start(hourly, QStringLiteral("off"));
        QTRY_VERIFY(isAnnounced());
        m_world->clock.advanceSeconds(3 * 3600);
        // Another job's scheduler, which comes later, is done before.
        const Job other{QStringLiteral("other"),
                        {},
                        QStringLiteral("0 * * * *"),
                        0,
                        false,
                        [](JobContext &) -> Result<JobOutcome> { return JobOutcome{}; }};
        const auto on = start(other);
        QTRY_COMPARE(m_world->value(QStringLiteral("select count(*) from billing.job_schedules")),
                     QStringLiteral("2"));
        m_world->clock.advanceSeconds(3600);
        QTRY_COMPARE(m_world->ledger(), QStringLiteral("succeeded 1"));
    }
    QCOMPARE(runs.load(), 0);
}

void TestJobScheduler::twoCompanionsRunItOnce()
{
    knowSince(usageNow.addDays(-1));
    std::atomic<int> running = 0;
    std::atomic<int> most = 0;
    body = [&](JobContext &context) -> Result<JobOutcome> {
        most = std::max(most.load(), ++running);
        // Long enough for the others to look several times.
        const auto slept = context.session().execute(QStringLiteral("select pg_sleep(0.2)"));
        --running;
        return slept ? Result<JobOutcome>(JobOutcome{}) : fail(slept.error());
    };
    std::vector<std::unique_ptr<JobScheduler>> companions;
    for (int i = 0; i < 3; ++i)
        companions.push_back(start(hourly));
    for (int hour = 0; hour < 4; ++hour) {
        QTRY_COMPARE(m_world->ledger(), QStringLiteral("succeeded %1").arg(hour + 1));
        m_world->clock.advanceSeconds(hour < 3 ? 3600 : 0);
    }
    companions.clear();
    QCOMPARE(runs.load(), 4);
    QCOMPARE(most.load(), 1);
}

void TestJobScheduler::runsNothingTwiceWhenTheClockIsSetBack()
{
    knowSince(usageNow.addDays(-1));
    m_world->clock.set(utc("2026-06-15T11:30"));
    const auto scheduler = start(hourly);
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("succeeded 1"));
    m_world->clock.set(utc("2026-06-15T12:30"));
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("succeeded 2"));
    m_world->clock.set(utc("2026-06-15T11:30"));
    // A companion that starts at the wrong time, and so looks at what is due for certain.
    const auto another = start(hourly);
    m_world->clock.set(utc("2026-06-15T12:10"));
    m_world->clock.set(utc("2026-06-15T13:00"));
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("succeeded 3"));
    QCOMPARE(runs.load(), 3);
    QCOMPARE(m_world->value(QStringLiteral("select string_agg(to_char(scheduled_for at time zone "
                                           "'UTC', 'HH24'), ' ' order by id) from "
                                           "billing.job_runs")),
             QStringLiteral("11 12 13"));
}

void TestJobScheduler::runsAgainWhenTheDatabaseComesBackInMidRun()
{
    knowSince(usageNow.addDays(-1));
    body = [](JobContext &context) -> Result<JobOutcome> {
        const auto first = runs == 1 ? context.session().execute(QStringLiteral(
                                           "select pg_terminate_backend(pg_backend_pid())"))
                                     : Result<qint64>(0);
        return first ? Result<JobOutcome>(JobOutcome{1, QStringLiteral("Whole.")})
                     : fail(first.error());
    };
    const auto scheduler = start(hourly);
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("succeeded 1"));
    QCOMPARE(runs.load(), 2);
    QCOMPARE(m_world->value(QStringLiteral("select attempt || ' ' || message from "
                                           "billing.job_runs")),
             QStringLiteral("2 Whole."));
}

void TestJobScheduler::takesOverFromACompanionThatDied()
{
    knowSince(usageNow.addDays(-1));
    m_world->execute(QStringLiteral("insert into billing.job_runs (job, scheduled_for, started_at, "
                                    "host) values ('probe', ?, ?, 'dead')"),
                     {usageNow, usageNow});
    m_world->clock.advanceSeconds(60);
    const auto scheduler = start(hourly);
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("succeeded 1"));
    QCOMPARE(m_world->value(QStringLiteral("select attempt || ' ' || (host <> 'dead') from "
                                           "billing.job_runs")),
             QStringLiteral("2 true"));
}

void TestJobScheduler::leavesTheNextCompanionWhatItCouldNotFinish()
{
    knowSince(usageNow.addDays(-1));
    body = [](JobContext &context) -> Result<JobOutcome> {
        if (runs > 1)
            return JobOutcome{1, QStringLiteral("Whole.")};
        for (;;) {
            if (const auto held = context.progress(1); !held)
                return fail(held.error());
        }
    };
    {
        const auto scheduler = start(hourly);
        QTRY_COMPARE(runs.load(), 1);
    }
    QCOMPARE(m_world->ledger(), QStringLiteral("lost 1"));
    const auto next = start(hourly);
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("succeeded 1"));
    QCOMPARE(runs.load(), 2);
}

void TestJobScheduler::tellsThatStripeIsAwayAndGoesOnTheNextHour()
{
    knowSince(usageNow.addDays(-1));
    body = [](JobContext &context) -> Result<JobOutcome> {
        StripeCall call;
        call.path = QStringLiteral("/v1/subscriptions");
        const auto answer = context.stripe().call(call);
        return answer ? Result<JobOutcome>(JobOutcome{1, QStringLiteral("Stripe answers.")})
                      : fail(toError(answer.error()));
    };
    m_world->stripe.refuse(StripeErrorKind::Connection);
    m_world->stripe.answer({});
    const auto scheduler = start(hourly);
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("failed 1"));
    QCOMPARE(m_world->value(QStringLiteral("select message from billing.job_runs")),
             QStringLiteral("The payment system cannot be reached. Try again in a moment."));
    m_world->clock.advanceSeconds(3600);
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("failed 1, succeeded 1"));
    QCOMPARE(runs.load(), 2);
}

void TestJobScheduler::waitsForACompanionWithAKey()
{
    knowSince(usageNow.addDays(-1));
    Job needy = hourly;
    needy.needsStripe = true;
    NoKey none;
    const auto settings = m_world->database.settings(QStringLiteral("orion_companion"));
    std::atomic<int> withoutKey = 0;
    body = [&](JobContext &context) -> Result<JobOutcome> {
        withoutKey += !context.stripe().isConfigured();
        return JobOutcome{};
    };
    const auto without = startOn(settings, needy, none);
    const auto with = startOn(settings, needy, m_world->stripe);
    for (int hour = 1; hour < 5; ++hour) {
        QTRY_COMPARE(m_world->ledger(), QStringLiteral("succeeded %1").arg(hour));
        m_world->clock.advanceSeconds(hour < 4 ? 3600 : 0);
    }
    QCOMPARE(withoutKey.load(), 0);
}

void TestJobScheduler::runsWhatSomebodyAskedForOnce()
{
    // Also what its schedule has turned off.
    const auto first = start(hourly, QStringLiteral("off"));
    const auto second = start(hourly, QStringLiteral("off"));
    QTRY_VERIFY(isAnnounced());
    const auto ops = m_world->database.open(QStringLiteral("orion_ops"));
    const QString actor = QStringLiteral("alice");
    for (int i = 0; i < 3; ++i)
        QVERIFY(requestRun(*ops, hourly.name, actor, usageNow.addSecs(i)));
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("succeeded 3"));
    QCOMPARE(runs.load(), 3);
    QCOMPARE(m_world->value(QStringLiteral("select string_agg(distinct requested_by || ' ' || "
                                           "attempt, ', ') from billing.job_runs")),
             QStringLiteral("alice 1"));
}

void TestJobScheduler::leaveRunning(const char *requestedBy, bool isRequest, int attempt)
{
    m_world->execute(
        QStringLiteral(
            "insert into billing.job_runs (job, scheduled_for, started_at, requested_by, "
            "requested_at, attempt, host) values ('probe', ?, ?, ?, ?, ?, 'dead')"),
        {usageNow.addSecs(-90), usageNow.addSecs(-85), QString::fromLatin1(requestedBy),
         isRequest ? QVariant(usageNow.addSecs(-90)) : QVariant(QMetaType::fromType<QDateTime>()),
         attempt});
}

void TestJobScheduler::beginsARequestAgainWhoseCompanionDied()
{
    leaveRunning("alice", true, 1);
    const auto scheduler = start(hourly, QStringLiteral("off"));
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("succeeded 1"));
    QCOMPARE(runs.load(), 1);
    QCOMPARE(m_world->value(QStringLiteral("select requested_by || ' ' || attempt || ' ' || "
                                           "(host <> 'dead') from billing.job_runs")),
             QStringLiteral("alice 2 true"));
}

void TestJobScheduler::givesUpARequestThatIsLostEachTime()
{
    leaveRunning("alice", true, mostAttempts);
    const auto scheduler = start(hourly, QStringLiteral("off"));
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("lost 1"));
    QCOMPARE(m_world->value(QStringLiteral("select message from billing.job_runs")),
             QStringLiteral("The companion that ran it ended or lost the database. It is not begun "
                            "again after so many attempts."));
    // One that is asked for later is done, which shows that the companion looked on.
    QVERIFY(requestRun(*m_world->companion, hourly.name, QStringLiteral("alice"), usageNow));
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("lost 1, succeeded 1"));
    QCOMPARE(runs.load(), 1);
}

// Whoever ran it by command has seen it end, and may have ended it.
void TestJobScheduler::leavesALostCommandAlone()
{
    leaveRunning("cli:alice", false, 1);
    const auto scheduler = start(hourly, QStringLiteral("off"));
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("lost 1"));
    QVERIFY(requestRun(*m_world->companion, hourly.name, QStringLiteral("alice"), usageNow));
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("lost 1, succeeded 1"));
    QCOMPARE(runs.load(), 1);
}

void TestJobScheduler::endsARunThatSomebodyCancels()
{
    knowSince(usageNow.addDays(-1));
    body = [](JobContext &context) -> Result<JobOutcome> {
        for (;;) {
            if (const auto held = context.progress(1); !held)
                return fail(held.error());
        }
    };
    const auto scheduler = start(hourly);
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("running 1"));
    const auto ops = m_world->database.open(QStringLiteral("orion_ops"));
    const qint64 id =
        m_world->value(QStringLiteral("select id from billing.job_runs")).toLongLong();
    const auto asked = cancelRun(*ops, id, QStringLiteral("alice"), usageNow);
    QVERIFY(asked && *asked);
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("cancelled 1"));
    QCOMPARE(m_world->value(QStringLiteral("select message from billing.job_runs")),
             QStringLiteral("Cancelled by alice."));
    QVERIFY(!*cancelRun(*ops, id, QStringLiteral("alice"), usageNow));
    // It is not begun again before its next time.
    body = nullptr;
    m_world->clock.advanceSeconds(3600);
    QTRY_COMPARE(m_world->ledger(), QStringLiteral("cancelled 1, succeeded 1"));
    QCOMPARE(runs.load(), 2);
}

void TestJobScheduler::startsWithoutADatabase()
{
    const auto nowhere = ConnectionSettings::parse(QStringLiteral("host=/nonexistent dbname=x"));
    QVERIFY(nowhere);
    const auto scheduler = startOn(*nowhere, hourly, m_world->stripe);
    scheduler->stop();
    QCOMPARE(runs.load(), 0);
}

QTEST_GUILESS_MAIN(TestJobScheduler)
#include "test_jobscheduler.moc"
