#include "app/companion/commands/commands.h"
#include "app/companion/commands/stripeoptions.h"
#include "services/catalogue/invoicebackfill.h"
#include "services/stripe/client/stripeclient.h"

namespace Orion::Commands
{

namespace
{

QString sentence(const BackfillProgress &progress)
{
    return QStringLiteral("%1 invoices read: %2 written, %3 left as they were (the database had "
                          "heard later of them), %4 of customers who are no vendor's.")
        .arg(progress.read)
        .arg(progress.written)
        .arg(progress.newer)
        .arg(progress.withoutVendor);
}

Result<void> run(CommandContext &context)
{
    const auto since = timeOption(context.arguments(), QStringLiteral("since"));
    if (!since)
        return fail(since.error());
    if (const auto key = requireKey(context.configuration()); !key)
        return key;
    const auto session = context.openDatabase(QStringLiteral("orion_companion"));
    if (!session)
        return fail(session.error());
    StripeClient stripe(context.configuration());
    const BackfillOptions options{*since, context.configuration().hasLiveKey()};
    const auto progress = backfillInvoices(**session, stripe, context.clock(), options,
                                           [&](const BackfillProgress &done) {
                                               if (done.read % 10'000 == 0)
                                                   context.out() << sentence(done) << Qt::endl;
                                           });
    if (!progress)
        return fail(progress.error());
    context.out() << sentence(*progress) << '\n';
    return {};
}

} // namespace

Command stripeBackfill()
{
    return {.words = {QStringLiteral("stripe"), QStringLiteral("backfill")},
            .summary = QStringLiteral("Write the invoices that Stripe has into the history."),
            .options = {{QStringLiteral("since"),
                         QStringLiteral(
                             "only those created on this day (UTC) or at this time, or later"),
                         QStringLiteral("TIME")}},
            .run = &run};
}

} // namespace Orion::Commands
