#include "app/http/server.h"
#include "app/sandbox/commandline.h"
#include "app/sandbox/delivery/webhooksender.h"
#include "app/sandbox/sandbox.h"
#include "services/platform/terminationsignals.h"

#include <QCoreApplication>
#include <QTimer>

#include <cstdio>

using namespace Orion;
using namespace std::chrono_literals;

namespace
{

void print(std::FILE *stream, const QString &text)
{
    std::fputs((text + u'\n').toUtf8().constData(), stream);
    std::fflush(stream);
}

int failed(const Error &error)
{
    print(stderr, error.message);
    return 1;
}

// Does things later on the main thread.
void doLater(std::chrono::milliseconds time, const std::function<void()> &work)
{
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [time, work] { QTimer::singleShot(time, QCoreApplication::instance(), work); },
        Qt::QueuedConnection);
}

QString addressOf(const QString &listen, quint16 port)
{
    const QString host = listen.contains(u':') ? u'[' + listen + u']' : listen;
    return QStringLiteral("http://%1:%2").arg(host).arg(port);
}

// The things that happen by themselves, on the main thread.
void startTimers(Sandbox::Sandbox &sandbox, const Sandbox::Options &options, QTimer &due,
                 QTimer &live)
{
    QObject::connect(&due, &QTimer::timeout, &due, [&sandbox] { sandbox.doDueWork(); });
    due.start(1s);
    if (!options.live)
        return;
    QObject::connect(&live, &QTimer::timeout, &live, [&sandbox] { sandbox.liveStep(); });
    live.start(options.liveInterval);
}

int run(QCoreApplication &application, const Sandbox::Options &options)
{
    const SystemClock clock;
    Sandbox::Sandbox sandbox(clock, options.seedNumber);
    Sandbox::WebhookSender sender(clock, {},
                                  [&sandbox](const Sandbox::Delivery &delivery, bool delivered) {
                                      sandbox.settle(delivery.eventId, delivered);
                                  });
    sandbox.setEventSink(
        [&sender](const Sandbox::Delivery &delivery) { sender.enqueue(delivery); });
    sandbox.setLater(doLater);
    sandbox.setSettings({options.unpaidAfterRetries});
    sandbox.setRateLimit(options.rateLimit);
    if (!options.webhookUrl.isEmpty())
        sandbox.addWebhook(options.webhookUrl, options.webhookSecret);

    Http::Router router;
    sandbox.install(router);
    Http::Server server(router);
    TerminationSignals signals;
    QObject::connect(&signals, &TerminationSignals::requested, &application,
                     &QCoreApplication::quit);
    if (const auto watching = signals.watch(); !watching)
        return failed(watching.error());
    const auto port = server.listen(options.listen, options.port);
    if (!port)
        return failed(port.error());
    const QString address = addressOf(options.listen, *port);
    sandbox.setPublicUrl(options.publicUrl.isEmpty() ? address : options.publicUrl);
    if (!options.seedFile.isEmpty()) {
        const auto loaded = sandbox.loadSeedFile(options.seedFile);
        if (!loaded)
            return failed(loaded.error());
    }
    print(stdout, QStringLiteral("sandbox ready on ") + address);

    QTimer due;
    QTimer live;
    startTimers(sandbox, options, due, live);
    const int status = QCoreApplication::exec();
    server.stop(2s);
    return status;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const Sandbox::CommandLine line = Sandbox::readCommandLine(QCoreApplication::arguments());
    if (line.options)
        return run(application, *line.options);
    print(line.exitCode == 0 ? stdout : stderr, line.text);
    return line.exitCode;
}
