#include <QTest>

#include <thread>

#include "tests/integration/http/testserver.h"
#include "tests/support/rawclient.h"

using namespace Orion;

// What well-behaved clients see.
class TestHttpServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersAGet();
    void answersOverAKeptConnection();
    void closesWhenAsked();
    void closesAfterHttp10();
    void keepsAnHttp10ConnectionWhenAsked();
    void answersHeadWithoutABody();
    void answersPipelinedRequestsInOrder();
    void readsAChunkedBody();
    void readsABodyThatArrivesByteByByte();
    void takesABodyOfExactlyTheLimit();
    void sendsContinueBeforeTheBody();
    void leavesContinueOutWhenTheBodyIsThere();
    void sendsNoBodyAndNoLengthWith204();
    void answersAfterTheClientHasFinishedSending();
    void answersAnAbsoluteAddress();
    void answersManyParallelClients();
    void refusesASecondListen();
    void saysWhichPortIsTaken();
    void refusesAnAddressThatIsNone();
};

void TestHttpServer::answersAGet()
{
    TestServer server;
    RawClient client(server.port());
    QVERIFY(client.send(getRequest("/hello?n=1")));
    const auto reply = client.reply();
    QVERIFY(reply);
    QCOMPARE(reply->status, 200);
    QCOMPARE(reply->body, "hello 1");
    QCOMPARE(reply->headers.value("content-type"), "text/plain; charset=utf-8");
    QVERIFY(reply->headers.value("date").endsWith(" GMT"));
    QVERIFY(!reply->headers.contains("connection"));
}

void TestHttpServer::answersOverAKeptConnection()
{
    TestServer server;
    RawClient client(server.port());
    for (int i = 0; i < 100; ++i) {
        QVERIFY(client.send(getRequest("/hello?n=" + QByteArray::number(i))));
        const auto reply = client.reply();
        QVERIFY(reply);
        QCOMPARE(reply->body, "hello " + QByteArray::number(i));
    }
    QCOMPARE(server.server().openConnections(), 1);
}

void TestHttpServer::closesWhenAsked()
{
    TestServer server;
    RawClient client(server.port());
    QVERIFY(client.send(getRequest("/hello", "Connection: close\r\n")));
    const auto reply = client.reply();
    QVERIFY(reply);
    QCOMPARE(reply->headers.value("connection"), "close");
    QVERIFY(client.isClosedByServer());
}

void TestHttpServer::closesAfterHttp10()
{
    TestServer server;
    RawClient client(server.port());
    QVERIFY(client.send("GET /hello HTTP/1.0\r\n\r\n"));
    const auto reply = client.reply();
    QVERIFY(reply);
    QCOMPARE(reply->status, 200);
    QVERIFY(client.isClosedByServer());
}

void TestHttpServer::keepsAnHttp10ConnectionWhenAsked()
{
    TestServer server;
    RawClient client(server.port());
    for (int i = 0; i < 2; ++i) {
        QVERIFY(client.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
        const auto reply = client.reply();
        QVERIFY(reply);
        QCOMPARE(reply->headers.value("connection"), "keep-alive");
    }
}

void TestHttpServer::answersHeadWithoutABody()
{
    TestServer server;
    RawClient client(server.port());
    QVERIFY(client.send("HEAD /hello?n=7 HTTP/1.1\r\nHost: a\r\n\r\n"));
    const auto head = client.reply(true);
    QVERIFY(head);
    QCOMPARE(head->status, 200);
    QCOMPARE(head->headers.value("content-length"), "7");
    // Had a body followed, this answer would begin with it.
    QVERIFY(client.send(getRequest("/hello?n=8")));
    const auto reply = client.reply();
    QVERIFY(reply);
    QCOMPARE(reply->body, "hello 8");
}

void TestHttpServer::answersPipelinedRequestsInOrder()
{
    TestServer server;
    RawClient client(server.port());
    QByteArray requests = getRequest("/held");
    for (int i = 0; i < 500; ++i)
        requests += getRequest("/hello?n=" + QByteArray::number(i));
    QVERIFY(client.send(requests));
    QVERIFY(server.waitForHeld(1));
    QCOMPARE(server.handledCount(), 1); // the others wait for the first
    server.takeHeld()(Http::Response::text("held"));
    QCOMPARE(client.reply().value_or(RawReply{}).body, "held");
    for (int i = 0; i < 500; ++i)
        QCOMPARE(client.reply().value_or(RawReply{}).body, "hello " + QByteArray::number(i));
}

void TestHttpServer::readsAChunkedBody()
{
    TestServer server;
    RawClient client(server.port());
    QVERIFY(client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                        "5\r\nhello\r\n6;name=\"value\"\r\n world\r\n"));
    QVERIFY(client.send("0\r\nX-Trailer: forged\r\n\r\n"));
    const auto reply = client.reply();
    QVERIFY(reply);
    QCOMPARE(reply->body, "hello world");
    QCOMPARE(reply->headers.value("x-trailer"), ""); // trailers are not headers
    QVERIFY(client.send(getRequest("/hello")));
    QCOMPARE(client.reply().value_or(RawReply{}).status, 200);
}

void TestHttpServer::readsABodyThatArrivesByteByByte()
{
    TestServer server;
    RawClient client(server.port());
    const QByteArray request = "\r\n" + postRequest("/echo", "a body in pieces");
    for (const char byte : request)
        QVERIFY(client.send(QByteArray(1, byte)));
    QCOMPARE(client.reply().value_or(RawReply{}).body, "a body in pieces");
}

void TestHttpServer::takesABodyOfExactlyTheLimit()
{
    TestServer server;
    RawClient client(server.port());
    const QByteArray body(1024 * 1024, 'b');
    QVERIFY(client.send(postRequest("/echo", body)));
    const auto reply = client.reply();
    QVERIFY(reply);
    QCOMPARE(reply->status, 200);
    QVERIFY(reply->body == body);
}

void TestHttpServer::sendsContinueBeforeTheBody()
{
    TestServer server;
    RawClient client(server.port());
    QVERIFY(client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n"
                        "Expect: 100-continue\r\n\r\n"));
    QCOMPARE(client.reply().value_or(RawReply{}).status, 100);
    QVERIFY(client.send("body"));
    QCOMPARE(client.reply().value_or(RawReply{}).body, "body");
}

void TestHttpServer::leavesContinueOutWhenTheBodyIsThere()
{
    TestServer server;
    RawClient client(server.port());
    QVERIFY(client.send(postRequest("/echo", "body", "Expect: 100-continue\r\n")));
    QCOMPARE(client.reply().value_or(RawReply{}).status, 200);
}

void TestHttpServer::sendsNoBodyAndNoLengthWith204()
{
    TestServer server;
    RawClient client(server.port());
    QVERIFY(client.send("DELETE /empty HTTP/1.1\r\nHost: a\r\n\r\n"));
    const auto reply = client.reply();
    QVERIFY(reply);
    QCOMPARE(reply->status, 204);
    QVERIFY(!reply->headers.contains("content-length"));
    QVERIFY(client.send(getRequest("/hello")));
    QCOMPARE(client.reply().value_or(RawReply{}).status, 200);
}

void TestHttpServer::answersAfterTheClientHasFinishedSending()
{
    TestServer server;
    RawClient client(server.port());
    QVERIFY(client.send(getRequest("/hello")));
    client.finishSending();
    QCOMPARE(client.reply().value_or(RawReply{}).status, 200);
    QVERIFY(client.isClosedByServer());
}

void TestHttpServer::answersAnAbsoluteAddress()
{
    TestServer server;
    RawClient client(server.port());
    QVERIFY(client.send(getRequest("http://example.com/hello?n=3")));
    QCOMPARE(client.reply().value_or(RawReply{}).body, "hello 3");
}

void TestHttpServer::answersManyParallelClients()
{
    constexpr int clients = 16;
    constexpr int requests = 200;
    TestServer server;
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < clients; ++i) {
        threads.emplace_back([&, i] {
            RawClient client(server.port());
            for (int j = 0; j < requests; ++j) {
                const QByteArray body = QByteArray::number(i) + ':' + QByteArray::number(j);
                if (!client.send(postRequest("/echo", body)))
                    return;
                if (client.reply().value_or(RawReply{}).body == body)
                    ++right;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(right.load(), clients * requests);
    QTRY_COMPARE(server.server().openConnections(), 0);
}

void TestHttpServer::refusesASecondListen()
{
    TestServer server;
    const auto again = server.server().listen(QStringLiteral("127.0.0.1"), 0);
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::Internal);
}

void TestHttpServer::saysWhichPortIsTaken()
{
    TestServer server;
    Http::Router router;
    Http::Server second(router);
    const auto port = second.listen(QStringLiteral("127.0.0.1"), server.port());
    QVERIFY(!port);
    QCOMPARE(port.error().code, ErrorCode::Unavailable);
    QVERIFY(port.error().message.contains(QString::number(server.port())));
}

void TestHttpServer::refusesAnAddressThatIsNone()
{
    Http::Router router;
    Http::Server server(router);
    const auto port = server.listen(QStringLiteral("not-an-address"), 0);
    QVERIFY(!port);
    QCOMPARE(port.error().code, ErrorCode::ConfigurationInvalid);
}

QTEST_GUILESS_MAIN(TestHttpServer)
#include "test_httpserver.moc"
