#include "models/domain/words.h"
#include "services/jobs/jobcontext.h"
#include "services/jobs/joblist.h"
#include "services/webhooks/recovery.h"

namespace Orion
{

namespace
{

// Stripe repeats a delivery that failed for days, but most come within the hour.
const QString sinceSql = QStringLiteral(R"(
select max(reached) - interval '1 hour' from billing.webhook_recoveries
where state = 'succeeded')");

Result<QDateTime> lastCompared(Session &session)
{
    const auto since = session.selectOne(sinceSql, {}, [](const Row &row) { return row.time(0); });
    return since ? Result<QDateTime>(since->value_or(QDateTime())) : fail(since.error());
}

QString sentence(const RecoveryProgress &progress)
{
    const QString since = minuteInWords(progress.since);
    QString text = progress.listed == 1
                       ? QStringLiteral("1 event since %1 compared, %2 recovered.")
                             .arg(since)
                             .arg(progress.recovered)
                       : QStringLiteral("%1 events since %2 compared, %3 recovered.")
                             .arg(progress.listed)
                             .arg(since)
                             .arg(progress.recovered);
    if (progress.unreadable > 0)
        text += u' ' + counted(progress.unreadable,
                               QStringLiteral("1 event could not be stored; see the log."),
                               QStringLiteral("%1 events could not be stored; see the log."));
    if (!progress.note.isEmpty())
        text += u' ' + progress.note;
    return text;
}

} // namespace

Result<JobOutcome> recoverMissedEvents(JobContext &context)
{
    const auto since = lastCompared(context.session());
    if (!since)
        return fail(since.error());
    qint64 recovered = 0;
    RecoveryOptions options;
    options.cause = RecoveryCause::Job;
    options.actor = context.actor();
    options.since = *since;
    options.isStopping = [&] { return context.hasToStop(recovered); };
    const auto told = [&](const RecoveryProgress &progress) {
        if (progress.recovered > recovered)
            context.changed({Topic::Webhooks});
        recovered = progress.recovered;
    };
    const auto outcome =
        recoverEvents(context.session(), context.stripe(), context.clock(), options, told);
    if (outcome)
        return JobOutcome{outcome->recovered, sentence(*outcome)};
    if (outcome.error().code != ErrorCode::Conflict)
        return fail(outcome.error());
    return JobOutcome{0, QStringLiteral("Another recovery was running; it takes in the same.")};
}

} // namespace Orion
