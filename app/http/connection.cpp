#include "app/http/connection.h"

#include "app/http/answer.h"

#include <QLoggingCategory>

namespace Orion::Http
{

namespace asio = boost::asio;

namespace
{

Q_LOGGING_CATEGORY(lcHttp, "orion.http")

// A half-read request of which so much is kept counts as large.
constexpr std::size_t largeBytes = 16 * 1024;

// Per mille that deadlines are longer: of each connection others, so that clients which came
// together do not end together.
constexpr unsigned longestStagger = 100;

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
    , m_stagger(int(m_state->connectionsMade++ % (longestStagger + 1)))
    , m_peer(addressOf(m_transport.socket()))
{}

Connection::~Connection()
{
    setUnfinished(false);
    setHeld(0);
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
        if (!self.m_transport.isEncrypted())
            return self.nextRequest();
        self.await(Awaited::FirstRequest);
        self.arm(self.m_state->limits.idleDeadline);
        self.m_transport.waitForBytes([keep = self.shared_from_this()](const IoError &error) {
            if (keep->m_phase == Phase::Closed)
                return;
            if (error)
                keep->close();
            else
                keep->handshake();
        });
    });
}

void Connection::handshake()
{
    arm(m_state->limits.requestDeadline);
    m_transport.handshake([self = shared_from_this()](const IoError &error) {
        if (self->m_phase == Phase::Closed)
            return;
        if (error)
            self->close();
        else
            self->nextRequest();
    });
}

void Connection::answer(quint64 request, Response response)
{
    onStrand([request, response = std::move(response)](Connection &self) mutable {
        if (self.m_phase == Phase::Handling && request == self.m_request)
            self.write(std::move(response), AfterAnswer::KeepOpen);
    });
}

// A client that says nothing may do so for long, for it costs little and goes first when others
// come.
void Connection::nextRequest()
{
    m_parser.emplace(m_state->limits);
    if (!m_input.isEmpty()) {
        parseInTurn();
    } else if (m_state->draining) {
        close();
    } else {
        m_phase = Phase::Idle;
        await(m_request == 0 ? Awaited::FirstRequest : Awaited::NextRequest);
        arm(m_state->limits.idleDeadline);
        readSome();
    }
}

// Who sends ahead does not wait for an answer yet, and goes after those that do.
void Connection::parseInTurn()
{
    m_phase = Phase::Idle;
    await(Awaited::Nothing);
    arm(m_state->limits.idleDeadline);
    m_state->turns.push(TurnQueue::afterTheOthers, [self = shared_from_this()] {
        asio::dispatch(self->m_transport.executor(), [self] {
            if (self->m_phase != Phase::Closed)
                self->parse();
        });
    });
}

void Connection::readSome()
{
    const auto read = [self = shared_from_this()](const IoError &error, QByteArrayView bytes) {
        if (self->m_phase != Phase::Closed)
            self->onRead(error, bytes);
    };
    if (m_transport.isEncrypted())
        m_transport.readSome(read);
    else
        readInTurn(read);
}

// When something has come, and those that go first have been served.
void Connection::readInTurn(BytesHandler read)
{
    m_transport.waitForBytes([self = shared_from_this(), read](const IoError &error) {
        if (error)
            return read(error, {});
        self->m_state->turns.push(self->m_turns++, [self, read] {
            asio::dispatch(self->m_transport.executor(), [self, read] {
                if (self->m_phase != Phase::Closed)
                    self->m_transport.readNow(read);
            });
        });
    });
}

void Connection::onRead(const IoError &error, QByteArrayView bytes)
{
    if (m_interrupted)
        return refuseRequest(*m_interrupted);
    if (error == asio::error::eof && m_phase == Phase::Reading) {
        // The client may have closed its half only, and wait.
        return refuseRequest({400, QStringLiteral("request_malformed"),
                              QStringLiteral("The request ends before it is whole.")});
    }
    if (error)
        return close();
    m_input.append(bytes);
    if (m_input.isEmpty())
        readSome();
    else if (m_phase == Phase::Idle)
        parse();
    else
        parseFurther();
}

// From here to its last byte a request has one deadline, however it trickles in.
void Connection::parse()
{
    ++m_request;
    m_phase = Phase::Reading;
    m_headOnly = m_http10 = m_keepAlive = false;
    m_interrupted.reset();
    setUnfinished(true);
    await(Awaited::Rest);
    arm(m_state->limits.requestDeadline);
    parseFurther();
}

void Connection::parseFurther()
{
    using Progress = RequestParser::Progress;
    std::size_t used = 0;
    const Progress progress = m_parser->consume(m_input, used);
    // What is left belongs to this request's header or to the next request. Memory goes back.
    if (used == static_cast<std::size_t>(m_input.size()))
        m_input.clear();
    else if (used > 0)
        m_input = m_input.sliced(static_cast<qsizetype>(used));
    switch (progress) {
    case Progress::NeedMore:
        keepForLater();
        return readSome();
    case Progress::Refused:
        return refuseRequest(m_parser->refusal());
    case Progress::Done:
        return handle();
    case Progress::HeaderDone:
        break;
    }
    if (m_parser->wantsContinue() && m_input.isEmpty())
        sendContinue();
    else if (!m_input.isEmpty())
        parseFurther();
    else
        readSome();
}

// What has come of a request waits here for the rest of it. All of them together have a limit: over
// it the one that has taken longest is refused, which may be this one.
void Connection::keepForLater()
{
    const std::scoped_lock lock(m_state->givingWay);
    if (m_hasGivenWay)
        return; // the refusal is on its way
    setHeld(static_cast<std::size_t>(m_input.size() + m_parser->bodySize()));
    if (m_held >= largeBytes)
        await(Awaited::LargeRest);
    if (m_state->halfReadBytes <= m_state->limits.halfReadBytes)
        return;
    if (const auto largest = m_state->connections.takeLargest())
        largest->giveUp();
}

void Connection::giveUp()
{
    m_hasGivenWay = true;
    setHeld(0); // at once, or others would have to give way for the same bytes
    onStrand([](Connection &self) {
        if (self.m_phase == Phase::Reading) {
            self.interrupt({503, QStringLiteral("busy"),
                            QStringLiteral("Too many requests come slowly; try again in a "
                                           "moment.")});
        }
    });
}

// The pending read comes back cancelled and refuses the request.
void Connection::interrupt(Refusal refusal)
{
    m_interrupted = std::move(refusal);
    arm(m_state->limits.writeDeadline);
    m_transport.cancel();
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
    await(Awaited::Nothing);
    setHeld(0);
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

// By value: it may be the one that interrupted the request.
void Connection::refuseRequest(Refusal refusal)
{
    m_headOnly = m_parser && m_parser->isHead();
    if (const auto leftOut = m_state->refusals.admit()) {
        qCWarning(lcHttp).noquote() << "Refused a request of" << m_peer << "with" << refusal.status
                                    << refusal.code << RefusalLog::note(*leftOut);
    }
    m_parser.reset();
    m_input.clear();
    setHeld(0);
    const auto delay = m_state->refusalPace.next();
    if (delay <= std::chrono::seconds(0))
        return sayRefusal(refusal);
    m_phase = Phase::PuttingOff;
    m_interrupted = std::move(refusal);
    await(Awaited::FirstRequest);
    arm(std::chrono::duration_cast<std::chrono::milliseconds>(delay));
}

void Connection::sayRefusal(const Refusal &refusal)
{
    Response response = Response::problem(refusal.status, refusal.code,
                                          QStringLiteral("Request refused"), refusal.detail);
    if (refusal.status == 503)
        response.headers.emplace_back("Retry-After", "1");
    write(std::move(response), AfterAnswer::Close);
}

void Connection::write(Response response, AfterAnswer after)
{
    if (response.status == 0) {
        setUnfinished(false);
        return close();
    }
    m_phase = Phase::Writing;
    await(Awaited::Taking);
    arm(m_state->limits.writeDeadline);
    const bool close = after == AfterAnswer::Close || !m_keepAlive || m_state->draining;
    m_after = close ? AfterAnswer::Close : AfterAnswer::KeepOpen;
    if (response.status < 400)
        m_turns = 0;
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

void Connection::await(Awaited awaited)
{
    m_state->connections.setAwaited(this, awaited);
}

void Connection::setHeld(std::size_t bytes)
{
    m_state->halfReadBytes += bytes - m_held.exchange(bytes);
}

void Connection::setUnfinished(bool unfinished)
{
    if (std::exchange(m_unfinished, unfinished) != unfinished)
        m_state->requestsUnfinished += unfinished ? 1 : -1;
}

} // namespace Orion::Http
