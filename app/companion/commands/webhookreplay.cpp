#include "app/companion/commands/commands.h"

#include "app/companion/commands/webhookoptions.h"
#include "services/database/changes.h"
#include "services/webhooks/replay.h"

namespace Orion::Commands
{

namespace
{

Result<void> tell(CommandContext &context, Session &session, const QString &sentence)
{
    // A running companion and open consoles look at once; without this they would in a moment.
    if (const auto told = notifyChanges(session, {Topic::Webhooks}); !told)
        return told;
    context.out() << sentence << '\n';
    context.out().flush();
    return {};
}

Result<void> replayThese(CommandContext &context, Session &session, QStringList eventIds)
{
    eventIds.removeDuplicates();
    const auto replayed = replayEvents(session, eventIds, commandActor());
    if (!replayed)
        return fail(replayed.error());
    const auto told = tell(context, session,
                           QStringLiteral("%1 of %2 events will be applied again.")
                               .arg(*replayed)
                               .arg(eventIds.size()));
    if (!told)
        return told;
    if (*replayed < eventIds.size())
        return fail(
            ErrorCode::NotFound,
            QStringLiteral(
                "%1 of the events are not in the database, or their payload is no longer kept.")
                .arg(eventIds.size() - *replayed));
    return {};
}

Result<void> replayAll(CommandContext &context, Session &session, const WebhookFilter &filter)
{
    const auto replayed = replayMatching(session, filter, commandActor());
    if (!replayed)
        return fail(replayed.error());
    return tell(context, session,
                QStringLiteral("%1 events will be applied again.").arg(*replayed));
}

Result<void> run(CommandContext &context)
{
    const Invocation &arguments = context.arguments();
    const bool wantsAll = arguments.isSet(QStringLiteral("all"));
    auto filter = webhookFilterOf(arguments);
    if (!filter)
        return fail(filter.error());
    if (wantsAll && !arguments.positional.isEmpty())
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("Name events, or give --all: not both."));
    if (!wantsAll && arguments.positional.isEmpty())
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("Name the events to replay, or give --all for every one that "
                                   "failed."));
    if (!wantsAll) {
        for (const QCommandLineOption &option : webhookFilterOptions()) {
            if (arguments.isSet(option.names().constFirst()))
                return fail(
                    ErrorCode::InvalidArgument,
                    QStringLiteral("--%1 goes with --all.").arg(option.names().constFirst()));
        }
    }
    if (!filter->status)
        filter->status = WebhookStatus::Failed;
    const auto session = context.openDatabase(QStringLiteral("orion_ops"));
    if (!session)
        return fail(session.error());
    return wantsAll ? replayAll(context, **session, *filter)
                    : replayThese(context, **session, arguments.positional);
}

} // namespace

Command webhookReplay()
{
    return {
        .words = {QStringLiteral("webhook"), QStringLiteral("replay")},
        .summary = QStringLiteral("Apply events again, whatever became of them."),
        .options =
            QList<QCommandLineOption>{
                {QStringLiteral("all"),
                 QStringLiteral("every event that matches; of status failed if none is given")}} +
            webhookFilterOptions(),
        .positional = QStringLiteral("[EVENT_ID...]"),
        .run = &run};
}

} // namespace Orion::Commands
