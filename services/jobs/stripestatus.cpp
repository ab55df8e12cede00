#include "models/domain/words.h"
#include "services/catalogue/subscriptionsync.h"
#include "services/jobs/jobcontext.h"
#include "services/jobs/joblist.h"

#include <QLoggingCategory>

namespace Orion
{

namespace
{

Q_LOGGING_CATEGORY(lcSync, "orion.jobs.stripe")

constexpr qint64 mostToldSingly = 100; // in the log; the others are counted

QString sentences(const SyncOutcome &outcome)
{
    QStringList said{counted(outcome.subscriptions, QStringLiteral("1 subscription was compared."),
                             QStringLiteral("%1 subscriptions were compared.")),
                     counted(outcome.repaired, QStringLiteral("1 difference was repaired."),
                             QStringLiteral("%1 differences were repaired.")),
                     counted(outcome.remaining, QStringLiteral("1 difference remains."),
                             QStringLiteral("%1 differences remain."))};
    if (outcome.remaining > 0)
        said << QStringLiteral("`orion-companion stripe check` lists them.");
    return said.join(u' ');
}

} // namespace

Result<JobOutcome> syncStripeStatus(JobContext &context)
{
    qint64 told = 0;
    SyncOptions options;
    options.isStopping = [&] { return context.hasToStop(told); };
    const auto outcome = syncSubscriptions(context.session(), context.stripe(), context.clock(),
                                           options, [&](const SyncedDifference &difference) {
                                               if (++told <= mostToldSingly)
                                                   qCInfo(lcSync).noquote()
                                                       << difference.sentence();
                                           });
    if (!outcome && outcome.error().code == ErrorCode::Conflict)
        return JobOutcome{0, QStringLiteral("Another synchronisation was running.")};
    if (!outcome)
        return fail(outcome.error());
    return JobOutcome{outcome->subscriptions, sentences(*outcome)};
}

} // namespace Orion
