#include "app/console/console.h"

#include "services/platform/configuration.h"
#include "services/platform/logging.h"
#include "services/platform/terminationsignals.h"

#include <QApplication>
#include <QTextStream>
#include <QTranslator>

using namespace Orion;

namespace
{

QStringList argumentsOf(int argc, char *argv[])
{
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    return arguments;
}

} // namespace

int main(int argc, char *argv[])
{
    const LoadedConfiguration configuration = loadConfiguration(ConfigurationSources::ofProcess());
    installLogging(logFormatOf(configuration.values));
    const CommandLine line = readConsoleOptions(
        argumentsOf(argc, argv), QString::fromUtf8(configuration.values.databaseUrl.reveal()));
    if (!line.options) {
        QTextStream(line.exitCode == 0 ? stdout : stderr) << line.text;
        return line.exitCode;
    }
    QLocale::setDefault(line.options->locale);

    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("orion-console"));
    QApplication::setApplicationVersion(QStringLiteral(ORION_VERSION));
    QTranslator translator;
    if (translator.load(line.options->locale, QStringLiteral("orion"), QStringLiteral("_"),
                        QStringLiteral(":/translations")))
        QApplication::installTranslator(&translator);
    TerminationSignals termination;
    (void)termination.watch(); // without it Ctrl+C still ends the program, only less tidily
    QObject::connect(&termination, &TerminationSignals::requested, &application,
                     &QApplication::quit);

    Console console(application, *line.options);
    console.start();
    return QApplication::exec();
}
