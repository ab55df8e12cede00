#include "tests/integration/stripe/stripeserver.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace Orion
{

namespace
{

QUrl localUrl(quint16 port)
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port));
}

} // namespace

StripeServer::StripeServer()
{
    m_router.setFallback([this](const Http::Request &request, const Http::Responder &respond) {
        handle(request, respond);
    });
    m_server = std::make_unique<Http::Server>(m_router, Http::Limits{}, 2);
    const auto port = m_server->listen(QStringLiteral("127.0.0.1"), 0);
    if (!port)
        qFatal("%s", qPrintable(port.error().message));
    m_port = *port;
}

StripeServer::~StripeServer()
{
    releaseHeld();
    m_server.reset();
}

QUrl StripeServer::url() const
{
    return localUrl(m_port);
}

void StripeServer::answer(int status, const QByteArray &body,
                          const std::vector<std::pair<QByteArray, QByteArray>> &headers)
{
    Http::Response response = Http::Response::text(body, status);
    response.contentType = "application/json";
    response.headers = headers;
    const std::scoped_lock lock(m_mutex);
    m_answers.push_back(std::move(response));
}

void StripeServer::refuse(int status, const std::vector<std::pair<QByteArray, QByteArray>> &headers)
{
    answer(status, R"({"error": {"type": "api_error", "message": "No."}})", headers);
}

std::vector<StripeServer::Seen> StripeServer::seen() const
{
    const std::scoped_lock lock(m_mutex);
    return m_seen;
}

bool StripeServer::waitForHeld(int count)
{
    return m_arrived.tryAcquire(count, 20'000);
}

void StripeServer::releaseHeld()
{
    std::vector<Http::Responder> held;
    {
        const std::scoped_lock lock(m_mutex);
        held.swap(m_held);
    }
    for (const Http::Responder &respond : held)
        respond(Http::Response::json({{QStringLiteral("id"), QStringLiteral("obj_held")}}));
}

void StripeServer::handle(const Http::Request &request, const Http::Responder &respond)
{
    std::unique_lock lock(m_mutex);
    m_seen.push_back({request, std::chrono::steady_clock::now()});
    if (request.path.startsWith(QLatin1String("/v1/held"))) {
        m_held.push_back(respond);
        m_arrived.release();
        return;
    }
    Http::Response response =
        Http::Response::json({{QStringLiteral("id"), QStringLiteral("obj_default")}});
    if (!m_answers.empty()) {
        response = std::move(m_answers.front());
        m_answers.pop_front();
    }
    lock.unlock();
    respond(std::move(response));
}

RawServer::RawServer(QByteArray bytes)
    : m_bytes(std::move(bytes))
{
    m_listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    if (::bind(m_listener, generic, size) != 0 || ::listen(m_listener, 16) != 0 ||
        ::getsockname(m_listener, generic, &size) != 0)
        qFatal("No socket to listen on.");
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { serve(); });
}

RawServer::~RawServer()
{
    ::shutdown(m_listener, SHUT_RDWR);
    m_thread.join();
    ::close(m_listener);
}

QUrl RawServer::url() const
{
    return localUrl(m_port);
}

void RawServer::serve()
{
    for (;;) {
        const int client = ::accept(m_listener, nullptr, nullptr);
        if (client < 0)
            return;
        ++m_connections;
        QByteArray received;
        char buffer[4096];
        while (!received.contains("\r\n\r\n")) {
            const ssize_t count = ::recv(client, buffer, sizeof buffer, 0);
            if (count <= 0)
                break;
            received.append(buffer, qsizetype(count));
        }
        (void)::send(client, m_bytes.constData(), std::size_t(m_bytes.size()), MSG_NOSIGNAL);
        ::shutdown(client, SHUT_WR);
        while (::recv(client, buffer, sizeof buffer, 0) > 0)
            ;
        ::close(client);
    }
}

Configuration stripeConfiguration(const QUrl &base)
{
    Configuration configuration;
    configuration.stripeSecretKey = Secret("sk_test_scripted");
    configuration.stripeApiBase = base;
    configuration.stripeRateLimit = 0;
    return configuration;
}

} // namespace Orion
