#include "app/console/console.h"

#include "app/console/demo/headlessdemo.h"
#include "services/platform/configuration.h"
#include "services/platform/logging.h"
#include "services/platform/terminationsignals.h"

#include <QApplication>
#include <QLibraryInfo>
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

// The texts of a language, and Qt's own beside them. Missing ones stay English.
void installTexts(QTranslator &own, QTranslator &qt, const QLocale &locale)
{
    const QString folder = QStringLiteral(":/translations");
    if (own.load(locale, QStringLiteral("orion"), QStringLiteral("_"), folder) ||
        own.load(QStringLiteral("orion_en"), folder))
        QApplication::installTranslator(&own);
    if (qt.load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QApplication::installTranslator(&qt);
}

// Where there is no display, the demo runs without its window.
int runWithoutWindow(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    return runHeadlessDemo(application, {});
}

int runWindow(int argc, char *argv[], const ConsoleOptions &options)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("orion-console"));
    QApplication::setApplicationVersion(QStringLiteral(ORION_VERSION));
    QTranslator own;
    QTranslator qt;
    installTexts(own, qt, options.locale);
    TerminationSignals termination;
    (void)termination.watch(); // without it Ctrl+C still ends the program, only less tidily
    QObject::connect(&termination, &TerminationSignals::requested, &application,
                     &QApplication::quit);

    Console console(application, options);
    console.start();
    return QApplication::exec();
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
    if (line.options->place == ConsoleOptions::Place::Demo && !canShowWindow())
        return runWithoutWindow(argc, argv);
    return runWindow(argc, argv, *line.options);
}
