#include "app/companion/commands/commands.h"

#include "app/companion/commands/stripeoptions.h"
#include "services/database/changes.h"
#include "services/webhooks/recovery.h"

namespace Orion::Commands
{

namespace
{

QString sentence(const RecoveryProgress &progress)
{
    QString text = QStringLiteral("%1 events since %2 compared: %3 had not come in and were "
                                  "recovered.")
                       .arg(progress.listed)
                       .arg(progress.since.toString(Qt::ISODate))
                       .arg(progress.recovered);
    if (progress.unreadable > 0)
        text += QStringLiteral(" %1 could not be stored; see the log.").arg(progress.unreadable);
    return text;
}

Result<void> run(CommandContext &context)
{
    const auto since = timeOption(context.arguments(), QStringLiteral("since"));
    if (!since)
        return fail(since.error());
    const auto work = openVerifiedStripe(context);
    if (!work)
        return fail(work.error());
    RecoveryOptions options;
    options.actor = commandActor();
    options.since = *since;
    const auto progress = recoverEvents(*work->session, *work->stripe, context.clock(), options,
                                        [&](const RecoveryProgress &done) {
                                            if (done.listed % 10'000 == 0)
                                                context.out() << sentence(done) << Qt::endl;
                                        });
    if (!progress)
        return fail(progress.error());
    if (progress->recovered > 0) {
        if (const auto told = notifyChanges(*work->session, {Topic::Webhooks}); !told)
            return told;
    }
    context.out() << sentence(*progress) << '\n';
    context.out().flush();
    if (progress->unreadable > 0)
        return fail(ErrorCode::PaymentSystemFailed,
                    QStringLiteral("%1 events could not be stored.").arg(progress->unreadable));
    return {};
}

} // namespace

Command webhookRecover()
{
    return {.words = {QStringLiteral("webhook"), QStringLiteral("recover")},
            .summary = QStringLiteral("Get events that did not come in from Stripe's list."),
            .options = {{QStringLiteral("since"),
                         QStringLiteral(
                             "only those created on this day (UTC) or at this time, or later; 30 "
                             "days if not given"),
                         QStringLiteral("TIME")}},
            .run = &run};
}

} // namespace Orion::Commands
