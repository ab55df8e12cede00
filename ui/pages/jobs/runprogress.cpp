#include "ui/pages/jobs/runprogress.h"

#include <QCoreApplication>
#include <QLocale>

#include "services/jobs/joblist.h"
#include "ui/pages/jobs/jobcolumns.h"
#include "ui/pages/jobs/jobwords.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/notice.h"

namespace Orion
{

namespace
{

QString words(const char *text, int number = -1)
{
    return QCoreApplication::translate("RunProgress", text, nullptr, number);
}

bool isRunning(const JobRun &run)
{
    return run.state == toText(JobRunState::Running);
}

QString spanText(qint64 milliseconds)
{
    return Formats::duration(std::chrono::milliseconds(std::max<qint64>(0, milliseconds)));
}

QString waitingText(const JobOverview &job, const QString &others, const QDateTime &now)
{
    if (!others.isEmpty())
        return words(QT_TRANSLATE_NOOP("RunProgress",
                                       "Begins when “%1” is done: a companion runs one job at a "
                                       "time."))
            .arg(jobTitle(others));
    if (!isStranded(job, others, now))
        return words(QT_TRANSLATE_NOOP("RunProgress",
                                       "Asked for; a companion begins within a few seconds."));
    const QString waited = spanText(job.open->requestedAt.msecsTo(now));
    const Job *known = findJob(job.job);
    if (known && known->needsStripe)
        return words(QT_TRANSLATE_NOOP("RunProgress",
                                       "No companion has taken this up for %1. Check that "
                                       "orion-companion serve runs on this database and has a "
                                       "Stripe key; it begins as soon as one does."))
            .arg(waited);
    return words(QT_TRANSLATE_NOOP("RunProgress",
                                   "No companion has taken this up for %1. Check that "
                                   "orion-companion serve runs on this database; it begins as soon "
                                   "as one does."))
        .arg(waited);
}

QString overdueText(const JobOverview &job, const QDateTime &now)
{
    if (!isOverdue(job, now))
        return {};
    return words(QT_TRANSLATE_NOOP("RunProgress",
                                   "Due since %1, and no companion has run it. Check that "
                                   "orion-companion serve runs on this database."))
        .arg(nextText(timesOf(job, now).dueSince, now));
}

QString runningText(const JobOverview &job, const QDateTime &now)
{
    const JobRun &run = *job.open;
    if (!run.cancelRequestedBy.isEmpty())
        return words(QT_TRANSLATE_NOOP("RunProgress",
                                       "Cancelled by %1; it ends when the batch at hand is done."))
            .arg(run.cancelRequestedBy);
    QStringList parts{
        words(QT_TRANSLATE_NOOP("RunProgress", "Running for %1"))
            .arg(spanText(run.startedAt.msecsTo(now))),
        words(QT_TRANSLATE_N_NOOP("RunProgress", "%Ln rows so far"), int(run.processed))};
    if (job.ended && job.ended->state == toText(JobRunState::Succeeded))
        parts.append(words(QT_TRANSLATE_NOOP("RunProgress", "the last run took %1"))
                         .arg(spanText(job.ended->durationMs)));
    if (run.attempt > 1)
        parts.append(words(QT_TRANSLATE_NOOP("RunProgress", "attempt %1")).arg(run.attempt));
    return parts.join(QStringLiteral(" · "));
}

} // namespace

bool isStranded(const JobOverview &job, const QString &others, const QDateTime &now)
{
    return job.open && !isRunning(*job.open) && others.isEmpty() &&
           job.open->requestedAt.secsTo(now) >= requestPatience.count();
}

QString progressText(const JobOverview &job, const QString &others, const QDateTime &now)
{
    if (!job.open)
        return others.isEmpty() ? overdueText(job, now) : QString();
    return isRunning(*job.open) ? runningText(job, now) : waitingText(job, others, now);
}

void showProgress(Notice &notice, const JobOverview &job, const QString &others,
                  const QDateTime &now, bool mayCancel)
{
    const QString text = progressText(job, others, now);
    if (text.isEmpty()) {
        notice.hide();
        return;
    }
    const bool goesOn = job.open && !isStranded(job, others, now);
    const Notice::Kind kind = goesOn ? Notice::Kind::Progress : Notice::Kind::Failure;
    const bool offered = mayCancel && job.open && job.open->cancelRequestedBy.isEmpty();
    const QString cancel =
        offered ? words(QT_TRANSLATE_NOOP("RunProgress", "Cancel run")) : QString();
    if (notice.isHidden() || notice.kind() != kind || notice.action() != cancel)
        notice.tell(kind, text, cancel);
    else
        notice.setText(text);
    if (!goesOn)
        return;
    // How long the last one took tells roughly how far this one is, until it takes longer.
    const qint64 usual = isRunning(*job.open) && job.ended ? job.ended->durationMs : 0;
    const qint64 elapsed = std::max<qint64>(0, job.open->startedAt.msecsTo(now));
    notice.setProgress(elapsed, elapsed < usual ? usual : 0);
}

} // namespace Orion
