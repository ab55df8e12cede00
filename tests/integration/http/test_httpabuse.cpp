#include <QRandomGenerator>
#include <QTest>

#include "tests/integration/http/testserver.h"
#include "tests/support/rawclient.h"

using namespace Orion;
using namespace std::chrono_literals;

namespace
{

QByteArray head(const QByteArray &lines)
{
    return "POST /echo HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n";
}

QByteArray chunked(const QByteArray &body)
{
    return head("Transfer-Encoding: chunked\r\n") + body;
}

} // namespace

// What clients see that are broken, slow or hostile.
class TestHttpAbuse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesAndCloses_data();
    void refusesAndCloses();
    void neverHandlesWhatFollowsARefusedRequest();
    void lingersSoThatTheClientCanReadThe413();
    void closesOnALingeringClientThatNeverStopsSending();
    void answers408WhenARequestTrickles();
    void answers408WhenABodyStops();
    void closesAClientThatSaysNothing();
    void closesAnIdleConnection();
    void closesAClientThatDoesNotRead();
    void doesNotReadAheadWhileAHandlerIsBusy();
    void closesWhoHasNotAskedForAnythingWhenThereAreTooMany();
    void closesWhoHasBeenIdleForLongestWhenThereAreTooMany();
    void refusesConnectionsOverTheCapWhileAllAreBusy();
    void refusesTheOldestHalfReadRequestWhenTheyAreTooLarge();
    void answersARequestThatEndsTooEarly();
    void answersManyRefusalsInTurn();
    void survivesRandomInput();
};

void TestHttpAbuse::refusesAndCloses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const auto add = [](const char *name, const QByteArray &bytes, int status) {
        QTest::newRow(name) << bytes << status;
    };
    const QByteArray tail = "5\r\nhello\r\n0\r\n\r\n";

    add("no host", "GET /hello HTTP/1.1\r\n\r\n", 400);
    add("two hosts", "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400);
    add("encoding gzip", head("Transfer-Encoding: gzip\r\n"), 501);
    add("encoding identity", head("Transfer-Encoding: identity\r\n"), 501);
    add("encoding gzip, chunked", head("Transfer-Encoding: gzip, chunked\r\n") + tail, 501);
    add("encoding chunked, gzip", head("Transfer-Encoding: chunked, gzip\r\n") + tail, 501);
    add("encoding xchunked", head("Transfer-Encoding: xchunked\r\n") + tail, 501);
    add("encoding with a parameter", head("Transfer-Encoding: chunked;q=1\r\n") + tail, 501);
    add("empty encoding", head("Transfer-Encoding:\r\n"), 501);
    add("encoding in two fields",
        head("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n") + tail, 400);
    add("a second encoding in a field of its own",
        head("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n") + tail, 501);
    add("encoding in HTTP/1.0",
        "POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + tail, 400);
    add("length, then encoding", head("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + tail,
        400);
    add("encoding, then length", head("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n") + tail,
        400);
    add("length, then unknown encoding",
        head("Content-Length: 5\r\nTransfer-Encoding: x\r\n") + "hello", 400);
    add("two lengths", head("Content-Length: 5\r\nContent-Length: 6\r\n") + "hello!", 400);
    add("the same length twice", head("Content-Length: 5\r\nContent-Length: 5\r\n") + "hello", 400);
    add("a list of lengths", head("Content-Length: 5, 5\r\n") + "hello", 400);
    add("length with a sign", head("Content-Length: +5\r\n") + "hello", 400);
    add("negative length", head("Content-Length: -5\r\n") + "hello", 400);
    add("hexadecimal length", head("Content-Length: 0x5\r\n") + "hello", 400);
    add("length with a blank", head("Content-Length: 1 5\r\n") + "hello", 400);
    add("empty length", head("Content-Length:\r\n") + "hello", 400);
    add("length beyond 64 bits", head("Content-Length: 18446744073709551621\r\n") + "hello", 400);
    add("length over the limit", head("Content-Length: 1048577\r\n"), 413);
    add("chunk over the limit", chunked("100001\r\n"), 413);
    add("chunks that add up to more than the limit",
        chunked("80000\r\n" + QByteArray(0x80000, 'x') + "\r\n80001\r\n"), 413);
    add("chunk size beyond 64 bits", chunked("10000000000000005\r\nhello"), 400);
    add("chunk size that is none", chunked("zz\r\nhello\r\n"), 400);
    add("negative chunk size", chunked("-5\r\nhello\r\n"), 400);
    add("chunk without its line end", chunked("5\r\nhelloXX0\r\n\r\n"), 400);
    add("chunk extension without end", chunked("5;" + QByteArray(64 * 1024, 'x')), 400);
    add("chunk ended by a line feed alone", chunked("5\nhello\r\n0\r\n\r\n"), 400);
    add("blank after a chunk's size", chunked("5 \r\nhello\r\n0\r\n\r\n"), 400);
    add("control character in a chunk's line", chunked("5;\x01\r\nhello\r\n0\r\n\r\n"), 400);
    add("empty chunk size", chunked("\r\nhello\r\n0\r\n\r\n"), 400);
    add("trailer without a colon", chunked("0\r\nnonsense\r\n\r\n"), 400);
    add("trailer without end", chunked("0\r\n" + QByteArray("A: b\r\n").repeated(4000)), 400);
    add("header over the limit", head("X: " + QByteArray(17 * 1024, 'x') + "\r\n"), 431);
    add("header without end", "GET /hello HTTP/1.1\r\nX: " + QByteArray(64 * 1024, 'x'), 431);
    add("too many fields", head(QByteArray("A: b\r\n").repeated(4000)), 431);
    add("address over the limit", "GET /" + QByteArray(40 * 1024, 'x'), 431);
    add("blank before the colon", head("Content-Length : 5\r\n") + "hello", 400);
    add("field without a colon", head("nonsense\r\n"), 400);
    add("field without a name", head(": value\r\n"), 400);
    add("NUL in a field", head(QByteArray("X: a\0b\r\n", 8)), 400);
    add("carriage return in a field", head("X: a\rb\r\n"), 400);
    add("folded field", head("X: a\r\n b\r\n"), 400);
    add("folded length", head("Content-Length:\r\n\t5\r\n") + "hello", 400);
    add("field ended by a line feed alone", head("Content-Length: 5\n") + "hello", 400);
    add("header ended by a line feed alone", "GET /hello HTTP/1.1\r\nHost: a\r\n\n", 400);
    add("header of line feeds alone", "GET /hello HTTP/1.1\nHost: a\n\n", 400);
    add("control character in the address", "GET /a\x01 HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("blank in the address", "GET /hel lo HTTP/1.1\r\nHost: a\r\n\r\n", 505);
    add("HTTP/2.0", "GET /hello HTTP/2.0\r\nHost: a\r\n\r\n", 505);
    add("preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505);
    add("no version", "GET /hello\r\n\r\n", 400);
    add("broken percent-encoding", getRequest("/%zz"), 400);
    add("cut percent-encoding", getRequest("/hello%2"), 400);
    add("broken percent-encoding in the query", getRequest("/hello?n=%"), 400);
    add("encoded NUL", getRequest("/hello%00"), 400);
    add("encoded NUL in the query", getRequest("/hello?n=%00"), 400);
    add("encoded slash", getRequest("/a%2fb"), 400);
    add("no UTF-8", getRequest("/%ff"), 400);
    add("overlong UTF-8", getRequest("/%c0%af"), 400);
    add("address without a slash", getRequest("hello"), 400);
    add("fragment", getRequest("/hello#there"), 400);
    add("unknown expectation", postRequest("/echo", "hello", "Expect: miracles\r\n"), 417);
    add("TLS to the plain port", QByteArray::fromHex("16030100c8010000c40303") + "\r\n\r\n", 400);
}

void TestHttpAbuse::refusesAndCloses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    TestServer server;
    RawClient client(server.port());
    QVERIFY(client.send(bytes));
    const auto reply = client.reply();
    QVERIFY(reply);
    QCOMPARE(reply->status, status);
    QCOMPARE(reply->headers.value("connection"), "close");
    QCOMPARE(reply->headers.value("content-type"), "application/problem+json");
    QVERIFY(client.isClosedByServer());
    QCOMPARE(server.handledCount(), 0);
}

void TestHttpAbuse::neverHandlesWhatFollowsARefusedRequest()
{
    TestServer server;
    RawClient client(server.port());
    QVERIFY(client.send(head("Content-Length: 5\r\nContent-Length: 0\r\n") + "hello" +
                        getRequest("/hello") + getRequest("/hello")));
    QCOMPARE(client.reply().value_or(RawReply{}).status, 400);
    QVERIFY(client.isClosedByServer());
    QCOMPARE(server.handledCount(), 0);
}

void TestHttpAbuse::lingersSoThatTheClientCanReadThe413()
{
    TestServer server;
    RawClient client(server.port());
    const QByteArray body(6 * 1024 * 1024, 'x');
    QVERIFY(client.send(postRequest("/echo", body)));
    QCOMPARE(client.reply().value_or(RawReply{}).status, 413);
    QVERIFY(client.isClosedByServer());
}

void TestHttpAbuse::closesOnALingeringClientThatNeverStopsSending()
{
    TestServer server;
    RawClient client(server.port());
    const QByteArray piece(1024 * 1024, 'x');
    QVERIFY(client.send(head("Content-Length: 999999999999\r\n")));
    int sent = 0;
    while (sent < 100 && client.send(piece))
        ++sent;
    QVERIFY(sent < 100);
    QTRY_COMPARE(server.server().openConnections(), 0);
}

void TestHttpAbuse::answers408WhenARequestTrickles()
{
    Http::Limits limits;
    limits.requestDeadline = 300ms;
    TestServer server(limits);
    RawClient client(server.port());
    QVERIFY(client.send("GET /hello HTTP/1.1\r\nHost: a\r\nX: "));
    int bytes = 0;
    while (!client.waitForBytes(20ms) && bytes < 1000) {
        QVERIFY(client.send("x"));
        ++bytes;
    }
    // Never silent for longer than 20 ms, and refused all the same.
    QVERIFY(bytes > 3);
    QCOMPARE(client.reply().value_or(RawReply{}).status, 408);
    QVERIFY(client.isClosedByServer());
}

void TestHttpAbuse::answers408WhenABodyStops()
{
    Http::Limits limits;
    limits.requestDeadline = 100ms;
    TestServer server(limits);
    RawClient client(server.port());
    QVERIFY(client.send(head("Content-Length: 10\r\n") + "half"));
    QCOMPARE(client.reply().value_or(RawReply{}).status, 408);
    QVERIFY(client.isClosedByServer());
    QCOMPARE(server.handledCount(), 0);
}

void TestHttpAbuse::closesAClientThatSaysNothing()
{
    Http::Limits limits;
    limits.idleDeadline = 100ms;
    TestServer server(limits);
    RawClient client(server.port());
    QVERIFY(client.isClosedByServer());
}

void TestHttpAbuse::closesAnIdleConnection()
{
    Http::Limits limits;
    limits.idleDeadline = 100ms;
    TestServer server(limits);
    RawClient client(server.port());
    QVERIFY(client.send(getRequest("/hello")));
    QCOMPARE(client.reply().value_or(RawReply{}).status, 200);
    QVERIFY(client.isClosedByServer());
}

void TestHttpAbuse::closesAClientThatDoesNotRead()
{
    Http::Limits limits;
    limits.writeDeadline = 200ms;
    TestServer server(limits);
    RawClient client(server.port(), 4096);
    QVERIFY(client.send(getRequest("/big")));
    QTRY_COMPARE(server.handledCount(), 1);
    QTRY_COMPARE(server.server().openConnections(), 0);
}

void TestHttpAbuse::doesNotReadAheadWhileAHandlerIsBusy()
{
    TestServer server;
    RawClient client(server.port());
    QVERIFY(client.send(getRequest("/held")));
    QVERIFY(server.waitForHeld(1));
    const QByteArray piece = postRequest("/echo", QByteArray(256 * 1024, 'x'));
    QVERIFY(client.sendUntilBlocked(piece, 400) < 400); // 100 MiB would mean that it reads on
    QCOMPARE(server.handledCount(), 1);
    server.takeHeld()(Http::Response::text("held"));
    QCOMPARE(client.reply().value_or(RawReply{}).body, "held");
    QCOMPARE(client.reply().value_or(RawReply{}).status, 200);
}

void TestHttpAbuse::closesWhoHasNotAskedForAnythingWhenThereAreTooMany()
{
    Http::Limits limits;
    limits.connections = 2;
    TestServer server(limits);
    RawClient known(server.port());
    QVERIFY(known.send(getRequest("/hello")));
    QCOMPARE(known.reply().value_or(RawReply{}).status, 200);
    RawClient stranger(server.port());
    QTRY_COMPARE(server.server().openConnections(), 2);
    RawClient third(server.port());
    QVERIFY(third.send(getRequest("/hello")));
    QCOMPARE(third.reply().value_or(RawReply{}).status, 200);
    QVERIFY(stranger.isClosedByServer());
    QVERIFY(known.send(getRequest("/hello")));
    QCOMPARE(known.reply().value_or(RawReply{}).status, 200);
}

void TestHttpAbuse::closesWhoHasBeenIdleForLongestWhenThereAreTooMany()
{
    Http::Limits limits;
    limits.connections = 2;
    // One thread: it knows of the second's idleness before it hears of the first again.
    TestServer server(limits, 1);
    RawClient first(server.port());
    RawClient second(server.port());
    for (RawClient *client : {&first, &second, &first}) {
        QVERIFY(client->send(getRequest("/hello")));
        QCOMPARE(client->reply().value_or(RawReply{}).status, 200);
    }
    RawClient third(server.port());
    QVERIFY(third.send(getRequest("/hello")));
    QCOMPARE(third.reply().value_or(RawReply{}).status, 200);
    QVERIFY(second.isClosedByServer());
    QVERIFY(first.send(getRequest("/hello")));
    QCOMPARE(first.reply().value_or(RawReply{}).status, 200);
}

void TestHttpAbuse::refusesConnectionsOverTheCapWhileAllAreBusy()
{
    Http::Limits limits;
    limits.connections = 2;
    TestServer server(limits);
    RawClient first(server.port());
    RawClient second(server.port());
    for (RawClient *client : {&first, &second})
        QVERIFY(client->send(getRequest("/held")));
    QVERIFY(server.waitForHeld(2));
    {
        RawClient third(server.port());
        QVERIFY(third.send(getRequest("/hello")));
        const auto reply = third.reply();
        QVERIFY(reply);
        QCOMPARE(reply->status, 503);
        QVERIFY(reply->headers.contains("retry-after"));
        QVERIFY(third.isClosedByServer());
    }
    // Which of the two was heard first is not known.
    for (int i = 0; i < 2; ++i)
        server.takeHeld()(Http::Response::text("held"));
    for (RawClient *client : {&first, &second})
        QVERIFY(client->reply());
    QCOMPARE(server.handledCount(), 2);
}

void TestHttpAbuse::refusesTheOldestHalfReadRequestWhenTheyAreTooLarge()
{
    Http::Limits limits;
    limits.halfReadBytes = 300 * 1024;
    TestServer server(limits);
    const QByteArray half = head("Content-Length: 250000\r\n") + QByteArray(200 * 1024, 'x');
    RawClient first(server.port());
    QVERIFY(first.send(half));
    RawClient second(server.port());
    QVERIFY(second.send(half));
    // Which of them came first is for the server to say; one of them has to give way.
    const bool isFirst = first.waitForBytes(5s);
    RawClient &refused = isFirst ? first : second;
    RawClient &kept = isFirst ? second : first;
    const auto reply = refused.reply();
    QVERIFY(reply);
    QCOMPARE(reply->status, 503);
    QVERIFY(reply->headers.contains("retry-after"));
    QVERIFY(kept.send(QByteArray(250'000 - 200 * 1024, 'x')));
    QCOMPARE(kept.reply().value_or(RawReply{}).status, 200);
}

void TestHttpAbuse::answersARequestThatEndsTooEarly()
{
    TestServer server;
    RawClient client(server.port());
    QVERIFY(client.send(head("Content-Length: 10\r\n") + "half"));
    client.finishSending();
    QCOMPARE(client.reply().value_or(RawReply{}).status, 400);
    QVERIFY(client.isClosedByServer());
    QCOMPARE(server.handledCount(), 0);
}

void TestHttpAbuse::answersManyRefusalsInTurn()
{
    TestServer server;
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 400; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.port()));
        QVERIFY(clients.back()->send(head("Content-Length: x\r\n")));
    }
    // Meanwhile somebody else is served as ever.
    RawClient other(server.port());
    QVERIFY(other.send(getRequest("/hello")));
    QCOMPARE(other.reply().value_or(RawReply{}).status, 200);
    QVERIFY(server.server().openConnections() > 100);
    for (const auto &client : clients)
        QCOMPARE(client->reply().value_or(RawReply{}).status, 400);
}

void TestHttpAbuse::survivesRandomInput()
{
    Http::Limits limits;
    limits.requestDeadline = 200ms;
    TestServer server(limits);
    QRandomGenerator random(20261122);
    const QByteArrayList seeds = {postRequest("/echo", "hello"), getRequest("/hello?n=%41"),
                                  chunked("5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n"),
                                  getRequest("/hello", "Expect: 100-continue\r\n")};
    for (int i = 0; i < 2000; ++i) {
        QByteArray bytes = seeds[random.bounded(static_cast<int>(seeds.size()))];
        for (int changes = random.bounded(1, 6); changes > 0; --changes) {
            const qsizetype at = random.bounded(static_cast<int>(bytes.size()));
            if (random.bounded(3) == 0)
                bytes.remove(at, random.bounded(1, 8));
            else
                bytes[at] = static_cast<char>(random.bounded(256));
        }
        RawClient client(server.port());
        client.send(bytes);
        if (random.bounded(2) == 0)
            client.reset();
    }
    RawClient client(server.port());
    QVERIFY(client.send(getRequest("/hello")));
    QCOMPARE(client.reply().value_or(RawReply{}).status, 200);
    // So many refusals go out one after the other.
    QTRY_COMPARE_WITH_TIMEOUT(server.server().openConnections(), 1, 60'000);
}

QTEST_GUILESS_MAIN(TestHttpAbuse)
#include "test_httpabuse.moc"
