// orion-gallery DIR [SCENE]: every page and important dialog of the console as pictures.

#include "app/console/gallery/photographer.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QTextStream>

using namespace Orion;

namespace
{

int complain(const QString &reason)
{
    QTextStream(stderr) << "orion-gallery: " << reason << Qt::endl;
    return 1;
}

} // namespace

int main(int argc, char *argv[])
{
    // The same pictures on every computer: no display, one time zone, no blinking.
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("TZ", "Europe/Berlin");
    QApplication application(argc, argv);
    QApplication::setCursorFlashTime(0);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 2 || arguments.size() > 3) {
        QTextStream(stderr) << "usage: orion-gallery DIR [SCENE]" << Qt::endl;
        return 2;
    }
    const QDir folder(arguments.at(1));
    if (!folder.mkpath(QStringLiteral(".")))
        return complain(QStringLiteral("The folder %1 cannot be made.").arg(folder.path()));

    const auto database = DemoDatabase::make(FixedClock::time());
    if (!database)
        return complain(database.error().message + QStringLiteral(" ") + database.error().detail);
    Theme theme(application, ThemeMode::Light);
    Photographer photographer(**database, theme, folder, arguments.value(2));
    QObject::connect(&photographer, &Photographer::finished, &application,
                     [] { QApplication::exit(0); });
    QObject::connect(&photographer, &Photographer::failed, &application,
                     [](const QString &reason) { QApplication::exit(complain(reason)); });
    QMetaObject::invokeMethod(&photographer, &Photographer::start, Qt::QueuedConnection);
    const int result = QApplication::exec();
    if (result == 0)
        QTextStream(stdout) << photographer.taken() << " pictures in " << folder.path() << Qt::endl;
    return result;
}
