#include <QTest>

#include "services/jobs/joboverview.h"
#include "services/jobs/jobplan.h"
#include "tests/integration/jobs/jobworld.h"

using namespace Orion;

// What a console gets to know of the jobs.
class TestJobOverview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void listsWhatCompanionsHaveAnnounced();
    void listsWhatOnlyTheLedgerKnows();
    void leavesOutWhatIsRetired();
    void tellsTheNewestRunThatIsOver();
    void tellsWhatRunsBeforeWhatWaits();
    void tellsWhatIsDue_data();
    void tellsWhatIsDue();
    void isDueNoMoreOnceItRan();
    void pagesThroughAHistory();
    void refusesACursorThatIsNotOurs();
    void saysWhoCancelledARequest();
    void everyRoleOfPeopleMayLook_data();
    void everyRoleOfPeopleMayLook();
    void financeMayAskForNothing();

private:
    void addRun(const QString &job, const QDateTime &time, const QString &state = {});
    JobOverview the(const QString &job);
    JobWorld &world();

    std::unique_ptr<JobWorld> m_world;
};

void TestJobOverview::init()
{
    m_world.reset();
}

// Made when it is first used: not every test needs a database.
JobWorld &TestJobOverview::world()
{
    if (!m_world)
        m_world = std::make_unique<JobWorld>();
    return *m_world;
}

void TestJobOverview::addRun(const QString &job, const QDateTime &time, const QString &state)
{
    const QString wanted = state.isEmpty() ? QStringLiteral("succeeded") : state;
    const bool isOpen = wanted == QLatin1String("requested") || wanted == QLatin1String("running");
    world().execute(
        QStringLiteral("insert into billing.job_runs (job, scheduled_for, started_at, finished_at, "
                       "state) values (?, ?, ?, ?, ?)"),
        {job, time, time, isOpen ? QVariant(QMetaType::fromType<QDateTime>()) : QVariant(time),
         wanted});
}

JobOverview TestJobOverview::the(const QString &job)
{
    const auto jobs = listJobs(*world().companion);
    if (!jobs)
        qFatal("%s", qPrintable(jobs.error().detail));
    const auto found = std::ranges::find(*jobs, job, &JobOverview::job);
    if (found == jobs->end())
        qFatal("there is no job %s", qPrintable(job));
    return *found;
}

void TestJobOverview::listsWhatCompanionsHaveAnnounced()
{
    auto plans =
        *planJobs(allJobs(), {{QStringLiteral("sync_stripe_status"), QStringLiteral("off")}});
    QVERIFY(announcePlans(*world().companion, plans, usageNow));
    const auto jobs = listJobs(*world().companion);
    QVERIFY(jobs);
    QCOMPARE(jobs->size(), allJobs().size());
    for (const Job &job : allJobs()) {
        const JobOverview shown = the(job.name);
        QCOMPARE(shown.schedule,
                 job.name == QLatin1String("sync_stripe_status") ? QString() : job.schedule);
        QCOMPARE(shown.since, usageNow);
        QVERIFY(!shown.host.isEmpty());
        QVERIFY(!shown.open && !shown.ended);
    }
}

void TestJobOverview::listsWhatOnlyTheLedgerKnows()
{
    addRun(QStringLiteral("a"), usageNow);
    addRun(QStringLiteral("b"), usageNow);
    addRun(QStringLiteral("b"), usageNow.addSecs(60));
    const auto jobs = listJobs(*world().companion);
    QVERIFY(jobs);
    QCOMPARE(jobs->size(), 2U);
    QCOMPARE(jobs->at(0).job, QStringLiteral("a"));
    QCOMPARE(jobs->at(1).job, QStringLiteral("b"));
    QVERIFY(!jobs->at(0).since.isValid());
    QVERIFY(!timesOf(jobs->at(0), usageNow).next.isValid());
}

// Its runs stay in the ledger.
void TestJobOverview::leavesOutWhatIsRetired()
{
    auto plans = *planJobs(allJobs(), {});
    QVERIFY(announcePlans(*world().companion, plans, usageNow.addDays(-2)));
    const QString gone = plans.front().job.name;
    addRun(gone, usageNow.addDays(-2));
    plans.erase(plans.begin());
    QCOMPARE(*confirmPlans(*world().companion, plans, usageNow), 1);
    const auto jobs = listJobs(*world().companion);
    QVERIFY(jobs);
    QCOMPARE(jobs->size(), plans.size());
    QVERIFY(std::ranges::find(*jobs, gone, &JobOverview::job) == jobs->end());
}

void TestJobOverview::tellsTheNewestRunThatIsOver()
{
    addRun(QStringLiteral("a"), usageNow.addSecs(-60), QStringLiteral("failed"));
    addRun(QStringLiteral("a"), usageNow.addSecs(-120));
    addRun(QStringLiteral("a"), usageNow, QStringLiteral("running"));
    const JobOverview job = the(QStringLiteral("a"));
    QCOMPARE(job.ended->state, QStringLiteral("failed"));
    QCOMPARE(job.ended->scheduledFor, usageNow.addSecs(-60));
    QCOMPARE(job.open->state, QStringLiteral("running"));
    QCOMPARE(job.lastDue, usageNow);
}

void TestJobOverview::tellsWhatRunsBeforeWhatWaits()
{
    addRun(QStringLiteral("a"), usageNow, QStringLiteral("requested"));
    addRun(QStringLiteral("a"), usageNow.addSecs(1), QStringLiteral("requested"));
    QCOMPARE(the(QStringLiteral("a")).open->scheduledFor, usageNow);
    addRun(QStringLiteral("a"), usageNow.addSecs(2), QStringLiteral("running"));
    QCOMPARE(the(QStringLiteral("a")).open->scheduledFor, usageNow.addSecs(2));
}

void TestJobOverview::tellsWhatIsDue_data()
{
    QTest::addColumn<QString>("schedule");
    QTest::addColumn<QDateTime>("since");
    QTest::addColumn<QDateTime>("lastDue");
    QTest::addColumn<QDateTime>("next");
    QTest::addColumn<QDateTime>("dueSince");
    const QString hourly = QStringLiteral("0 * * * *");
    const QDateTime ten = utc("2026-06-15T10:00");
    const QDateTime eleven = utc("2026-06-15T11:00");
    const QDateTime noon = utc("2026-06-15T12:00");
    const QDateTime one = utc("2026-06-15T13:00");
    QTest::newRow("done") << hourly << ten << noon << one << QDateTime();
    QTest::newRow("not done") << hourly << ten << eleven << one << noon;
    QTest::newRow("never done") << hourly << ten << QDateTime() << one << noon;
    QTest::newRow("known since") << hourly << noon << QDateTime() << one << QDateTime();
    QTest::newRow("off") << QString() << ten << eleven << QDateTime() << QDateTime();
    QTest::newRow("not announced") << hourly << QDateTime() << eleven << QDateTime() << QDateTime();
}

void TestJobOverview::tellsWhatIsDue()
{
    QFETCH(QString, schedule);
    QFETCH(QDateTime, since);
    QFETCH(QDateTime, lastDue);
    JobOverview job;
    job.schedule = schedule;
    job.since = since;
    job.lastDue = lastDue;
    const JobTimes times = timesOf(job, utc("2026-06-15T12:30"));
    QTEST(times.next, "next");
    QTEST(times.dueSince, "dueSince");
}

// As the scheduler sees it: a run that somebody asked for is not the one that was due.
void TestJobOverview::isDueNoMoreOnceItRan()
{
    const QString job = QStringLiteral("reset_period_counters");
    auto plans = *planJobs(allJobs(), {});
    QVERIFY(announcePlans(*world().companion, plans, usageNow.addDays(-1)));
    const QDateTime due = utc("2026-06-15T00:05");
    QCOMPARE(timesOf(the(job), usageNow).dueSince, due);
    world().run(job);
    QCOMPARE(timesOf(the(job), usageNow).dueSince, due);
    world().run(*findJob(job), due);
    QVERIFY(!timesOf(the(job), usageNow).dueSince.isValid());
}

void TestJobOverview::pagesThroughAHistory()
{
    const QString job = QStringLiteral("a");
    for (int i = 0; i < 5; ++i)
        addRun(job, usageNow.addSecs(i));
    // Two that began in the same moment.
    world().execute(
        QStringLiteral("update billing.job_runs set started_at = ?, finished_at = ? "
                       "where scheduled_for in (?, ?)"),
        {usageNow.addSecs(10), usageNow.addSecs(11), usageNow.addSecs(2), usageNow.addSecs(3)});
    addRun(QStringLiteral("b"), usageNow);
    QStringList seen;
    PageRequest request{2, {}};
    for (int pages = 0; pages < 4; ++pages) {
        const auto page = jobHistory(*world().companion, job, request);
        QVERIFY(page);
        QVERIFY(page->rows.size() <= 2);
        for (const JobRun &run : page->rows)
            seen.append(QString::number(usageNow.secsTo(run.scheduledFor)));
        request.cursor = page->nextCursor;
        if (request.cursor.isEmpty())
            break;
    }
    QCOMPARE(seen.join(u' '), QStringLiteral("3 2 4 1 0"));
}

void TestJobOverview::refusesACursorThatIsNotOurs()
{
    const auto page = jobHistory(*world().companion, QStringLiteral("a"), {10, "x"});
    QVERIFY(!page);
    QCOMPARE(page.error().code, ErrorCode::InvalidArgument);
}

void TestJobOverview::saysWhoCancelledARequest()
{
    const auto ops = world().database.open(QStringLiteral("orion_ops"));
    const auto id = requestRun(*ops, QStringLiteral("a"), QStringLiteral("bob"), usageNow);
    QVERIFY(id);
    QCOMPARE(the(QStringLiteral("a")).open->requestedAt, usageNow);
    const auto cancelled = cancelRun(*ops, *id, QStringLiteral("alice"), usageNow.addSecs(5));
    QVERIFY(cancelled && *cancelled);
    const JobOverview job = the(QStringLiteral("a"));
    QVERIFY(!job.open);
    QCOMPARE(job.ended->state, QStringLiteral("cancelled"));
    QCOMPARE(job.ended->message, QStringLiteral("Cancelled by alice."));
    QCOMPARE(job.ended->cancelRequestedBy, QStringLiteral("alice"));
    QCOMPARE(job.ended->requestedBy, QStringLiteral("bob"));
}

void TestJobOverview::everyRoleOfPeopleMayLook_data()
{
    QTest::addColumn<QString>("role");
    for (const char *role : {"orion_admin", "orion_finance", "orion_ops"})
        QTest::newRow(role) << QString::fromLatin1(role);
}

void TestJobOverview::everyRoleOfPeopleMayLook()
{
    QFETCH(QString, role);
    addRun(QStringLiteral("a"), usageNow);
    const auto session = world().database.open(role);
    QCOMPARE(listJobs(*session)->size(), 1U);
    QCOMPARE(jobHistory(*session, QStringLiteral("a"), {})->rows.size(), 1U);
}

void TestJobOverview::financeMayAskForNothing()
{
    const auto finance = world().database.open(QStringLiteral("orion_finance"));
    const auto asked = requestRun(*finance, QStringLiteral("a"), QStringLiteral("carol"), usageNow);
    QVERIFY(!asked);
    QCOMPARE(asked.error().code, ErrorCode::Forbidden);
    addRun(QStringLiteral("a"), usageNow, QStringLiteral("running"));
    const qint64 id = the(QStringLiteral("a")).open->id;
    const auto cancelled = cancelRun(*finance, id, QStringLiteral("carol"), usageNow);
    QVERIFY(!cancelled);
    QCOMPARE(cancelled.error().code, ErrorCode::Forbidden);
}

QTEST_GUILESS_MAIN(TestJobOverview)
#include "test_joboverview.moc"
