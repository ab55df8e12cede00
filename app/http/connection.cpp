#include "app/http/connection.h"

#include "app/http/answer.h"

#include <QLoggingCategory>

namespace Orion::Http
{

namespace asio = boost::asio;

namespace
{

Q_LOGGING_CATEGORY(lcHttp, "orion.http")

constexpr std::size_t readSize = 16 * 1024;

QByteArray addressOf(const Transport::Socket &socket)
{
    boost::system::error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    return error ? QByteArray() : QByteArray::fromStdString(endpoint.address().to_string());
}

} // namespace

Connection::Connection(Transport::Socket socket, asio::ssl::context *tls,
                       std::shared_ptr<ServerState> state)
    : m_state(std::move(state))
    , m_transport(std::move(socket), tls)
    , m_timer(m_transport.executor())
    , m_peer(addressOf(m_transport.socket()))
    , m_input(m_state->limits.headerBytes + readSize)
{}

Connection::~Connection()
{
    setUnfinished(false);
    m_state->connections.remove(this);
}

template <typename Function>
void Connection::onStrand(Function function)
{
    asio::post(m_transport.executor(), [self = shared_from_this(), function]() mutable {
        if (self->m_phase != Phase::Closed)
            function(*self);
    });
}

void Connection::start()
{
    onStrand([](Connection &self) {
        if (self.m_state->draining)
            return self.close();
        self.arm(self.m_state->limits.requestDeadline);
        self.m_transport.handshake([keep = self.shared_from_this()](const IoError &error) {
            if (keep->m_phase == Phase::Closed)
                return;
            if (error)
                keep->close();
            else
                keep->nextRequest();
        });
    });
}

void Connection::answer(quint64 request, Response response)
{
    onStrand([request, response = std::move(response)](Connection &self) mutable {
        if (self.m_phase == Phase::Handling && request == self.m_request)
            self.write(std::move(response), AfterAnswer::KeepOpen);
    });
}

// The first request of a connection has to come at once; later ones may take their time.
void Connection::nextRequest()
{
    m_parser.emplace(m_state->limits);
    if (m_input.size() > 0) {
        parse();
    } else if (m_state->draining) {
        close();
    } else {
        m_phase = Phase::Idle;
        arm(m_request == 0 ? m_state->limits.requestDeadline : m_state->limits.idleDeadline);
        readSome();
    }
}

void Connection::readSome()
{
    const std::size_t room = m_input.max_size() - m_input.size();
    if (room == 0) {
        return refuseRequest({400, QStringLiteral("request_malformed"),
                              QStringLiteral("The request's framing is too long.")});
    }
    const auto into = m_input.prepare(std::min(room, readSize));
    m_transport.readSome(into,
                         [self = shared_from_this()](const IoError &error, std::size_t bytes) {
                             if (self->m_phase != Phase::Closed)
                                 self->onRead(error, bytes);
                         });
}

void Connection::onRead(const IoError &error, std::size_t bytes)
{
    if (m_tooSlow) {
        return refuseRequest({408, QStringLiteral("request_timeout"),
                              QStringLiteral("The request did not arrive in time.")});
    }
    if (error)
        return close();
    m_input.commit(bytes);
    if (m_phase == Phase::Idle)
        parse();
    else
        parseFurther();
}

// From here to its last byte a request has one deadline, however it trickles in.
void Connection::parse()
{
    ++m_request;
    m_phase = Phase::Reading;
    m_headOnly = m_http10 = m_keepAlive = m_tooSlow = false;
    setUnfinished(true);
    arm(m_state->limits.requestDeadline);
    parseFurther();
}

void Connection::parseFurther()
{
    using Progress = RequestParser::Progress;
    const auto data = m_input.data();
    const QByteArrayView bytes(static_cast<const char *>(data.data()),
                               static_cast<qsizetype>(data.size()));
    std::size_t used = 0;
    const Progress progress = m_parser->consume(bytes, used);
    m_input.consume(used);
    switch (progress) {
    case Progress::NeedMore:
        return readSome();
    case Progress::Refused:
        return refuseRequest(m_parser->refusal());
    case Progress::Done:
        return handle();
    case Progress::HeaderDone:
        break;
    }
    if (m_parser->wantsContinue() && m_input.size() == 0)
        sendContinue();
    else if (m_input.size() > 0)
        parseFurther();
    else
        readSome();
}

void Connection::sendContinue()
{
    static constexpr std::string_view text = "HTTP/1.1 100 Continue\r\n\r\n";
    m_transport.writeAll({asio::buffer(text), asio::const_buffer()},
                         [self = shared_from_this()](const IoError &error) {
                             if (self->m_phase == Phase::Closed)
                                 return;
                             if (error)
                                 self->close();
                             else
                                 self->readSome();
                         });
}

void Connection::handle()
{
    m_phase = Phase::Handling;
    m_headOnly = m_parser->isHead();
    m_http10 = m_parser->isHttp10();
    m_keepAlive = m_parser->keep_alive();
    Request request = m_parser->takeRequest();
    request.peer = m_peer;
    if (m_state->requestsInFlight >= m_state->limits.requestsInFlight) {
        Response busy = Response::problem(
            503, QStringLiteral("busy"), QStringLiteral("Too busy"),
            QStringLiteral("The server has too much to do; try again in a moment."));
        busy.headers.emplace_back("Retry-After", "1");
        return write(std::move(busy), AfterAnswer::KeepOpen);
    }
    arm(m_state->limits.handlerDeadline);
    const auto answer = std::make_shared<Answer>(m_state, weak_from_this(), m_request);
    const Responder respond = [answer](Response response) { answer->send(std::move(response)); };
    try {
        m_state->router.dispatch(std::move(request), respond);
    } catch (...) {
        respond(problem(Error{}));
    }
}

void Connection::refuseRequest(const Refusal &refusal)
{
    m_headOnly = m_parser && m_parser->isHead();
    qCWarning(lcHttp).noquote() << "Refused a request of" << m_peer << "with" << refusal.status
                                << refusal.code;
    write(Response::problem(refusal.status, refusal.code, QStringLiteral("Request refused"),
                            refusal.detail),
          AfterAnswer::Close);
}

void Connection::write(Response response, AfterAnswer after)
{
    if (response.status == 0) {
        setUnfinished(false);
        return close();
    }
    m_phase = Phase::Writing;
    arm(m_state->limits.writeDeadline);
    const bool close = after == AfterAnswer::Close || !m_keepAlive || m_state->draining;
    m_after = close ? AfterAnswer::Close : AfterAnswer::KeepOpen;
    m_head = responseHead(response, m_after, m_http10);
    m_body = m_headOnly || !statusHasBody(response.status) ? QByteArray() : response.body;
    m_transport.writeAll(
        {asio::buffer(m_head.constData(), static_cast<std::size_t>(m_head.size())),
         asio::buffer(m_body.constData(), static_cast<std::size_t>(m_body.size()))},
        [self = shared_from_this()](const IoError &error) {
            if (self->m_phase != Phase::Closed)
                self->onWritten(error);
        });
}

void Connection::onWritten(const IoError &error)
{
    setUnfinished(false);
    m_body.clear();
    if (error)
        close();
    else if (m_after == AfterAnswer::Close)
        linger();
    else
        nextRequest();
}

void Connection::setUnfinished(bool unfinished)
{
    if (std::exchange(m_unfinished, unfinished) != unfinished)
        m_state->requestsUnfinished += unfinished ? 1 : -1;
}

} // namespace Orion::Http
