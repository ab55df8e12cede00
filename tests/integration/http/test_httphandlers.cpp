#include <QTest>

#include <future>

#include "tests/integration/http/testserver.h"
#include "tests/support/rawclient.h"

using namespace Orion;
using namespace std::chrono_literals;

// What handlers may do, and how a server ends.
class TestHttpHandlers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersFromAnotherThread();
    void answers500ForADroppedResponder();
    void answers500ForAnExceptionWithoutItsText();
    void ignoresASecondAnswer();
    void refusesToSendAHeaderWithALineBreak();
    void survivesAClientThatLeavesWhileItsHandlerIsBusy();
    void ignoresAnAnswerAfterTheServerHasGone();
    void answers504WhenTheHandlerIsTooSlow();
    void answers503WhenTooManyRequestsAreInFlight();
    void countsAHandlerAsBusyEvenAfterIts504();
    void drainsRunningRequestsAndClosesIdleConnections();
    void answersARequestThatHadArrivedBeforeTheDrain();
    void closesWhatIsNotFinishedInTime();
    void stopsTwiceWithoutHarm();
    void stopsWithoutHavingListened();
};

void TestHttpHandlers::answersFromAnotherThread()
{
    TestServer server;
    RawClient client(server.port());
    QVERIFY(client.send(getRequest("/held")));
    QVERIFY(server.waitForHeld(1));
    std::thread([respond = server.takeHeld()] { respond(Http::Response::text("late")); }).join();
    QCOMPARE(client.reply().value_or(RawReply{}).body, "late");
}

void TestHttpHandlers::answers500ForADroppedResponder()
{
    TestServer server;
    RawClient client(server.port());
    QVERIFY(client.send(getRequest("/dropped")));
    QCOMPARE(client.reply().value_or(RawReply{}).status, 500);
    QVERIFY(client.send(getRequest("/hello")));
    QCOMPARE(client.reply().value_or(RawReply{}).status, 200);
}

void TestHttpHandlers::answers500ForAnExceptionWithoutItsText()
{
    TestServer server;
    RawClient client(server.port());
    QVERIFY(client.send(getRequest("/thrown")));
    const auto reply = client.reply();
    QVERIFY(reply);
    QCOMPARE(reply->status, 500);
    QVERIFY(!reply->body.contains("secret"));
}

void TestHttpHandlers::ignoresASecondAnswer()
{
    TestServer server;
    RawClient client(server.port());
    QVERIFY(client.send(getRequest("/twice") + getRequest("/hello?n=2")));
    QCOMPARE(client.reply().value_or(RawReply{}).body, "first");
    QCOMPARE(client.reply().value_or(RawReply{}).body, "hello 2");
}

void TestHttpHandlers::refusesToSendAHeaderWithALineBreak()
{
    TestServer server;
    RawClient client(server.port());
    QVERIFY(client.send(getRequest("/split")));
    const auto reply = client.reply();
    QVERIFY(reply);
    QCOMPARE(reply->status, 500);
    QVERIFY(!reply->headers.contains("set-cookie"));
}

void TestHttpHandlers::survivesAClientThatLeavesWhileItsHandlerIsBusy()
{
    TestServer server;
    constexpr int clients = 50;
    for (int i = 0; i < clients; ++i) {
        RawClient client(server.port());
        QVERIFY(client.send(getRequest("/held")));
        QVERIFY(server.waitForHeld(1));
        if (i % 2 == 0)
            client.reset();
    }
    for (int i = 0; i < clients; ++i)
        server.takeHeld()(Http::Response::text(QByteArray(100'000, 'x')));
    QTRY_COMPARE(server.server().openConnections(), 0);
}

void TestHttpHandlers::ignoresAnAnswerAfterTheServerHasGone()
{
    TestServer server;
    RawClient client(server.port());
    QVERIFY(client.send(getRequest("/held")));
    QVERIFY(server.waitForHeld(1));
    Http::Responder respond = server.takeHeld();
    server.destroyServer();
    respond(Http::Response::text("too late"));
    QVERIFY(client.isClosedByServer());
}

void TestHttpHandlers::answers504WhenTheHandlerIsTooSlow()
{
    Http::Limits limits;
    limits.handlerDeadline = 100ms;
    TestServer server(limits);
    RawClient client(server.port());
    QVERIFY(client.send(getRequest("/held")));
    QCOMPARE(client.reply().value_or(RawReply{}).status, 504);
    // The late answer must not pass for the next request's.
    QVERIFY(client.send(getRequest("/held")));
    QVERIFY(server.waitForHeld(2));
    server.takeHeld()(Http::Response::text("late answer"));
    server.takeHeld()(Http::Response::text("own answer"));
    QCOMPARE(client.reply().value_or(RawReply{}).body, "own answer");
}

void TestHttpHandlers::answers503WhenTooManyRequestsAreInFlight()
{
    Http::Limits limits;
    limits.requestsInFlight = 2;
    TestServer server(limits);
    RawClient first(server.port());
    RawClient second(server.port());
    RawClient third(server.port());
    QVERIFY(first.send(getRequest("/held")));
    QVERIFY(second.send(getRequest("/held")));
    QVERIFY(server.waitForHeld(2));
    QVERIFY(third.send(getRequest("/hello")));
    const auto busy = third.reply();
    QVERIFY(busy);
    QCOMPARE(busy->status, 503);
    QVERIFY(busy->headers.contains("retry-after"));

    server.takeHeld()(Http::Response::text("held"));
    QVERIFY(third.send(getRequest("/hello")));
    QCOMPARE(third.reply().value_or(RawReply{}).status, 200);
}

void TestHttpHandlers::countsAHandlerAsBusyEvenAfterIts504()
{
    Http::Limits limits;
    limits.requestsInFlight = 1;
    limits.handlerDeadline = 100ms;
    TestServer server(limits);
    RawClient client(server.port());
    QVERIFY(client.send(getRequest("/held")));
    QCOMPARE(client.reply().value_or(RawReply{}).status, 504);
    QVERIFY(client.send(getRequest("/hello")));
    QCOMPARE(client.reply().value_or(RawReply{}).status, 503);
    server.takeHeld()(Http::Response::text("late"));
    QVERIFY(client.send(getRequest("/hello")));
    QCOMPARE(client.reply().value_or(RawReply{}).status, 200);
}

void TestHttpHandlers::drainsRunningRequestsAndClosesIdleConnections()
{
    TestServer server;
    RawClient idle(server.port());
    QVERIFY(idle.send(getRequest("/hello")));
    QCOMPARE(idle.reply().value_or(RawReply{}).status, 200);
    RawClient busy(server.port());
    QVERIFY(busy.send(getRequest("/held")));
    QVERIFY(server.waitForHeld(1));

    auto stopped = std::async(std::launch::async, [&] { return server.server().stop(20s); });
    QVERIFY(idle.isClosedByServer());
    QTRY_VERIFY(!RawClient(server.port()).isConnected());
    server.takeHeld()(Http::Response::text("finished"));
    const auto reply = busy.reply();
    QVERIFY(reply);
    QCOMPARE(reply->body, "finished");
    QCOMPARE(reply->headers.value("connection"), "close");
    QVERIFY(busy.isClosedByServer());
    QVERIFY(stopped.get());
    QCOMPARE(server.server().openConnections(), 0);
}

void TestHttpHandlers::answersARequestThatHadArrivedBeforeTheDrain()
{
    TestServer server;
    RawClient client(server.port());
    // Half a request has been read when the drain begins; its rest comes afterwards.
    QVERIFY(client.send(getRequest("/hello") + "GET /hello?n=2 HTTP/1.1\r\n"));
    QCOMPARE(client.reply().value_or(RawReply{}).status, 200);
    auto stopped = std::async(std::launch::async, [&] { return server.server().stop(20s); });
    QTRY_VERIFY(!RawClient(server.port()).isConnected());
    QVERIFY(client.send("Host: a\r\n\r\n"));
    QCOMPARE(client.reply().value_or(RawReply{}).body, "hello 2");
    QVERIFY(client.isClosedByServer());
    QVERIFY(stopped.get());
}

void TestHttpHandlers::closesWhatIsNotFinishedInTime()
{
    TestServer server;
    RawClient client(server.port());
    QVERIFY(client.send(getRequest("/held")));
    QVERIFY(server.waitForHeld(1));
    QVERIFY(!server.server().stop(50ms));
    QVERIFY(client.isClosedByServer());
    QCOMPARE(server.server().openConnections(), 0);
}

void TestHttpHandlers::stopsTwiceWithoutHarm()
{
    TestServer server;
    QVERIFY(server.server().stop(1s));
    QVERIFY(server.server().stop(1s));
    QVERIFY(!server.server().listen(QStringLiteral("127.0.0.1"), 0));
}

void TestHttpHandlers::stopsWithoutHavingListened()
{
    Http::Router router;
    Http::Server server(router);
    QVERIFY(server.stop(1s));
}

QTEST_GUILESS_MAIN(TestHttpHandlers)
#include "test_httphandlers.moc"
