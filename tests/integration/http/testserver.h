#pragma once

#include "app/http/server.h"

#include <QSemaphore>

#include <deque>
#include <mutex>

namespace Orion
{

// A server on a free port of the loopback with the routes that the tests need:
// GET /hello, POST /echo, GET /big, and /held, whose answers wait until the test gives them.
class TestServer
{
public:
    explicit TestServer(const Http::Limits &limits = {}, int ioThreads = 2,
                        const Http::TlsFiles &tls = {});
    ~TestServer();

    quint16 port() const { return m_port; }
    Http::Server &server() { return *m_server; }

    bool waitForHeld(int count); // until as many requests wait in /held
    Http::Responder takeHeld();  // the oldest of them; empty when there is none
    int handledCount() const { return m_handled; }
    void destroyServer() { m_server.reset(); }

private:
    void addRoutes();

    Http::Router m_router;
    std::mutex m_mutex;
    std::deque<Http::Responder> m_held;
    QSemaphore m_arrived;
    std::atomic<int> m_handled{0};
    std::unique_ptr<Http::Server> m_server;
    quint16 m_port = 0;
};

// "GET /path HTTP/1.1" with a Host and the further header lines given.
QByteArray getRequest(const QByteArray &path, const QByteArray &headerLines = {});
QByteArray postRequest(const QByteArray &path, const QByteArray &body,
                       const QByteArray &headerLines = {});

} // namespace Orion
