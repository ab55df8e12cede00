#include "services/jobs/joblist.h"
#include "ui/pages/jobs/jobcolumns.h"
#include "ui/pages/jobs/jobwords.h"
#include "ui/pages/jobs/runchart.h"
#include "ui/pages/jobs/runprogress.h"
#include "ui/widgets/formats.h"

#include <QtTest>

using namespace Orion;

namespace
{

const QDateTime noon(QDate(2026, 11, 15), QTime(12, 0), Qt::UTC);

JobOverview withOpen(const char *state, const QDateTime &since)
{
    JobOverview job;
    job.job = QStringLiteral("reset_period_counters");
    job.open = JobRun();
    job.open->state = QLatin1String(state);
    job.open->startedAt = since;
    job.open->requestedAt = since;
    return job;
}

} // namespace

// What the jobs page says, from what it is told.
class TestJobTexts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void saysASchedule_data();
    void saysASchedule();
    void namesEveryJob();
    void saysHowLongItIsUntil_data();
    void saysHowLongItIsUntil();
    void tellsWhenARequestIsStranded();
    void asksForAStripeKeyWhereOneIsNeeded();
    void tellsWhatARequestWaitsFor();
    void tellsHowFarARunIs();
    void measuresARunThatGoesOn();
    void describesARunOfTheChart();
};

void TestJobTexts::saysASchedule_data()
{
    QTest::addColumn<QString>("cron");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *cron, const char *said) {
        QTest::newRow(cron) << QString::fromLatin1(cron) << QString::fromLatin1(said);
    };
    row("* * * * *", "Every minute");
    row("*/15 * * * *", "Every 15 minutes");
    row("0 * * * *", "Every hour");
    row("20 * * * *", "Every hour at minute 20");
    row("0 */6 * * *", "Every 6 hours");
    row("5 0 * * *", "Every day at 00:05 UTC");
    row("30 6,18 * * *", "Every day at 06:30, 18:30 UTC");
    row("0 2 * * sun", "Sunday at 02:00 UTC");
    row("0 2 * * 7", "Sunday at 02:00 UTC");
    row("0 2 * * 0", "Sunday at 02:00 UTC");
    row("0 4 * * mon-fri", "Monday to Friday at 04:00 UTC");
    row("0 4 * * 1,3", "Monday, Wednesday at 04:00 UTC");
    row("0 3 1 * *", "Day 1 of the month at 03:00 UTC");
    // What takes more words than there is room for.
    row("0 3 1 1 *", "");
    row("0 3 1 * mon", "");
    row("0 8-18/2 * * *", "");
    row("1,2 * * * *", "");
    row("*/5 * * * mon", "");
    row("0 2 * * mon-fri/2", "");
    row("off", "");
    row("", "");
}

void TestJobTexts::saysASchedule()
{
    QFETCH(QString, cron);
    QTEST(scheduleInWords(cron), "said");
}

void TestJobTexts::namesEveryJob()
{
    QSet<QString> titles;
    for (const Job &job : allJobs()) {
        QVERIFY2(jobTitle(job.name) != job.name, qPrintable(job.name));
        QVERIFY2(!jobSummary(job.name).isEmpty(), qPrintable(job.name));
        QVERIFY2(!scheduleInWords(job.schedule).isEmpty(), qPrintable(job.schedule));
        titles.insert(jobTitle(job.name));
    }
    QCOMPARE(std::size_t(titles.size()), allJobs().size());
    QCOMPARE(jobTitle(QStringLiteral("newer_job")), QStringLiteral("newer_job"));
    QVERIFY(jobRank(QStringLiteral("newer_job")) > jobRank(QStringLiteral("sync_stripe_status")));
}

void TestJobTexts::saysHowLongItIsUntil_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("said");
    QTest::newRow("past") << qint64(-5) << "now";
    QTest::newRow("a second") << qint64(1) << "in 1 min";
    QTest::newRow("minutes") << qint64(12 * 60) << "in 12 min";
    QTest::newRow("an hour") << qint64(3600) << "in 1 h";
    QTest::newRow("a day and a half") << qint64(36 * 3600) << "in 36 h";
    QTest::newRow("days") << qint64(5 * 86400) << "in 5 d";
}

void TestJobTexts::saysHowLongItIsUntil()
{
    QFETCH(qint64, seconds);
    QTEST(Formats::until(noon.addSecs(seconds), noon), "said");
}

void TestJobTexts::tellsWhenARequestIsStranded()
{
    const JobOverview job = withOpen("requested", noon);
    QVERIFY(!isStranded(job, {}, noon.addSecs(14)));
    QVERIFY(isStranded(job, {}, noon.addSecs(15)));
    QVERIFY(!isStranded(job, QStringLiteral("other"), noon.addSecs(60)));
    QVERIFY(!isStranded(withOpen("running", noon), {}, noon.addSecs(60)));
    const QString said = progressText(job, {}, noon.addSecs(20));
    QVERIFY2(said.contains(QLatin1String("20 s")), qPrintable(said));
    QVERIFY2(said.contains(QLatin1String("orion-companion serve")), qPrintable(said));
    QVERIFY2(!said.contains(QLatin1String("Stripe")), qPrintable(said));
}

void TestJobTexts::asksForAStripeKeyWhereOneIsNeeded()
{
    JobOverview job = withOpen("requested", noon);
    job.job = QStringLiteral("sync_stripe_status");
    QVERIFY(progressText(job, {}, noon.addSecs(20)).contains(QLatin1String("Stripe key")));
}

void TestJobTexts::tellsWhatARequestWaitsFor()
{
    const QString said = progressText(withOpen("requested", noon),
                                      QStringLiteral("sync_stripe_status"), noon.addSecs(60));
    QVERIFY2(said.contains(jobTitle(QStringLiteral("sync_stripe_status"))), qPrintable(said));
}

void TestJobTexts::tellsHowFarARunIs()
{
    JobOverview job = withOpen("running", noon);
    job.open->processed = 12'000;
    QCOMPARE(progressText(job, {}, noon.addSecs(12)),
             QStringLiteral("Running for 12 s · 12,000 rows so far"));
    job.ended = JobRun();
    job.ended->state = QStringLiteral("succeeded");
    job.ended->durationMs = 30'000;
    job.open->attempt = 2;
    QCOMPARE(progressText(job, {}, noon.addSecs(12)),
             QStringLiteral("Running for 12 s · 12,000 rows so far · the last run took 30 s · "
                            "attempt 2"));
    job.open->cancelRequestedBy = QStringLiteral("alice");
    QVERIFY(progressText(job, {}, noon).startsWith(QLatin1String("Cancelled by alice;")));
    job.open.reset();
    QVERIFY(progressText(job, {}, noon).isEmpty());
}

void TestJobTexts::measuresARunThatGoesOn()
{
    JobRun run = *withOpen("running", noon).open;
    QCOMPARE(durationText(run, noon.addSecs(30)), QStringLiteral("30 s"));
    QCOMPARE(durationText(run, noon.addSecs(-30)), QStringLiteral("0 ms")); // another clock
    run.finishedAt = noon.addSecs(2);
    run.durationMs = 2'000;
    QCOMPARE(durationText(run, noon.addSecs(30)), QStringLiteral("2.0 s"));
    QCOMPARE(durationText(*withOpen("requested", noon).open, noon), QStringLiteral("–"));
}

void TestJobTexts::describesARunOfTheChart()
{
    JobRun run;
    run.state = QStringLiteral("failed");
    run.startedAt = noon;
    run.durationMs = 31'000;
    run.processed = 480;
    QCOMPARE(RunChart::describe(run),
             QStringLiteral("%1: Failed after 31 s, 480 rows").arg(Formats::shortDateTime(noon)));
}

QTEST_GUILESS_MAIN(TestJobTexts)
#include "test_jobtexts.moc"
