#include "ui/pages/jobs/jobspage.h"

#include "tests/ui/jobstage.h"
#include "ui/pages/jobs/runchart.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/formats.h"

#include <QPushButton>
#include <QtTest>

using namespace Orion;

// What the jobs page shows, on a real database.
class TestJobsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void cleanup() { m_stage.reset(); }

    void showsEachJobWithItsScheduleAndItsLastRun();
    void saysWhatIsOverdue();
    void showsTheHistoryOfTheChosenJob();
    void followsWhatCompanionsDo();
    void tellsInWordsWhyARunFailed();
    void drawsDurationAndRows();
    void picksARunFromTheChartByKeys();
    void goesThroughThePageByKeys();
    void opensAJobByItsName();
    void saysWhenThereAreNoJobs();
    void saysWhenAJobHasNotRun();
    void saysWhenTheJobsCannotBeRead();
    void keepsWhatIsShownWhenItCannotBeReadAnew();

private:
    void start();

    std::unique_ptr<JobStage> m_stage;
    JobsPage *m_page = nullptr;
};

void TestJobsPage::start()
{
    m_stage = std::make_unique<JobStage>();
    m_stage->fill();
    m_page = m_stage->open();
    QTRY_COMPARE(m_page->model()->rowCount(), 3);
    QTRY_VERIFY(m_stage->isLive());
}

void TestJobsPage::showsEachJobWithItsScheduleAndItsLastRun()
{
    start();
    const QDateTime one(QDate(2026, 11, 15), QTime(13, 0), Qt::UTC);
    QCOMPARE(m_page->model()->keyAt(0), QLatin1String(JobStage::reset));
    QCOMPARE(m_stage->cell(m_page, JobStage::reset, 0), QStringLiteral("Open order windows"));
    QCOMPARE(m_stage->cell(m_page, JobStage::reset, 0, SecondaryTextRole),
             QLatin1String(JobStage::reset));
    QCOMPARE(m_stage->cell(m_page, JobStage::reset, 1), QStringLiteral("Every day at 00:05 UTC"));
    QCOMPARE(m_stage->cell(m_page, JobStage::reset, 1, SecondaryTextRole),
             QStringLiteral("5 0 * * *"));
    QCOMPARE(m_stage->cell(m_page, JobStage::reset, 3), QStringLiteral("Succeeded"));
    QCOMPARE(m_stage->cell(m_page, JobStage::reset, 5), QStringLiteral("2.0 s"));
    QCOMPARE(m_stage->cell(m_page, JobStage::reset, 6), QStringLiteral("480"));
    QCOMPARE(m_stage->cell(m_page, JobStage::sync, 2), Formats::time(one));
    QCOMPARE(m_stage->cell(m_page, JobStage::sync, 2, SecondaryTextRole), QStringLiteral("in 1 h"));
    QCOMPARE(m_stage->cell(m_page, JobStage::sync, 4), QStringLiteral("59 min ago"));
    QCOMPARE(m_stage->cell(m_page, JobStage::cleanup, 1), QStringLiteral("Off"));
    QCOMPARE(m_stage->cell(m_page, JobStage::cleanup, 2), QStringLiteral("–"));
    QCOMPARE(m_stage->cell(m_page, JobStage::cleanup, 3), QStringLiteral("Never"));
}

// What is due at noon has not been run: a little later that is a bad sign.
void TestJobsPage::saysWhatIsOverdue()
{
    start();
    m_stage->clock().advanceSeconds(4 * 60);
    QCOMPARE(m_stage->cell(m_page, JobStage::sync, 2, SecondaryTextRole),
             QStringLiteral("in 56 min"));
    m_stage->clock().advanceSeconds(6 * 60);
    QCOMPARE(m_stage->cell(m_page, JobStage::sync, 2), QStringLiteral("Overdue"));
    QVERIFY(m_stage->cell(m_page, JobStage::sync, 2, SecondaryTextRole)
                .endsWith(Formats::time(PageStage::now())));
    JobStage::choose(m_page, JobStage::sync);
    QVERIFY(m_page->panel()->progress()->text().contains(QLatin1String("orion-companion serve")));
    m_stage->change(QStringLiteral("insert into billing.job_runs (job, scheduled_for, started_at, "
                                   "finished_at, state) values ('sync_stripe_status', '2026-11-15 "
                                   "12:00Z', '2026-11-15 12:09Z', '2026-11-15 12:09Z', "
                                   "'succeeded')"),
                    Topic::Jobs);
    QTRY_VERIFY(m_stage->cell(m_page, JobStage::sync, 2) != QStringLiteral("Overdue"));
    QTRY_VERIFY(m_page->panel()->progress()->isHidden());
}

void TestJobsPage::showsTheHistoryOfTheChosenJob()
{
    start();
    RunTableModel *history = m_page->panel()->history();
    QTRY_COMPARE(history->rowCount(), 1); // of the first job
    QTRY_COMPARE(m_page->detail()->runId(), history->rowAt(0).id);
    JobStage::choose(m_page, JobStage::sync);
    QTRY_COMPARE(history->rowCount(), 12);
    QCOMPARE(history->rowAt(0).processed, 111);
    QTRY_COMPARE(m_page->detail()->runId(), history->rowAt(0).id); // the newest
    QVERIFY(m_page->detail()->errorText().isEmpty());
    QCOMPARE(history->index(0, 4).data().toString(), QStringLiteral("Schedule"));
}

void TestJobsPage::followsWhatCompanionsDo()
{
    start();
    JobStage::choose(m_page, JobStage::sync);
    RunTableModel *history = m_page->panel()->history();
    QTRY_COMPARE(history->rowCount(), 12);
    const qint64 chosen = m_page->detail()->runId();
    m_stage->change(QStringLiteral("insert into billing.job_runs (job, scheduled_for, started_at, "
                                   "processed, host) values ('sync_stripe_status', '2026-11-15 "
                                   "12:00Z', '2026-11-15 12:00Z', 1200, 'billing-1')"),
                    Topic::Jobs);
    QTRY_COMPARE(m_stage->cell(m_page, JobStage::sync, 3), QStringLiteral("Running"));
    QTRY_COMPARE(history->rowCount(), 13);
    QVERIFY(!m_page->panel()->progress()->isHidden());
    QVERIFY(m_page->panel()->progress()->text().contains(QLatin1String("1,200 rows so far")));
    // Progress makes no noise; the page looks by itself while something runs.
    m_stage->run(QStringLiteral("update billing.job_runs set processed = 2400 where state = "
                                "'running'"));
    QTRY_VERIFY(m_page->panel()->progress()->text().contains(QLatin1String("2,400 rows")));
    QCOMPARE(m_page->detail()->runId(), chosen);
    m_stage->change(QStringLiteral("update billing.job_runs set state = 'succeeded', finished_at = "
                                   "'2026-11-15 12:00:30Z' where state = 'running'"),
                    Topic::Jobs);
    QTRY_VERIFY(m_page->panel()->progress()->isHidden());
    QCOMPARE(m_stage->cell(m_page, JobStage::sync, 5), QStringLiteral("30 s"));
}

void TestJobsPage::tellsInWordsWhyARunFailed()
{
    start();
    JobStage::choose(m_page, JobStage::sync);
    RunTableModel *history = m_page->panel()->history();
    QTRY_COMPARE(history->rowCount(), 12);
    QCOMPARE(history->rowAt(2).state, QStringLiteral("failed"));
    m_page->panel()->list()->table()->setCurrentIndex(history->index(2, 0));
    QCOMPARE(m_page->detail()->runId(), history->rowAt(2).id);
    QCOMPARE(m_page->detail()->errorText(),
             QStringLiteral("The payment system cannot be reached. Try again in a moment."));
}

void TestJobsPage::drawsDurationAndRows()
{
    start();
    QTRY_COMPARE(m_page->panel()->history()->rowCount(), 1);
    QVERIFY(m_page->panel()->chart()->isHidden() || !m_page->panel()->chart()->isVisible());
    JobStage::choose(m_page, JobStage::sync);
    RunChart *chart = m_page->panel()->chart();
    QTRY_COMPARE(chart->runs().size(), 12U);
    QVERIFY(chart->isVisible());
    QVERIFY(chart->runs().front().startedAt < chart->runs().back().startedAt);
    QCOMPARE(chart->longest(), std::chrono::seconds(20)); // holds twelve
    QVERIFY(chart->accessibleDescription().contains(QLatin1String("12")));
}

void TestJobsPage::picksARunFromTheChartByKeys()
{
    start();
    JobStage::choose(m_page, JobStage::sync);
    RunChart *chart = m_page->panel()->chart();
    QTRY_COMPARE(chart->runs().size(), 12U);
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(chart, Qt::Key_Left);
    QVERIFY(chart->accessibleDescription().contains(QLatin1String("Failed after 12 s, 109 rows")));
    QTest::keyClick(chart, Qt::Key_Return);
    QCOMPARE(m_page->detail()->runId(), m_page->panel()->history()->rowAt(2).id);
}

void TestJobsPage::goesThroughThePageByKeys()
{
    start();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page));
    TableView *jobs = m_page->list()->table();
    jobs->setFocus();
    QTest::keyClick(jobs, Qt::Key_Down);
    QTest::keyClick(jobs, Qt::Key_Down);
    QCOMPARE(m_page->panel()->job(), QLatin1String(JobStage::sync));
    QTRY_COMPARE(m_page->panel()->history()->rowCount(), 12);
    QTest::keyClick(jobs, Qt::Key_Return);
    TableView *runs = m_page->panel()->list()->table();
    QVERIFY(runs->hasFocus());
    const qint64 newest = m_page->detail()->runId();
    QTest::keyClick(runs, Qt::Key_Down);
    QVERIFY(m_page->detail()->runId() != newest);
    QTest::keyClick(runs, Qt::Key_Escape);
    QCOMPARE(m_page->detail()->runId(), 0);
    QTest::keyClick(m_page, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(m_stage->dialogs().questions.size(), 1);
    QVERIFY(
        m_stage->dialogs().questions.first().title.contains(QLatin1String("Compare with Stripe")));
}

void TestJobsPage::opensAJobByItsName()
{
    start();
    m_page->open(QLatin1String(JobStage::cleanup));
    QCOMPARE(m_page->panel()->job(), QLatin1String(JobStage::cleanup));
}

void TestJobsPage::saysWhenThereAreNoJobs()
{
    m_stage = std::make_unique<JobStage>();
    m_page = m_stage->open();
    StateView *state = m_page->list()->state();
    QTRY_COMPARE(state->title(), QStringLiteral("No jobs yet"));
    QVERIFY(state->text().contains(QLatin1String("orion-companion serve")));
    QVERIFY(!m_page->panel()->isVisible());
    // A companion starts.
    QTRY_VERIFY(m_stage->isLive());
    m_stage->fill();
    m_stage->change(QStringLiteral("select 1"), Topic::Jobs);
    QTRY_COMPARE(m_page->model()->rowCount(), 3);
    QVERIFY(m_page->panel()->isVisible());
}

void TestJobsPage::saysWhenAJobHasNotRun()
{
    start();
    JobStage::choose(m_page, JobStage::cleanup);
    StateView *state = m_page->panel()->list()->state();
    QTRY_COMPARE(state->title(), QStringLiteral("No runs yet"));
    QCOMPARE(m_page->detail()->runId(), 0);
    QVERIFY(!m_page->panel()->chart()->isVisible());
}

void TestJobsPage::saysWhenTheJobsCannotBeRead()
{
    m_stage = std::make_unique<JobStage>();
    m_stage->fill();
    m_stage->run(QStringLiteral("revoke select on billing.job_schedules from orion_admin"));
    m_page = m_stage->open();
    StateView *state = m_page->list()->state();
    QTRY_VERIFY(state->text().contains(QLatin1String("does not have the right")));
    QVERIFY(!m_page->panel()->isVisible());
    m_stage->run(QStringLiteral("grant select on billing.job_schedules to orion_admin"));
    state->button()->click();
    QTRY_COMPARE(m_page->model()->rowCount(), 3);
}

void TestJobsPage::keepsWhatIsShownWhenItCannotBeReadAnew()
{
    start();
    QSignalSpy failed(m_page, &ConsolePage::failed);
    m_stage->change(QStringLiteral("revoke select on billing.job_schedules from orion_admin"),
                    Topic::Jobs);
    QTRY_VERIFY(!failed.isEmpty());
    QCOMPARE(m_page->model()->rowCount(), 3);
    QVERIFY(m_page->panel()->isVisible());
}

QTEST_MAIN(TestJobsPage)
#include "test_jobspage.moc"
