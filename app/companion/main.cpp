#include <cstdio>

#include <QCoreApplication>

#include "app/companion/commands/commands.h"
#include "app/companion/processlimits.h"
#include "services/platform/logging.h"

using namespace Orion;

namespace
{

Q_LOGGING_CATEGORY(lcCompanion, "orion.companion")

int printError(const QString &sentence, int exitCode)
{
    QTextStream(stderr) << "orion-companion: " << redacted(sentence) << Qt::endl;
    return exitCode;
}

// doctor reports what is wrong with the configuration; everything else needs it to be right.
bool toleratesProblems(const Invocation &invocation)
{
    return invocation.command->words == Commands::doctor().words;
}

int runCommand(const Invocation &invocation)
{
    const SystemClock clock;
    const LoadedConfiguration configuration = loadConfiguration(ConfigurationSources::ofProcess());
    installLogging(logFormatOf(configuration.values));
    for (const QString &warning : configuration.warnings)
        qCWarning(lcCompanion).noquote() << warning;
    if (invocation.command->words != Commands::serve().words) // who types it wants its answer
        QLoggingCategory::setFilterRules(QStringLiteral("orion.stripe.info=false"));
    if (!configuration.problems.isEmpty() && !toleratesProblems(invocation))
        return printError(configuration.problems.join(u' '), 1);

    QTextStream out(stdout);
    CommandContext context(invocation, configuration, clock, out);
    const auto done = invocation.command->run(context);
    out.flush();
    if (done)
        return 0;
    return printError(done.error().message,
                      done.error().code == ErrorCode::InvalidArgument ? 2 : 1);
}

} // namespace

int main(int argc, char *argv[])
{
    keepMemorySmall();
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("orion-companion"));
    QCoreApplication::setApplicationVersion(QStringLiteral(ORION_VERSION));

    const std::vector<Command> commands = Commands::all();
    const Invocation invocation = readCommandLine(commands, QCoreApplication::arguments().mid(1));
    if (invocation.command)
        return runCommand(invocation);
    if (invocation.exitCode != 0)
        return printError(invocation.text, invocation.exitCode);
    QTextStream(stdout) << invocation.text;
    return 0;
}
