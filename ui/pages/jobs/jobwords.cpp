#include "ui/pages/jobs/jobwords.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace Orion
{

namespace
{

struct Words
{
    const char *name;
    const char *title;
    const char *summary;
};

// In the order of the list: what happens daily, weekly, hourly.
constexpr std::array known{
    Words{"reset_period_counters", QT_TRANSLATE_NOOP("JobWords", "Open order windows"),
          QT_TRANSLATE_NOOP("JobWords",
                            "Opens the month in which each vendor's orders are counted next.")},
    Words{
        "check_trial_expirations", QT_TRANSLATE_NOOP("JobWords", "End trials"),
        QT_TRANSLATE_NOOP("JobWords", "Ends local trials whose time is up; Stripe ends its own.")},
    Words{"capture_capacity_snapshot", QT_TRANSLATE_NOOP("JobWords", "Capacity snapshot"),
          QT_TRANSLATE_NOOP("JobWords",
                            "Writes down how large the platform is and what its limits are.")},
    Words{"cleanup_stale_subscriptions", QT_TRANSLATE_NOOP("JobWords", "Clean up"),
          QT_TRANSLATE_NOOP("JobWords",
                            "Closes what has been cancelled for 30 days and forgets old records.")},
    Words{"recover_missed_events", QT_TRANSLATE_NOOP("JobWords", "Recover missed events"),
          QT_TRANSLATE_NOOP("JobWords", "Gets events from Stripe that never came in.")},
    Words{"sync_stripe_status", QT_TRANSLATE_NOOP("JobWords", "Compare with Stripe"),
          QT_TRANSLATE_NOOP("JobWords", "Repairs subscriptions that differ from Stripe.")}};

QString words(const char *text)
{
    return QCoreApplication::translate("JobWords", text);
}

const Words *find(const QString &job)
{
    const auto found = std::ranges::find_if(
        known, [&](const Words &one) { return job == QLatin1String(one.name); });
    return found == known.end() ? nullptr : &*found;
}

} // namespace

QString jobTitle(const QString &job)
{
    const Words *found = find(job);
    return found ? words(found->title) : job;
}

QString jobSummary(const QString &job)
{
    const Words *found = find(job);
    return found ? words(found->summary) : QString();
}

int jobRank(const QString &job)
{
    const Words *found = find(job);
    return found ? int(found - known.data()) : int(known.size());
}

StatusLook lookOfRun(const QString &state)
{
    if (state == toText(JobRunState::Requested))
        return {words(QT_TRANSLATE_NOOP("JobWords", "Asked for")), BadgeTone::Info};
    if (state == toText(JobRunState::Running))
        return {words(QT_TRANSLATE_NOOP("JobWords", "Running")), BadgeTone::Info};
    if (state == toText(JobRunState::Succeeded))
        return {words(QT_TRANSLATE_NOOP("JobWords", "Succeeded")), BadgeTone::Good};
    if (state == toText(JobRunState::Failed))
        return {words(QT_TRANSLATE_NOOP("JobWords", "Failed")), BadgeTone::Bad};
    if (state == toText(JobRunState::Cancelled))
        return {words(QT_TRANSLATE_NOOP("JobWords", "Cancelled")), BadgeTone::Neutral};
    if (state == toText(JobRunState::Lost))
        return {words(QT_TRANSLATE_NOOP("JobWords", "Lost")), BadgeTone::Warning};
    return {state, BadgeTone::Neutral};
}

QString askedBy(const JobRun &run)
{
    return run.requestedBy.isEmpty() ? words(QT_TRANSLATE_NOOP("JobWords", "Schedule"))
                                     : run.requestedBy;
}

} // namespace Orion
