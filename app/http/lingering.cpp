// The deadlines and the ends of a connection.
#include <array>

#include "app/http/connection.h"

namespace Orion::Http
{

namespace asio = boost::asio;

namespace
{

// How long and how much a client may go on sending after its answer. Closing at once would make
// TCP throw away an answer that the client has not read yet.
constexpr std::chrono::milliseconds lingerTime{3'000};
constexpr std::chrono::milliseconds lingerTimeDraining{300};
constexpr std::size_t lingerBytes = 8 * 1024 * 1024;
constexpr std::size_t lingerBytesForAll =
    64 * 1024; // further ones only while few clients want them

} // namespace

void Connection::refuse()
{
    asio::post(m_transport.executor(), [self = shared_from_this()] {
        if (self->m_phase == Phase::Closed)
            return;
        // Under TLS a plain answer would be noise, and a handshake is more than we can spare.
        if (self->m_transport.isEncrypted())
            return self->close();
        Response busy = Response::problem(
            503, QStringLiteral("too_many_connections"), QStringLiteral("Too many connections"),
            QStringLiteral("The server has too many clients; try again in a moment."));
        busy.headers.emplace_back("Retry-After", "1");
        self->write(std::move(busy), AfterAnswer::Close);
    });
}

void Connection::drain()
{
    asio::post(m_transport.executor(), [self = shared_from_this()] {
        boost::system::error_code error;
        if (self->m_phase == Phase::Handshake)
            self->close();
        else if (self->m_phase == Phase::PuttingOff)
            self->sayRefusal(*self->m_interrupted);
        else if (self->m_phase == Phase::Lingering)
            self->arm(lingerTimeDraining);
        else if (self->m_phase == Phase::Idle && self->m_input.isEmpty() &&
                 self->m_transport.socket().available(error) == 0)
            self->close(); // a request that has arrived already is still answered
    });
}

void Connection::abort()
{
    asio::post(m_transport.executor(), [self = shared_from_this()] { self->close(); });
}

// Deadlines move with every phase of every request, so the pending wait is left alone as long as
// it ends before the deadline; when it ends early it waits for the rest.
void Connection::arm(std::chrono::milliseconds patience)
{
    m_deadline = std::chrono::steady_clock::now() + patience + patience * m_stagger / 1000;
    if (m_timerEnd == std::chrono::steady_clock::time_point() || m_timerEnd > m_deadline)
        waitForDeadline();
}

void Connection::waitForDeadline()
{
    m_timerEnd = m_deadline;
    m_timer.expires_at(m_deadline);
    m_timer.async_wait([self = shared_from_this()](const IoError &error) {
        if (error == asio::error::operation_aborted || self->m_phase == Phase::Closed)
            return;
        if (std::chrono::steady_clock::now() < self->m_deadline)
            self->waitForDeadline();
        else
            self->onDeadline();
    });
}

void Connection::onDeadline()
{
    m_timerEnd = {};
    switch (m_phase) {
    case Phase::Reading:
        interrupt({408, QStringLiteral("request_timeout"),
                   QStringLiteral("The request did not arrive in time.")});
        break;
    case Phase::Handling:
        write(Response::problem(504, QStringLiteral("timeout"), QStringLiteral("Took too long"),
                                QStringLiteral("The answer did not come in time; try again.")),
              AfterAnswer::KeepOpen);
        break;
    case Phase::PuttingOff:
        sayRefusal(*m_interrupted);
        break;
    case Phase::Handshake:
    case Phase::Idle:
    case Phase::Writing:
    case Phase::Lingering:
        close();
        break;
    case Phase::Closed:
        break;
    }
}

void Connection::linger()
{
    m_phase = Phase::Lingering;
    await(Awaited::Goodbye);
    arm(m_state->draining ? lingerTimeDraining : lingerTime);
    m_input.clear();
    m_transport.finishSending([self = shared_from_this()](const IoError &) {
        if (self->m_phase == Phase::Lingering)
            self->drainInput();
    });
}

void Connection::drainInput()
{
    readInTurn([self = shared_from_this()](const IoError &error, QByteArrayView bytes) {
        if (self->m_phase != Phase::Lingering)
            return;
        if (error || !self->mayDrain(static_cast<std::size_t>(bytes.size())))
            self->close();
        else
            self->drainInput();
    });
}

bool Connection::mayDrain(std::size_t bytes)
{
    m_drained += bytes;
    return m_drained <= lingerBytesForAll ||
           (m_drained <= lingerBytes && m_state->drainCredit.take(bytes));
}

void Connection::close()
{
    m_phase = Phase::Closed;
    setUnfinished(false);
    m_timer.cancel();
    m_transport.close();
}

} // namespace Orion::Http
