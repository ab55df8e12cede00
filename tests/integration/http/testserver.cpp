#include "tests/integration/http/testserver.h"

#include <stdexcept>

namespace Orion
{

using Http::Request;
using Http::Responder;
using Http::Response;

TestServer::TestServer(const Http::Limits &limits, int ioThreads, const Http::TlsFiles &tls)
{
    addRoutes();
    m_server = std::make_unique<Http::Server>(m_router, limits, ioThreads);
    const auto port = m_server->listen(QStringLiteral("127.0.0.1"), 0, tls);
    if (!port)
        qFatal("%s", qPrintable(port.error().message));
    m_port = *port;
}

TestServer::~TestServer()
{
    m_server.reset();
}

void TestServer::addRoutes()
{
    m_router.add("GET", QStringLiteral("/hello"), [this](Request request, Responder respond) {
        ++m_handled;
        respond(
            Response::text("hello " + request.query.queryItemValue(QStringLiteral("n")).toUtf8()));
    });
    m_router.add("POST", QStringLiteral("/echo"), [this](Request request, Responder respond) {
        ++m_handled;
        Response response = Response::text(request.body);
        response.headers.emplace_back("X-Trailer", request.header("x-trailer"));
        respond(response);
    });
    m_router.add("GET", QStringLiteral("/big"), [this](Request, Responder respond) {
        ++m_handled;
        respond(Response::text(QByteArray(16 * 1024 * 1024, 'x')));
    });
    m_router.add("GET", QStringLiteral("/held"), [this](Request, Responder respond) {
        ++m_handled;
        const std::scoped_lock lock(m_mutex);
        m_held.push_back(std::move(respond));
        m_arrived.release();
    });
    m_router.add("GET", QStringLiteral("/dropped"), [this](Request, Responder) { ++m_handled; });
    m_router.add("GET", QStringLiteral("/thrown"), [this](Request, Responder) {
        ++m_handled;
        throw std::runtime_error("secret detail");
    });
    m_router.add("GET", QStringLiteral("/twice"), [this](Request, Responder respond) {
        ++m_handled;
        respond(Response::text("first"));
        respond(Response::text("second"));
    });
    m_router.add("GET", QStringLiteral("/split"), [](Request, Responder respond) {
        Response response = Response::text("body");
        response.headers.emplace_back("X-Name", "a\r\nSet-Cookie: b");
        respond(response);
    });
    m_router.add("DELETE", QStringLiteral("/empty"),
                 [](Request, Responder respond) { respond(Response::empty()); });
}

bool TestServer::waitForHeld(int count)
{
    return m_arrived.tryAcquire(count, 20'000);
}

Responder TestServer::takeHeld()
{
    const std::scoped_lock lock(m_mutex);
    if (m_held.empty())
        return {};
    Responder respond = std::move(m_held.front());
    m_held.pop_front();
    return respond;
}

QByteArray getRequest(const QByteArray &path, const QByteArray &headerLines)
{
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headerLines + "\r\n";
}

QByteArray postRequest(const QByteArray &path, const QByteArray &body,
                       const QByteArray &headerLines)
{
    return "POST " + path +
           " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + QByteArray::number(body.size()) +
           "\r\n" + headerLines + "\r\n" + body;
}

} // namespace Orion
