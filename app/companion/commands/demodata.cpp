#include "app/companion/commands/commands.h"

#include "services/demo/demodata.h"
#include "services/demo/stripeseed.h"

#include <QSaveFile>

namespace Orion::Commands
{

namespace
{

Result<DemoOptions> demoOptions(const CommandContext &context)
{
    const Invocation &arguments = context.arguments();
    DemoOptions options;
    const auto vendors =
        numberOption(arguments, QStringLiteral("vendors"), options.vendors, 1, 1'000'000);
    if (!vendors)
        return fail(vendors.error());
    const auto months = numberOption(arguments, QStringLiteral("months"), options.months, 1, 120);
    if (!months)
        return fail(months.error());
    const auto seed =
        numberOption(arguments, QStringLiteral("seed"), options.seed, 0, 2'000'000'000);
    if (!seed)
        return fail(seed.error());
    options.vendors = *vendors;
    options.months = int(*months);
    options.seed = *seed;
    options.now = context.clock().now();
    if (arguments.isSet(QStringLiteral("stripe-base")))
        options.stripeBase = arguments.value(QStringLiteral("stripe-base"));
    return options;
}

Result<void> saveSeed(Session &session, const QString &path, qint64 subscriptions)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return fail(ErrorCode::Unavailable,
                    QStringLiteral("The seed file %1 cannot be written. Check its folder and your "
                                   "rights.")
                        .arg(path));
    if (const auto written = writeStripeSeed(session, file, int(subscriptions)); !written)
        return fail(written.error());
    if (!file.commit())
        return fail(ErrorCode::Unavailable,
                    QStringLiteral("The seed file %1 could not be written whole. Is the disk full?")
                        .arg(path));
    return {};
}

Result<void> run(CommandContext &context)
{
    const auto options = demoOptions(context);
    if (!options)
        return fail(options.error());
    const auto seeded = numberOption(context.arguments(), QStringLiteral("stripe-subscriptions"),
                                     stripeSeedSubscriptions, 1, mostStripeSeedSubscriptions);
    if (!seeded)
        return fail(seeded.error());
    const auto session = context.openDatabase(QStringLiteral("orion_owner"));
    if (!session)
        return fail(session.error());
    const auto made = makeDemoData(**session, *options, [&context](const QString &step) {
        context.out() << step << Qt::endl;
    });
    if (!made)
        return fail(made.error());
    context.out() << QStringLiteral("Made %1 vendors, %2 subscriptions, %3 invoices and %4 "
                                    "events.\n")
                         .arg(made->vendors)
                         .arg(made->subscriptions)
                         .arg(made->invoices)
                         .arg(made->events);
    const QString seedFile = context.arguments().value(QStringLiteral("stripe-seed"));
    return seedFile.isEmpty() ? Result<void>() : saveSeed(**session, seedFile, *seeded);
}

} // namespace

Command demoData()
{
    return {
        .words = {QStringLiteral("demo-data")},
        .summary = QStringLiteral("Fill an empty database with a believable platform."),
        .options = {{QStringLiteral("vendors"), QStringLiteral("1 to 1000000; 150 if not given"),
                     QStringLiteral("N")},
                    {QStringLiteral("months"),
                     QStringLiteral("of invoices, 1 to 120; 18 if not given"), QStringLiteral("M")},
                    {QStringLiteral("seed"), QStringLiteral("the same seed makes the same data"),
                     QStringLiteral("S")},
                    {QStringLiteral("stripe-seed"),
                     QStringLiteral("also write the sandbox's seed file"), QStringLiteral("FILE")},
                    {QStringLiteral("stripe-subscriptions"),
                     QStringLiteral("about so many in that file, up to 200000; 500 if not given"),
                     QStringLiteral("N")},
                    {QStringLiteral("stripe-base"), QStringLiteral("base of the invoices' links"),
                     QStringLiteral("URL")}},
        .run = &run};
}

} // namespace Orion::Commands
