#include "app/console/gallery/scenes.h"

#include "ui/pages/jobs/jobpanel.h"
#include "ui/pages/jobs/jobspage.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/pagedtableview.h"
#include "ui/widgets/tableview.h"

#include <QPushButton>

namespace Orion
{

namespace
{

JobsPage &page(Stage &stage)
{
    return *qobject_cast<JobsPage *>(stage.window().currentPage());
}

std::function<void(Stage &)> choose(const char *job)
{
    return [job](Stage &stage) { page(stage).list()->select(QString::fromLatin1(job)); };
}

// The newest run of the chosen job that failed.
void selectFailedRun(Stage &stage)
{
    JobPanel *panel = page(stage).panel();
    for (const JobRun &run : panel->history()->rows()) {
        if (run.state == toText(JobRunState::Failed)) {
            panel->selectRun(run.id);
            panel->list()->table()->scrollTo(panel->list()->table()->currentIndex());
            return;
        }
    }
}

// A run that goes on, or that nobody takes up; gone after the picture.
void addOpenRun(Stage &stage, const QString &values)
{
    stage.changeAsOwner(
        QStringLiteral("insert into billing.job_runs (job, scheduled_for, started_at, state, "
                       "processed, requested_by, requested_at, host) values "
                       "('sync_stripe_status', '2026-11-16 10:29:12.5Z', %1)")
            .arg(values));
    page(stage).list()->select(QStringLiteral("sync_stripe_status"));
    page(stage).refresh();
}

void removeOpenRun(Stage &stage)
{
    stage.changeAsOwner(QStringLiteral(
        "delete from billing.job_runs where scheduled_for = '2026-11-16 10:29:12.5Z'"));
}

// Nobody has run what was due a quarter of an hour ago.
void makeOverdue(Stage &stage)
{
    stage.changeAsOwner(
        QStringLiteral("update billing.job_schedules set schedule = '15 * * * *', since = "
                       "'2026-11-01Z' where job = 'recover_missed_events'"));
    page(stage).list()->select(QStringLiteral("recover_missed_events"));
    page(stage).refresh();
}

void undoOverdue(Stage &stage)
{
    stage.changeAsOwner(QStringLiteral(
        "update billing.job_schedules set schedule = '0 * * * *', since = updated_at where job = "
        "'recover_missed_events'"));
}

// A database that no companion has served yet.
void hideJobs(Stage &stage)
{
    for (const char *table : {"job_runs", "job_schedules"})
        stage.changeAsOwner(
            QStringLiteral("alter table billing.%1 rename to %1_kept;"
                           "create table billing.%1 (like billing.%1_kept including generated);"
                           "grant select on billing.%1 to orion_admin")
                .arg(QLatin1String(table)));
    page(stage).refresh();
}

void bringJobsBack(Stage &stage)
{
    for (const char *table : {"job_runs", "job_schedules"})
        stage.changeAsOwner(QStringLiteral("drop table billing.%1;"
                                           "alter table billing.%1_kept rename to %1")
                                .arg(QLatin1String(table)));
}

Scene undone(Scene scene, std::function<void(Stage &)> leave)
{
    scene.leave = std::move(leave);
    return scene;
}

} // namespace

std::vector<Scene> jobScenes()
{
    const QString name = QStringLiteral("jobs");
    const auto running = [](Stage &stage) {
        addOpenRun(stage, QStringLiteral("'2026-11-16 10:29:59.3Z', 'running', 96, 'orion_ops', "
                                         "'2026-11-16 10:29:12.5Z', 'billing-1'"));
    };
    const auto stranded = [](Stage &stage) {
        addOpenRun(stage, QStringLiteral("'2026-11-16 10:29:12.5Z', 'requested', 0, "
                                         "'orion_admin', '2026-11-16 10:29:12.5Z', null"));
    };
    const auto askToRun = [](Stage &stage) { page(stage).panel()->runButton()->click(); };
    const auto askToCancel = [](Stage &stage) {
        page(stage).panel()->progress()->button()->click();
    };
    const auto sync = choose("sync_stripe_status");
    return {
        {QStringLiteral("jobs-list"), name},
        {QStringLiteral("jobs-history"), name, sync},
        {QStringLiteral("jobs-failed-run"), name, sync, selectFailedRun},
        {QStringLiteral("jobs-run-now"), name, sync, askToRun},
        undone({QStringLiteral("jobs-running"), name, running}, removeOpenRun),
        undone({QStringLiteral("jobs-cancel"), name, running, askToCancel}, removeOpenRun),
        undone({QStringLiteral("jobs-stranded"), name, stranded}, removeOpenRun),
        undone({QStringLiteral("jobs-overdue"), name, makeOverdue}, undoOverdue),
        undone({QStringLiteral("jobs-empty"), name, hideJobs}, bringJobsBack),
        {QStringLiteral("jobs-loading"), name, {}, {}, Scene::Database::Silent},
        {QStringLiteral("jobs-failed"), name, {}, {}, Scene::Database::Away},
        {QStringLiteral("jobs-finance"),
         name,
         choose("check_trial_expirations"),
         {},
         Scene::Database::There,
         QStringLiteral("orion_finance")},
    };
}

} // namespace Orion
