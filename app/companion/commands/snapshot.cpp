#include "app/companion/commands/commands.h"

#include "services/capacity/snapshots.h"
#include "services/database/changes.h"

namespace Orion::Commands
{

namespace
{

Result<void> run(CommandContext &context)
{
    const auto session = context.openDatabase(QStringLiteral("orion_companion"));
    if (!session)
        return fail(session.error());
    const auto captured = captureSnapshot(**session, context.clock().now());
    if (!captured)
        return fail(captured.error());
    if (const auto told = notifyChanges(**session, {Topic::Capacity}); !told)
        return told;
    context.out() << QStringLiteral(
                         "%1: %2 vendors, %3 subscriptions, %4 products, %5 orders in 30 "
                         "days, %6 team members, a database of %7 MB.\n")
                         .arg(captured->date.toString(Qt::ISODate))
                         .arg(captured->totalVendors)
                         .arg(captured->totalSubscriptions)
                         .arg(captured->totalProducts)
                         .arg(captured->totalOrdersMonth)
                         .arg(captured->totalTeamMembers)
                         .arg(captured->dbSizeMb, 0, 'f', 1);
    return {};
}

} // namespace

Command snapshot()
{
    return {.words = {QStringLiteral("snapshot")},
            .summary = QStringLiteral("Measure the platform's capacity and keep it for today."),
            .options = {},
            .run = &run};
}

} // namespace Orion::Commands
