#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

#include "tests/integration/http/testserver.h"
#include "tests/support/rawclient.h"
#include "tests/support/selfsigned.h"

using namespace Orion;
using namespace std::chrono_literals;

// The server under TLS.
class TestHttps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void answersOverTls();
    void answersALargeBodyOverTls();
    void lingersOverTls();
    void answers408OverTls();
    void closesAPlainClient();
    void closesAClientThatNeverShakesHands();
    void refusesTls11();
    void saysWhichFileCannotBeUsed();
    void refusesAKeyWithoutACertificate();

private:
    Http::TlsFiles files() const;
    bool connectTo(quint16 port, QSslSocket &socket) const;
    static QByteArray readToTheEnd(QSslSocket &socket);

    QTemporaryDir m_folder;
};

void TestHttps::initTestCase()
{
    QVERIFY(writeSelfSignedCertificate(m_folder.path()));
}

Http::TlsFiles TestHttps::files() const
{
    return {m_folder.filePath(QStringLiteral("certificate.pem")),
            m_folder.filePath(QStringLiteral("key.pem"))};
}

bool TestHttps::connectTo(quint16 port, QSslSocket &socket) const
{
    QSslConfiguration configuration = socket.sslConfiguration();
    configuration.setCaCertificates(QSslCertificate::fromPath(files().certificateFile));
    socket.setSslConfiguration(configuration);
    socket.setPeerVerifyName(QStringLiteral("localhost"));
    socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), port);
    return socket.waitForEncrypted(20'000);
}

QByteArray TestHttps::readToTheEnd(QSslSocket &socket)
{
    while (socket.state() == QAbstractSocket::ConnectedState && socket.waitForReadyRead(20'000)) {
    }
    return socket.readAll();
}

void TestHttps::answersOverTls()
{
    TestServer server({}, 2, files());
    QSslSocket socket;
    QVERIFY(connectTo(server.port(), socket));
    socket.write(getRequest("/hello?n=1") + getRequest("/hello?n=2", "Connection: close\r\n"));
    const QByteArray answers = readToTheEnd(socket);
    QVERIFY(answers.startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(answers.contains("hello 1"));
    QVERIFY(answers.endsWith("hello 2"));
}

void TestHttps::answersALargeBodyOverTls()
{
    TestServer server({}, 2, files());
    QSslSocket socket;
    QVERIFY(connectTo(server.port(), socket));
    const QByteArray body(1024 * 1024, 'b');
    socket.write(postRequest("/echo", body, "Connection: close\r\n"));
    QVERIFY(readToTheEnd(socket).endsWith("\r\n\r\n" + body));
}

void TestHttps::lingersOverTls()
{
    TestServer server({}, 2, files());
    QSslSocket socket;
    QVERIFY(connectTo(server.port(), socket));
    socket.write(postRequest("/echo", QByteArray(2 * 1024 * 1024, 'x')));
    QVERIFY(readToTheEnd(socket).startsWith("HTTP/1.1 413 "));
    QTRY_COMPARE(server.server().openConnections(), 0);
}

void TestHttps::answers408OverTls()
{
    Http::Limits limits;
    limits.requestDeadline = 300ms;
    TestServer server(limits, 2, files());
    QSslSocket socket;
    QVERIFY(connectTo(server.port(), socket));
    socket.write("GET /hello HTTP/1.1\r\n");
    QVERIFY(readToTheEnd(socket).startsWith("HTTP/1.1 408 "));
}

void TestHttps::closesAPlainClient()
{
    TestServer server({}, 2, files());
    RawClient client(server.port());
    QVERIFY(client.send(getRequest("/hello")));
    QVERIFY(!client.reply());
    QTRY_COMPARE(server.server().openConnections(), 0);
    QCOMPARE(server.handledCount(), 0);
}

void TestHttps::closesAClientThatNeverShakesHands()
{
    Http::Limits limits;
    limits.requestDeadline = 100ms;
    TestServer server(limits, 2, files());
    RawClient client(server.port());
    QVERIFY(client.send(QByteArray::fromHex("160301"))); // and no further
    QVERIFY(client.isClosedByServer());
}

void TestHttps::refusesTls11()
{
    TestServer server({}, 2, files());
    QSslSocket socket;
    QT_WARNING_PUSH
    QT_WARNING_DISABLE_DEPRECATED
    socket.setProtocol(QSsl::TlsV1_1);
    QT_WARNING_POP
    QVERIFY(!connectTo(server.port(), socket));
}

void TestHttps::saysWhichFileCannotBeUsed()
{
    Http::Router router;
    Http::Server server(router);
    Http::TlsFiles broken = files();
    broken.keyFile = QStringLiteral("/nowhere/key.pem");
    const auto port = server.listen(QStringLiteral("127.0.0.1"), 0, broken);
    QVERIFY(!port);
    QCOMPARE(port.error().code, ErrorCode::ConfigurationInvalid);
    QVERIFY(port.error().message.contains(QStringLiteral("/nowhere/key.pem")));
}

void TestHttps::refusesAKeyWithoutACertificate()
{
    Http::Router router;
    Http::Server server(router);
    const auto port = server.listen(QStringLiteral("127.0.0.1"), 0, {{}, files().keyFile});
    QVERIFY(!port);
    QCOMPARE(port.error().code, ErrorCode::ConfigurationInvalid);
}

QTEST_GUILESS_MAIN(TestHttps)
#include "test_https.moc"
