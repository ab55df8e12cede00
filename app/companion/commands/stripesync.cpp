#include "app/companion/commands/commands.h"
#include "app/companion/commands/stripeoptions.h"
#include "services/catalogue/subscriptionsync.h"

namespace Orion::Commands
{

namespace
{

Result<void> run(CommandContext &context)
{
    const auto work = openVerifiedStripe(context);
    if (!work)
        return fail(work.error());
    SyncOptions options;
    options.dryRun = context.arguments().isSet(QStringLiteral("dry-run"));
    const auto outcome = syncSubscriptions(*work->session, *work->stripe, context.clock(), options,
                                           [&](const SyncedDifference &difference) {
                                               context.out() << difference.sentence() << Qt::endl;
                                           });
    if (!outcome)
        return fail(outcome.error());
    context.out() << QStringLiteral("%1 subscriptions compared: %2 differences repaired, %3 "
                                    "remain.\n")
                         .arg(outcome->subscriptions)
                         .arg(outcome->repaired)
                         .arg(outcome->remaining);
    context.out().flush();
    if (outcome->remaining == 0)
        return {};
    return fail(
        ErrorCode::Conflict,
        QStringLiteral("The database and Stripe differ in %1 places.").arg(outcome->remaining));
}

} // namespace

Command stripeSync()
{
    return {.words = {QStringLiteral("stripe"), QStringLiteral("sync")},
            .summary =
                QStringLiteral("Compare every subscription with Stripe, repair what differs."),
            .options = {{QStringLiteral("dry-run"),
                         QStringLiteral("only list what differs, change nothing")}},
            .run = &run};
}

} // namespace Orion::Commands
