// What `orion-console --demo` is without a display, for a test that kills it.
#include "app/console/demo/headlessdemo.h"

#include <QCoreApplication>

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    Orion::DemoSessionOptions options;
    options.folder = arguments.value(1);
    options.programs = arguments.value(2);
    options.vendors = 20;
    options.months = 2;
    return Orion::runHeadlessDemo(application, options);
}
