#include "tests/support/abuse/hostileshapes.h"

namespace Orion::Abuse
{

using namespace std::chrono_literals;

namespace
{

constexpr auto trickle = 200ms;

QByteArray post(const QByteArray &lines, const QByteArray &body = {})
{
    return "POST /api/v1/webhooks/stripe HTTP/1.1\r\nHost: abuse\r\n" + lines + "\r\n" + body;
}

// Two readers of these may see different requests.
void addSmuggling(std::vector<Shape> &shapes)
{
    const QByteArray chunks = "5\r\nhello\r\n0\r\n\r\n";
    const QByteArray hidden = "GET /health HTTP/1.1\r\nHost: abuse\r\n\r\n";
    shapes.push_back(
        {"smuggling", "length-and-encoding",
         post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", chunks + hidden)});
    shapes.push_back({"smuggling", "folded-header",
                      post("X: a\r\n Content-Length: 5\r\nContent-Length: 0\r\n", hidden)});
    shapes.push_back(
        {"smuggling", "bare-line-feed", post("X: a\nContent-Length: 5\r\n", "hello" + hidden)});
    shapes.push_back({"smuggling", "bare-carriage-return",
                      post("X: a\rContent-Length: 5\r\n", "hello" + hidden)});
    shapes.push_back({"smuggling", "chunk-extension",
                      post("Transfer-Encoding: chunked\r\n", "5;" + QByteArray(2048, 'x')), "y",
                      trickle});
    shapes.push_back({"smuggling", "chunk-line-feed",
                      post("Transfer-Encoding: chunked\r\n", "5;a\nhello\r\n0\r\n\r\n" + hidden)});
}

} // namespace

Shape idleShape()
{
    return {"idle", "idle", {}, {}};
}

std::vector<Shape> activeShapes(const QByteArray &path)
{
    const QByteArray get = "GET " + path + " HTTP/1.1\r\nHost: abuse\r\n\r\n";
    std::vector<Shape> shapes{
        {"slow-header", "slow-header", "GET " + path + " HTTP/1.1\r\nHost: abuse\r\nX: ", "x",
         trickle},
        {"slow-body", "slow-body", post("Content-Length: 1000000\r\n", QByteArray(256 * 1024, 'x')),
         "x", trickle},
        {"endless-header", "endless-header", "GET " + path + " HTTP/1.1\r\nHost: abuse\r\n",
         QByteArray("X-Endless: abcdefghijklmnopqrstuvwxyz\r\n").repeated(20)},
        {"wrong-length", "wrong-length", post("Content-Length: -5\r\n", "hello")},
        {"wrong-length", "enormous-length",
         post("Content-Length: 99999999999999999999\r\n", "hello")},
        {"double-length", "double-length",
         post("Content-Length: 5\r\nContent-Length: 50\r\n", "hello")},
        {"double-length", "same-length-twice",
         post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello")}};
    addSmuggling(shapes);
    Shape pipelining{"pipelining", "pipelining", get.repeated(20), get.repeated(20)};
    pipelining.reads = false;
    shapes.push_back(pipelining);
    Shape half{"half-close", "half-request", post("Content-Length: 500\r\n", "hello")};
    half.finishesSending = true;
    shapes.push_back(half);
    Shape whole{"half-close", "half-closed", "GET /healthz HTTP/1.1\r\nHost: abuse\r\n\r\n"};
    whole.finishesSending = true;
    shapes.push_back(whole);
    return shapes;
}

} // namespace Orion::Abuse
