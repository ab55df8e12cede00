#include "ui/pages/jobs/jobcontrol.h"

#include "services/billing/rights.h"
#include "services/database/changes.h"
#include "services/platform/clock.h"
#include "ui/pages/jobs/jobwords.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/servicerunner.h"

namespace Orion
{

namespace
{

// Tells other consoles.
template <typename T>
Result<T> told(Session &session, Result<T> done)
{
    if (done) {
        if (const auto notified = notifyChanges(session, {Topic::Jobs}); !notified)
            return fail(notified.error());
    }
    return done;
}

} // namespace

JobControl::JobControl(PageContext context, QWidget *page)
    : QObject(page)
    , m_context(context)
    , m_page(page)
{}

bool JobControl::isAllowed() const
{
    return m_context.rights.runJobs;
}

QString JobControl::whyNot()
{
    return tr("Running jobs needs the role orion_admin or orion_ops.");
}

void JobControl::run(const QString &job)
{
    if (!isAllowed())
        return;
    Question question;
    question.title = tr("Run “%1” now?").arg(jobTitle(job));
    question.text = tr("%1 A companion begins within a few seconds; the schedule stays as it is.")
                        .arg(jobSummary(job))
                        .trimmed();
    question.choices = {tr("Cancel"), tr("Run now")};
    question.preferred = 1;
    m_context.dialogs.ask(m_page, question, [this, job](int choice) {
        if (choice == 1)
            request(job);
    });
}

void JobControl::request(const QString &job)
{
    m_context.runner.run(
        this,
        [job, actor = m_context.rights.role, now = m_context.clock.now()](Session &session) {
            return told(session, requestRun(session, job, actor, now));
        },
        [this, job](const Result<qint64> &run) {
            if (run)
                Q_EMIT requested(job, *run);
            else
                Q_EMIT failed(run.error());
        });
}

void JobControl::cancel(const JobRun &run)
{
    if (!isAllowed())
        return;
    Question question;
    question.title = tr("Cancel this run of “%1”?").arg(jobTitle(run.job));
    question.text = run.state == toText(JobRunState::Requested)
                        ? tr("No companion has begun it, and none will.")
                        : tr("It ends when the batch at hand is done. What it has done stays, and "
                             "the next run goes on from there.");
    question.choices = {tr("Let it run"), tr("Cancel the run")};
    question.dangerous = true;
    m_context.dialogs.ask(m_page, question, [this, id = run.id](int choice) {
        if (choice == 1)
            end(id);
    });
}

void JobControl::end(qint64 run)
{
    m_context.runner.run(
        this,
        [run, actor = m_context.rights.role, now = m_context.clock.now()](Session &session) {
            return told(session, cancelRun(session, run, actor, now));
        },
        [this](const Result<bool> &inTime) {
            if (inTime)
                Q_EMIT cancelled(*inTime);
            else
                Q_EMIT failed(inTime.error());
        });
}

} // namespace Orion
