#include "app/companion/commands/commands.h"

#include "app/companion/companionserver.h"
#include "services/jobs/joblist.h"
#include "services/jobs/jobplan.h"
#include "services/platform/terminationsignals.h"

#include <QCoreApplication>
#include <QLoggingCategory>

namespace Orion::Commands
{

namespace
{

Q_LOGGING_CATEGORY(lcServe, "orion.companion")

Result<ListenAddress> listenAddress(const CommandContext &context)
{
    const QString option = QStringLiteral("listen");
    if (!context.arguments().isSet(option))
        return context.configuration().listen;
    auto address = ListenAddress::parse(context.arguments().value(option));
    if (!address)
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("--listen: ") + address.error().message);
    return address;
}

// Serves until SIGTERM or SIGINT. Then the signals have their default effect again, so that a
// second one ends a drain that takes too long.
Result<void> serveUntilTheEnd(CommandContext &context, const ListenAddress &address,
                              const ConnectionSettings &database, const Migrator &migrator,
                              TokenVerifier tokens)
{
    // Before anybody can learn from the ready line that there is something to end.
    auto signals = std::make_unique<TerminationSignals>();
    QObject::connect(signals.get(), &TerminationSignals::requested, QCoreApplication::instance(),
                     &QCoreApplication::quit);
    if (const auto watching = signals->watch(); !watching)
        return watching;

    const Configuration &configuration = context.configuration();
    CompanionServer server(database, configuration, migrator, std::move(tokens), context.clock());
    if (const auto checked = server.checkKey(); !checked) {
        if (checked.error().code == ErrorCode::ConfigurationInvalid)
            return checked;
        qCWarning(lcServe).noquote()
            << "Whether the Stripe key is of this database's account could "
               "not be checked yet:"
            << checked.error().message;
    }
    const auto port =
        server.listen(address, {configuration.tlsCertificateFile, configuration.tlsKeyFile});
    if (!port)
        return fail(port.error());
    qCInfo(lcServe).noquote() << "Companion" << ORION_VERSION << "works on"
                              << database.description();
    const QUrl url = address.url(*port, !configuration.tlsCertificateFile.isEmpty());
    context.out() << "companion ready on " << url.toString() << Qt::endl;
    QCoreApplication::exec();

    signals.reset();
    qCInfo(lcServe) << "Ending: finishing what was accepted.";
    server.stop();
    return {};
}

Result<void> run(CommandContext &context)
{
    const auto address = listenAddress(context);
    if (!address)
        return fail(address.error());
    if (const auto plans = planJobs(allJobs(), context.configuration().jobSchedules); !plans)
        return fail(plans.error());
    auto tokens = TokenVerifier::fromConfiguration(context.configuration(), context.clock());
    if (!tokens)
        return fail(tokens.error());
    const auto database = context.databaseSettings(QStringLiteral("orion_companion"));
    if (!database)
        return fail(database.error());
    if (const auto migrated = context.migrateEmbedded(); !migrated)
        return fail(migrated.error());
    const auto migrator = Migrator::fromResources();
    if (!migrator)
        return fail(migrator.error());
    if (context.configuration().stripeWebhookSecrets.empty())
        qCWarning(lcServe) << "STRIPE_WEBHOOK_SECRET is not set: webhooks are answered with 503.";
    if (!tokens->isConfigured())
        qCWarning(lcServe) << "ORION_JWT_SECRET and ORION_JWT_PUBLIC_KEY_FILE are not set: the "
                              "billing APIs are answered with 503.";
    return serveUntilTheEnd(context, *address, *database, *migrator, std::move(*tokens));
}

} // namespace

Command serve()
{
    return {.words = {QStringLiteral("serve")},
            .summary = QStringLiteral("Receive webhooks and answer HTTP until SIGTERM."),
            .options = {{QStringLiteral("listen"),
                         QStringLiteral("port 0: any free one; else ORION_LISTEN"),
                         QStringLiteral("ADDR:PORT")}},
            .run = &run};
}

} // namespace Orion::Commands
