#include "tests/integration/crash/stripeproxy.h"

#include "tests/support/rawclient.h"

namespace Orion
{

namespace
{

constexpr int ioThreads = 4; // a call that is forwarded holds one

QByteArray rawRequest(const Http::Request &request)
{
    QByteArray raw = request.method + ' ' + request.target + " HTTP/1.1\r\nHost: sandbox\r\n";
    for (auto it = request.headers.begin(); it != request.headers.end(); ++it) {
        if (it.key() != "host" && it.key() != "content-length" && it.key() != "connection" &&
            it.key() != "accept-encoding")
            raw += it.key() + ": " + it.value() + "\r\n";
    }
    return raw + "Connection: close\r\nContent-Length: " + QByteArray::number(request.body.size()) +
           "\r\n\r\n" + request.body;
}

} // namespace

StripeProxy::StripeProxy(const QUrl &sandbox)
    : m_sandboxPort(quint16(sandbox.port()))
{
    m_router.setFallback([this](const Http::Request &request, const Http::Responder &respond) {
        handle(request, respond);
    });
    m_server = std::make_unique<Http::Server>(m_router, Http::Limits{}, ioThreads);
    const auto port = m_server->listen(QStringLiteral("127.0.0.1"), 0);
    if (!port)
        qFatal("%s", qPrintable(port.error().message));
    m_port = *port;
}

StripeProxy::~StripeProxy()
{
    drop();
    m_server.reset();
}

QUrl StripeProxy::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port));
}

void StripeProxy::stopAt(Place place, const QByteArray &method, const QString &path)
{
    const std::scoped_lock lock(m_mutex);
    m_place = place;
    m_method = method;
    m_path = path;
}

bool StripeProxy::waitUntilStopped()
{
    return m_arrived.tryAcquire(1, 30'000);
}

void StripeProxy::goOn()
{
    std::unique_lock lock(m_mutex);
    if (!m_stopped)
        return;
    const Stopped stopped = *std::exchange(m_stopped, std::nullopt);
    const bool isForwarded = m_stoppedAt == Place::BeforeAnswering;
    lock.unlock();
    stopped.respond(isForwarded ? stopped.answer : forward(stopped.request));
}

void StripeProxy::drop()
{
    const std::scoped_lock lock(m_mutex);
    m_place.reset();
    m_stopped.reset();
}

QStringList StripeProxy::forwarded() const
{
    const std::scoped_lock lock(m_mutex);
    return m_forwarded;
}

void StripeProxy::handle(const Http::Request &request, const Http::Responder &respond)
{
    if (takeStop(Place::BeforeForwarding, request)) {
        stop({request, respond, {}});
        return;
    }
    Http::Response answer = forward(request);
    if (takeStop(Place::BeforeAnswering, request))
        stop({request, respond, std::move(answer)});
    else
        respond(std::move(answer));
}

bool StripeProxy::takeStop(Place place, const Http::Request &request)
{
    const std::scoped_lock lock(m_mutex);
    if (m_place != place || request.method != m_method || request.path != m_path)
        return false;
    m_place.reset();
    m_stoppedAt = place;
    return true;
}

void StripeProxy::stop(Stopped stopped)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopped = std::move(stopped);
    }
    m_arrived.release();
}

Http::Response StripeProxy::forward(const Http::Request &request)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_forwarded.append(QString::fromLatin1(request.method) + u' ' + request.path);
    }
    RawClient client(m_sandboxPort);
    if (!client.send(rawRequest(request)))
        return Http::Response::text("The sandbox has gone.", 502);
    const auto reply = client.reply();
    if (!reply)
        return Http::Response::text("The sandbox does not answer.", 502);
    Http::Response response = Http::Response::text(reply->body, reply->status);
    for (auto it = reply->headers.begin(); it != reply->headers.end(); ++it) {
        if (it.key() == "content-type")
            response.contentType = it.value();
        else if (it.key() != "content-length" && it.key() != "connection" && it.key() != "date")
            response.headers.emplace_back(it.key(), it.value());
    }
    return response;
}

} // namespace Orion
