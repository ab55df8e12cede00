#include "app/companion/commands/commands.h"

#include "services/jobs/joblist.h"
#include "services/jobs/jobplan.h"
#include "services/jobs/ledger.h"

#include <algorithm>

namespace Orion::Commands
{

namespace
{

// What the companions do; where none has run yet, what this program would.
Result<std::vector<JobPlan>> presentPlans(Session &session, const Configuration &configuration)
{
    const auto announced = announcedSchedules(session);
    if (!announced)
        return fail(announced.error());
    QHash<QString, QString> schedules = configuration.jobSchedules;
    for (const Job &job : allJobs()) {
        if (announced->contains(job.name))
            schedules.insert(job.name, announced->value(job.name));
    }
    return planJobs(allJobs(), schedules);
}

QString timeText(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(Qt::ISODate) : QStringLiteral("-");
}

// Tab-separated, so that other programs can read it. What the last run says is the last column.
void print(QTextStream &out, const JobPlan &plan, const JobRun *last, const QDateTime &now)
{
    const QDateTime next = plan.schedule ? plan.schedule->nextAfter(now) : QDateTime();
    out << plan.job.name << '\t' << (plan.schedule ? plan.schedule->text() : QStringLiteral("off"))
        << '\t' << timeText(next) << '\t';
    if (!last) {
        out << "never\n";
        return;
    }
    out << last->state << '\t' << timeText(last->startedAt) << '\t' << last->durationMs << " ms\t"
        << last->processed << '\t'
        << (last->requestedBy.isEmpty() ? QStringLiteral("schedule") : last->requestedBy) << '\t'
        << QString(last->message).simplified() << '\n';
}

Result<void> run(CommandContext &context)
{
    const auto session = context.openDatabase(QStringLiteral("orion_ops"));
    if (!session)
        return fail(session.error());
    const auto plans = presentPlans(**session, context.configuration());
    if (!plans)
        return fail(plans.error());
    const auto runs = lastRuns(**session);
    if (!runs)
        return fail(runs.error());
    for (const JobPlan &plan : *plans) {
        const auto last = std::ranges::find_if(
            *runs, [&](const JobRun &one) { return one.job == plan.job.name; });
        print(context.out(), plan, last == runs->end() ? nullptr : &*last, context.clock().now());
    }
    return {};
}

} // namespace

Command jobList()
{
    return {.words = {QStringLiteral("job"), QStringLiteral("list")},
            .summary = QStringLiteral("List the jobs, when they run next and how they ended."),
            .options = {},
            .run = &run};
}

} // namespace Orion::Commands
