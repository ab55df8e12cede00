#include "app/console/demo/headlessdemo.h"

#include "services/platform/clock.h"
#include "services/platform/terminationsignals.h"

#include <QCoreApplication>

#include <cstdio>

namespace Orion
{

namespace
{

void print(std::FILE *stream, const QString &text)
{
    std::fputs((text + u'\n').toUtf8().constData(), stream);
    std::fflush(stream);
}

void printAddresses(const DemoAddresses &addresses)
{
    print(stdout, QStringLiteral("\nThe demo runs, without its window.\n"
                                 "  Companion       %1\n"
                                 "  Stripe sandbox  %2\n"
                                 "  PostgreSQL      psql \"%3\"\n"
                                 "\nTo see the window, run the same on a desktop, through ssh -X, "
                                 "or with a virtual display: xvfb-run -s '-screen 0 1600x1000x24' "
                                 "and a VNC server.\nCtrl+C ends everything.")
                      .arg(addresses.companion.toString(), addresses.sandbox.toString(),
                           addresses.database.conninfo()));
}

bool isSet(const char *name)
{
    return !qEnvironmentVariableIsEmpty(name);
}

} // namespace

bool canShowWindow()
{
    return isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") || isSet("QT_QPA_PLATFORM");
}

int runHeadlessDemo(QCoreApplication &application, const DemoSessionOptions &options)
{
    const SystemClock clock;
    TerminationSignals signals;
    if (const auto watching = signals.watch(); !watching) {
        print(stderr, watching.error().message);
        return 1;
    }
    int exitCode = 0;
    DemoSession session(clock, options);
    QObject::connect(&signals, &TerminationSignals::requested, &session, &DemoSession::stop);
    QObject::connect(&session, &DemoSession::step, &application,
                     [](const QString &text) { print(stdout, text + QStringLiteral(" …")); });
    QObject::connect(&session, &DemoSession::ready, &application, &printAddresses);
    QObject::connect(&session, &DemoSession::failed, &application, [&](const Error &error) {
        exitCode = 1;
        print(stderr, error.message);
        if (!error.detail.isEmpty())
            print(stderr, error.detail);
        session.stop();
    });
    QObject::connect(&session, &DemoSession::stopped, &application, &QCoreApplication::quit);
    session.start();
    QCoreApplication::exec();
    return exitCode;
}

} // namespace Orion
