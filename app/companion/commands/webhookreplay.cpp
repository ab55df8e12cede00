#include "app/companion/commands/commands.h"

#include "services/database/changes.h"
#include "services/webhooks/webhooklog.h"

namespace Orion::Commands
{

namespace
{

Result<void> run(CommandContext &context)
{
    QStringList eventIds = context.arguments().positional;
    eventIds.removeDuplicates();
    const auto session = context.openDatabase(QStringLiteral("orion_ops"));
    if (!session)
        return fail(session.error());
    const auto replayed = replayEvents(**session, eventIds, commandActor());
    if (!replayed)
        return fail(replayed.error());
    // A running companion and open consoles look at once; without this they would in a moment.
    if (const auto told = notifyChanges(**session, {Topic::Webhooks}); !told)
        return fail(told.error());
    context.out() << QStringLiteral("%1 of %2 events will be applied again.\n")
                         .arg(*replayed)
                         .arg(eventIds.size());
    context.out().flush();
    if (*replayed < eventIds.size())
        return fail(ErrorCode::NotFound, QStringLiteral("%1 of the events are not in the database.")
                                             .arg(eventIds.size() - *replayed));
    return {};
}

} // namespace

Command webhookReplay()
{
    return {.words = {QStringLiteral("webhook"), QStringLiteral("replay")},
            .summary = QStringLiteral("Apply events again, whatever became of them."),
            .options = {},
            .positional = QStringLiteral("EVENT_ID..."),
            .run = &run};
}

} // namespace Orion::Commands
