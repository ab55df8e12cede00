#include "ui/pages/jobs/jobcolumns.h"

#include <QCoreApplication>
#include <QLocale>

#include "services/platform/clock.h"
#include "ui/pages/jobs/jobwords.h"
#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/servicetexts.h"

namespace Orion
{

namespace
{

QString words(const char *text)
{
    return QCoreApplication::translate("JobColumns", text);
}

const JobRun *shownRun(const JobOverview &job)
{
    return job.open ? &*job.open : job.ended ? &*job.ended : nullptr;
}

QVariant badgeOf(const JobRun *run, int role)
{
    return run && role == BadgeRole ? QVariant(int(lookOfRun(run->state).tone)) : QVariant();
}

QString rowsText(const JobRun &run)
{
    return QLocale().toString(run.processed);
}

QString lastRunText(const JobOverview &job)
{
    const JobRun *run = shownRun(job);
    return run ? lookOfRun(run->state).text : words(QT_TRANSLATE_NOOP("JobColumns", "Never"));
}

// A dash while there is no run to tell of.
Column<JobOverview>::Text ofRun(std::function<QString(const JobRun &)> text)
{
    return [text = std::move(text)](const JobOverview &job) {
        const JobRun *run = shownRun(job);
        return run ? text(*run) : QStringLiteral("–");
    };
}

QVariant second(const QString &text, int role)
{
    return role == SecondaryTextRole ? QVariant(text) : QVariant();
}

QString scheduleText(const JobOverview &job)
{
    if (!job.since.isValid())
        return QStringLiteral("–");
    if (job.schedule.isEmpty())
        return words(QT_TRANSLATE_NOOP("JobColumns", "Off"));
    const QString inWords = scheduleInWords(job.schedule);
    return inWords.isEmpty() ? words(QT_TRANSLATE_NOOP("JobColumns", "As the expression says"))
                             : inWords;
}

QString nextCell(const JobOverview &job, const QDateTime &now)
{
    if (isOverdue(job, now))
        return words(QT_TRANSLATE_NOOP("JobColumns", "Overdue"));
    return nextText(timesOf(job, now).next, now);
}

QVariant nextRole(const JobOverview &job, int role, const QDateTime &now, const Theme &theme)
{
    const bool overdue = isOverdue(job, now);
    if (role == Qt::ForegroundRole && overdue)
        return theme.color(Token::Warning);
    if (role != SecondaryTextRole)
        return {};
    const JobTimes times = timesOf(job, now);
    if (overdue)
        return words(QT_TRANSLATE_NOOP("JobColumns", "since %1"))
            .arg(nextText(times.dueSince, now));
    return times.next.isValid() ? Formats::until(times.next, now) : QString();
}

} // namespace

QString durationText(const JobRun &run, const QDateTime &now)
{
    if (run.state == toText(JobRunState::Requested))
        return QStringLiteral("–");
    const qint64 span =
        run.finishedAt.isValid() ? run.durationMs : std::max<qint64>(0, run.startedAt.msecsTo(now));
    return Formats::duration(std::chrono::milliseconds(span));
}

bool isOverdue(const JobOverview &job, const QDateTime &now)
{
    const JobTimes times = timesOf(job, now);
    return times.dueSince.isValid() && !job.open &&
           times.dueSince.secsTo(now) > std::chrono::seconds(overdueAfter).count();
}

QString nextText(const QDateTime &next, const QDateTime &now)
{
    if (!next.isValid())
        return QStringLiteral("–");
    const qint64 days = next.toLocalTime().date().daysTo(now.toLocalTime().date());
    if (days == 0)
        return Formats::time(next);
    if (std::abs(days) < 7)
        return QLocale().toString(next.toLocalTime(),
                                  words(QT_TRANSLATE_NOOP("JobColumns", "ddd HH:mm")));
    return Formats::shortDateTime(next);
}

std::vector<Column<JobOverview>> jobColumns(const Clock &clock, const Theme &theme)
{
    using Job = JobOverview;
    std::vector<Column<Job>> columns;
    const auto add = [&](const ColumnLook &look, Column<Job>::Text text, Column<Job>::Role role) {
        columns.push_back({look, std::move(text), std::move(role)});
    };
    add(
        {words(QT_TRANSLATE_NOOP("JobColumns", "Job")), Qt::AlignLeft, {}, 300, true},
        [](const Job &job) { return jobTitle(job.job); },
        [](const Job &job, int role) { return second(job.job, role); });
    add({words(QT_TRANSLATE_NOOP("JobColumns", "Schedule")), Qt::AlignLeft, {}, 268}, scheduleText,
        [](const Job &job, int role) { return second(job.schedule, role); });
    add(
        {words(QT_TRANSLATE_NOOP("JobColumns", "Next run (%1)")).arg(Formats::zone(clock.now())),
         Qt::AlignLeft,
         {},
         186},
        [&clock](const Job &job) { return nextCell(job, clock.now()); },
        [&clock, &theme](const Job &job, int role) {
            return nextRole(job, role, clock.now(), theme);
        });
    add({words(QT_TRANSLATE_NOOP("JobColumns", "Last run")), Qt::AlignLeft, {}, 122}, lastRunText,
        [](const Job &job, int role) { return badgeOf(shownRun(job), role); });
    add({words(QT_TRANSLATE_NOOP("JobColumns", "Started")), Qt::AlignLeft, {}, 108},
        ofRun([&clock](const JobRun &run) { return Formats::ago(run.startedAt, clock.now()); }),
        {});
    add({words(QT_TRANSLATE_NOOP("JobColumns", "Duration")), Qt::AlignRight, {}, 88},
        ofRun([&clock](const JobRun &run) { return durationText(run, clock.now()); }), {});
    add({words(QT_TRANSLATE_NOOP("JobColumns", "Rows")), Qt::AlignRight, {}, 84}, ofRun(rowsText),
        {});
    return columns;
}

std::vector<Column<JobRun>> historyColumns(const Clock &clock)
{
    std::vector<Column<JobRun>> columns;
    const auto add = [&](const ColumnLook &look, Column<JobRun>::Text text,
                         Column<JobRun>::Role role) {
        columns.push_back({look, std::move(text), std::move(role)});
    };
    add({words(QT_TRANSLATE_NOOP("JobColumns", "Started (%1)")).arg(Formats::zone(clock.now())),
         Qt::AlignLeft,
         {},
         146},
        [](const JobRun &run) { return Formats::shortDateTime(run.startedAt); }, {});
    add(
        {words(QT_TRANSLATE_NOOP("JobColumns", "Result")), Qt::AlignLeft, {}, 122},
        [](const JobRun &run) { return lookOfRun(run.state).text; },
        [](const JobRun &run, int role) { return badgeOf(&run, role); });
    add({words(QT_TRANSLATE_NOOP("JobColumns", "Duration")), Qt::AlignRight, {}, 80},
        [&clock](const JobRun &run) { return durationText(run, clock.now()); }, {});
    add({words(QT_TRANSLATE_NOOP("JobColumns", "Rows")), Qt::AlignRight, {}, 74}, rowsText, {});
    add({words(QT_TRANSLATE_NOOP("JobColumns", "Asked by")), Qt::AlignLeft, {}, 112}, askedBy, {});
    add({words(QT_TRANSLATE_NOOP("JobColumns", "What it says")), Qt::AlignLeft, {}, 160, true},
        [](const JobRun &run) { return ServiceTexts::shown(run.message); }, {});
    return columns;
}

} // namespace Orion
