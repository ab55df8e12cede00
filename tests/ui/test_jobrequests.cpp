#include "tests/ui/jobstage.h"

#include <QPushButton>
#include <QtTest>

using namespace Orion;

// Running jobs from the console, and cancelling their runs. The tests play the companion.
class TestJobRequests : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void cleanup() { m_stage.reset(); }

    void asksACompanionAndTellsHowItEnds();
    void tellsThatTheRunFailed();
    void saysWhatToDoWhenNoCompanionTakesItUp();
    void saysWhatTheRequestWaitsFor();
    void asksForNothingWhenThePersonBacksOut();
    void takesARequestBack();
    void cancelsARun();
    void leavesARunAloneWhenThePersonBacksOut();
    void saysThatARunWasOverBefore();
    void saysWhyARoleMayNot();
    void letsOpsRunJobs();

private:
    void start(const QString &role = QStringLiteral("orion_admin"));
    void request(); // of the first job, which is chosen
    // What a companion would do to the newest run, and tell.
    void play(const QString &set);
    QString newest(const QString &columns);
    Notice *progress() const { return m_page->panel()->progress(); }

    std::unique_ptr<JobStage> m_stage;
    JobsPage *m_page = nullptr;
};

void TestJobRequests::start(const QString &role)
{
    m_stage = std::make_unique<JobStage>(role);
    m_stage->fill();
    m_page = m_stage->open();
    QTRY_COMPARE(m_page->panel()->history()->rowCount(), 1);
    QTRY_VERIFY(m_stage->isLive());
    QCOMPARE(m_page->panel()->job(), QLatin1String(JobStage::reset));
}

void TestJobRequests::request()
{
    m_stage->dialogs().choice = 1;
    m_page->panel()->runButton()->click();
    QTRY_COMPARE(newest(QStringLiteral("state")), QStringLiteral("requested"));
    QTRY_VERIFY(!progress()->isHidden());
}

void TestJobRequests::play(const QString &set)
{
    m_stage->change(QStringLiteral("update billing.job_runs set %1 where id = (select max(id) from "
                                   "billing.job_runs)")
                        .arg(set),
                    Topic::Jobs);
}

QString TestJobRequests::newest(const QString &columns)
{
    return m_stage->value(
        QStringLiteral("select %1 from billing.job_runs order by id desc limit 1").arg(columns));
}

void TestJobRequests::asksACompanionAndTellsHowItEnds()
{
    start();
    request();
    QCOMPARE(m_stage->dialogs().questions.size(), 1);
    QVERIFY(
        m_stage->dialogs().questions.first().title.contains(QLatin1String("Open order windows")));
    QCOMPARE(newest(QStringLiteral("job || ' ' || requested_by")),
             QStringLiteral("reset_period_counters orion_admin"));
    QVERIFY(progress()->text().contains(QLatin1String("a companion begins")));
    QVERIFY(!m_page->panel()->runButton()->isEnabled());
    QTRY_COMPARE(QString::number(m_page->detail()->runId()), newest(QStringLiteral("id")));

    play(QStringLiteral("state = 'running', started_at = '2026-11-15 12:00Z', processed = 1200, "
                        "host = 'billing-1'"));
    QTRY_VERIFY(progress()->text().contains(QLatin1String("1,200 rows so far")));
    play(QStringLiteral("state = 'succeeded', finished_at = '2026-11-15 12:00:07Z', processed = "
                        "3000, message = '3000 order windows were opened.'"));
    QTRY_VERIFY(!m_page->notice()->isHidden());
    QCOMPARE(m_page->notice()->kind(), Notice::Kind::Success);
    QCOMPARE(m_page->notice()->text(),
             QStringLiteral("Open order windows: Succeeded. 3000 order windows were opened."));
    QVERIFY(progress()->isHidden());
    QVERIFY(m_page->panel()->runButton()->isEnabled());
}

void TestJobRequests::tellsThatTheRunFailed()
{
    start();
    request();
    play(QStringLiteral("state = 'failed', finished_at = started_at, message = 'The payment system "
                        "failed.'"));
    QTRY_VERIFY(!m_page->notice()->isHidden());
    QCOMPARE(m_page->notice()->kind(), Notice::Kind::Failure);
    QVERIFY(m_page->notice()->text().contains(QLatin1String("The payment system failed.")));
    QTRY_COMPARE(m_page->detail()->errorText(), QStringLiteral("The payment system failed."));
}

void TestJobRequests::saysWhatToDoWhenNoCompanionTakesItUp()
{
    start();
    request();
    QCOMPARE(progress()->kind(), Notice::Kind::Progress);
    m_stage->clock().advanceSeconds(20);
    QTRY_COMPARE(progress()->kind(), Notice::Kind::Failure);
    QVERIFY2(progress()->text().contains(QLatin1String("orion-companion serve")),
             qPrintable(progress()->text()));
    // It is there after all.
    play(QStringLiteral("state = 'running', started_at = '2026-11-15 12:00:20Z'"));
    QTRY_COMPARE(progress()->kind(), Notice::Kind::Progress);
}

void TestJobRequests::saysWhatTheRequestWaitsFor()
{
    start();
    m_stage->change(QStringLiteral("insert into billing.job_runs (job, scheduled_for, started_at) "
                                   "values ('sync_stripe_status', '2026-11-15 12:00Z', "
                                   "'2026-11-15 12:00Z')"),
                    Topic::Jobs);
    QTRY_COMPARE(m_stage->cell(m_page, JobStage::sync, 3), QStringLiteral("Running"));
    request();
    m_stage->clock().advanceSeconds(60);
    QTRY_VERIFY(progress()->text().contains(QLatin1String("Compare with Stripe")));
    QCOMPARE(progress()->kind(), Notice::Kind::Progress);
}

void TestJobRequests::asksForNothingWhenThePersonBacksOut()
{
    start();
    m_stage->dialogs().choice = 0;
    const QString before = newest(QStringLiteral("id"));
    m_page->panel()->runButton()->click();
    QCOMPARE(m_stage->dialogs().questions.size(), 1);
    m_page->refresh();
    QTRY_COMPARE(newest(QStringLiteral("id")), before);
    QVERIFY(progress()->isHidden());
}

void TestJobRequests::takesARequestBack()
{
    start();
    request();
    progress()->button()->click();
    QTRY_COMPARE(newest(QStringLiteral("state || ' ' || message")),
                 QStringLiteral("cancelled Cancelled by orion_admin."));
    QTRY_VERIFY(progress()->isHidden());
    QTRY_COMPARE(m_page->notice()->kind(), Notice::Kind::Info);
}

void TestJobRequests::cancelsARun()
{
    start();
    request();
    play(QStringLiteral("state = 'running', started_at = '2026-11-15 12:00Z'"));
    QTRY_VERIFY(progress()->text().startsWith(QLatin1String("Running for")));
    progress()->button()->click();
    QCOMPARE(m_stage->dialogs().questions.size(), 2);
    QVERIFY(m_stage->dialogs().questions.last().dangerous);
    QTRY_COMPARE(newest(QStringLiteral("state || ' ' || cancel_requested_by")),
                 QStringLiteral("running orion_admin"));
    QTRY_VERIFY(progress()->text().startsWith(QLatin1String("Cancelled by orion_admin;")));
    QVERIFY(progress()->action().isEmpty()); // once is enough
    play(QStringLiteral("state = 'cancelled', finished_at = '2026-11-15 12:00:03Z', message = "
                        "'Cancelled by orion_admin.'"));
    QTRY_VERIFY(progress()->isHidden());
    QTRY_COMPARE(m_page->notice()->text(),
                 QStringLiteral("Open order windows: Cancelled by orion_admin."));
}

void TestJobRequests::leavesARunAloneWhenThePersonBacksOut()
{
    start();
    request();
    play(QStringLiteral("state = 'running', started_at = '2026-11-15 12:00Z'"));
    QTRY_VERIFY(progress()->text().startsWith(QLatin1String("Running for")));
    m_stage->dialogs().choice = 0;
    progress()->button()->click();
    QCOMPARE(m_stage->dialogs().questions.size(), 2);
    m_page->refresh();
    QTRY_COMPARE(newest(QStringLiteral("coalesce(cancel_requested_by, 'nobody')")),
                 QStringLiteral("nobody"));
}

void TestJobRequests::saysThatARunWasOverBefore()
{
    start();
    request();
    // Nobody tells the page.
    m_stage->run(QStringLiteral("update billing.job_runs set state = 'succeeded', finished_at = "
                                "started_at where state = 'requested'"));
    progress()->button()->click();
    QTRY_VERIFY(!m_page->notice()->isHidden());
    QTRY_VERIFY(progress()->isHidden());
}

void TestJobRequests::saysWhyARoleMayNot()
{
    start(QStringLiteral("orion_finance"));
    const QPushButton *button = m_page->panel()->runButton();
    QVERIFY(!button->isEnabled());
    QVERIFY(button->toolTip().contains(QLatin1String("orion_ops")));
    m_stage->change(QStringLiteral("insert into billing.job_runs (job, scheduled_for, started_at) "
                                   "values ('reset_period_counters', '2026-11-15 12:00Z', "
                                   "'2026-11-15 12:00Z')"),
                    Topic::Jobs);
    QTRY_VERIFY(!progress()->isHidden());
    QVERIFY(progress()->action().isEmpty());
}

void TestJobRequests::letsOpsRunJobs()
{
    start(QStringLiteral("orion_ops"));
    request();
    QCOMPARE(newest(QStringLiteral("requested_by")), QStringLiteral("orion_ops"));
}

QTEST_MAIN(TestJobRequests)
#include "test_jobrequests.moc"
