#include "app/companion/commands/commands.h"

#include "services/database/migrator.h"

namespace Orion::Commands
{

namespace
{

QString numbered(int version)
{
    return QStringLiteral("%1").arg(version, 4, 10, QLatin1Char('0'));
}

Result<void> printStatus(CommandContext &context, const Migrator &migrator, Session &session)
{
    const auto status = migrator.status(session);
    if (!status)
        return fail(status.error());
    for (const AppliedMigration &applied : status->applied)
        context.out() << "applied " << numbered(applied.version) << ' ' << applied.name << " at "
                      << applied.appliedAt.toString(Qt::ISODate) << '\n';
    for (const Migration &pending : status->pending)
        context.out() << "pending " << numbered(pending.version) << ' ' << pending.name << '\n';
    return {};
}

Result<void> apply(CommandContext &context, const Migrator &migrator, Session &session)
{
    const auto done = migrator.migrate(session);
    if (!done)
        return fail(done.error());
    for (const Migration &migration : *done)
        context.out() << "applied " << numbered(migration.version) << ' ' << migration.name << '\n';
    context.out() << "The database is up to date.\n";
    return {};
}

Result<void> run(CommandContext &context)
{
    const auto settings = context.databaseSettings(QStringLiteral("orion_owner"));
    if (!settings)
        return fail(settings.error());
    const auto migrator = Migrator::fromResources();
    if (!migrator)
        return fail(migrator.error());
    const auto session = Session::open(*settings, QStringLiteral("orion-companion migrate"));
    if (!session)
        return fail(session.error());
    return context.arguments().isSet(QStringLiteral("status"))
               ? printStatus(context, *migrator, **session)
               : apply(context, *migrator, **session);
}

} // namespace

Command migrate()
{
    return {.words = {QStringLiteral("migrate")},
            .summary = QStringLiteral("Bring the database's schema up to date."),
            .options = {{QStringLiteral("status"),
                         QStringLiteral("only print what is applied and what is missing")}},
            .run = &run};
}

} // namespace Orion::Commands
