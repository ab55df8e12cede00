#include "app/companion/commands/commands.h"

#include "app/companion/commands/stripeoptions.h"
#include "services/jobs/joblist.h"
#include "services/jobs/jobrunner.h"

namespace Orion::Commands
{

namespace
{

Result<const Job *> namedJob(const QStringList &names)
{
    const Job *job = names.size() == 1 ? findJob(names.first()) : nullptr;
    if (job)
        return job;
    QStringList known;
    for (const Job &one : allJobs())
        known.append(one.name);
    return fail(ErrorCode::InvalidArgument, QStringLiteral("job run takes the name of one job: %1.")
                                                .arg(known.join(QStringLiteral(", "))));
}

// In this process, under the companions' lock and in their ledger.
Result<void> runHere(CommandContext &context, Session &session, const Job &job, StripeApi &stripe)
{
    std::set<Topic> topics{Topic::Jobs};
    const JobSurroundings surroundings{
        stripe, context.clock(), {}, [&](const std::set<Topic> &changed) {
            topics.insert(changed.begin(), changed.end());
        }};
    const auto report = runJob(session, job, context.clock().now(), commandActor(), surroundings);
    if (!report)
        return fail(report.error());
    if (report->turn != JobTurn::Ran)
        return fail(ErrorCode::Conflict,
                    QStringLiteral("%1 is running already. Wait for it.").arg(job.name));
    if (const auto told = notifyChanges(session, topics); !told)
        return told;
    if (report->error)
        return fail(report->error->code,
                    QStringLiteral("%1 failed: %2").arg(job.name, report->error->message),
                    report->error->detail);
    context.out() << job.name << ": " << report->run.message << '\n';
    return {};
}

Result<void> run(CommandContext &context)
{
    const auto job = namedJob(context.arguments().positional);
    if (!job)
        return fail(job.error());
    if ((*job)->needsStripe) {
        if (const auto key = requireKey(context.configuration()); !key)
            return key;
    }
    const auto work = openStripe(context);
    if (!work)
        return fail(work.error());
    return runHere(context, *work->session, **job, *work->stripe);
}

} // namespace

Command jobRun()
{
    return {.words = {QStringLiteral("job"), QStringLiteral("run")},
            .summary = QStringLiteral("Run a job now, whatever its schedule says."),
            .options = {},
            .positional = QStringLiteral("NAME"),
            .run = &run};
}

} // namespace Orion::Commands
