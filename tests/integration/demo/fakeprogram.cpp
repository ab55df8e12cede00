// Stands in for the companion or the sandbox: writes down how it was started, says that it is
// ready, answers every request with 200, and ends at SIGTERM.
#include "services/platform/terminationsignals.h"

#include <QCoreApplication>
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>

#include <cstdio>

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QString name = QString::fromLatin1(FAKE_NAME);
    QFile notes(qEnvironmentVariable("FAKE_NOTES") + u'/' + name);
    if (!notes.open(QIODevice::WriteOnly))
        return 3;
    notes.write(QByteArray::number(QCoreApplication::applicationPid()) + '\n' +
                QCoreApplication::arguments().mid(1).join(u' ').toUtf8() + '\n');
    for (const char *key : {"STRIPE_API_BASE", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET",
                            "ORION_JWT_SECRET", "DATABASE_URL", "STRIPE_PUBLISHABLE_KEY"})
        notes.write(QByteArray(key) + '=' + qgetenv(key) + '\n');
    notes.close();
    if (qEnvironmentVariable("FAKE_REFUSES") == name) {
        std::fputs("It cannot work today.\n", stderr);
        return 4;
    }

    Orion::TerminationSignals signals;
    QObject::connect(&signals, &Orion::TerminationSignals::requested, &application,
                     &QCoreApplication::quit);
    QTcpServer server;
    QObject::connect(&server, &QTcpServer::newConnection, &server, [&server] {
        QTcpSocket *socket = server.nextPendingConnection();
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            socket->readAll();
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            socket->disconnectFromHost();
        });
    });
    if (!signals.watch() || !server.listen(QHostAddress::LocalHost))
        return 3;
    std::printf("%s ready on http://127.0.0.1:%d\n", FAKE_READY, int(server.serverPort()));
    std::fflush(stdout);
    return QCoreApplication::exec();
}
