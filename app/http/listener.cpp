#include "app/http/listener.h"

#include "app/http/connection.h"

#include <boost/asio/strand.hpp>

namespace Orion::Http
{

namespace asio = boost::asio;
using asio::ip::tcp;

namespace
{

// Clients over the cap that are told so; further ones are closed without a word.
constexpr int politeRefusals = 64;
constexpr int acceptedAtOnce = 16;
// What the system takes of answers that a client does not read; left to itself, megabytes.
constexpr int unreadBytes = 128 * 1024;
// And of requests that it has not read yet: clients that flood would fill megabytes each.
constexpr int unhandledBytes = 128 * 1024;
constexpr std::chrono::milliseconds pauseAfterFailure{100};

asio::ip::address addressOf(QString text, boost::system::error_code &error)
{
    if (text == QLatin1String("localhost"))
        text = QStringLiteral("127.0.0.1");
    if (text.startsWith(QLatin1Char('[')) && text.endsWith(QLatin1Char(']')))
        text = text.sliced(1, text.size() - 2);
    return asio::ip::make_address(text.toStdString(), error);
}

} // namespace

Listener::Listener(asio::io_context &io, std::shared_ptr<ServerState> state,
                   asio::ssl::context *tls)
    : m_io(io)
    , m_state(std::move(state))
    , m_tls(tls)
    , m_acceptor(asio::make_strand(io))
    , m_pause(m_acceptor.get_executor())
{}

Result<quint16> Listener::open(const QString &address, quint16 port)
{
    boost::system::error_code error;
    const tcp::endpoint endpoint(addressOf(address, error), port);
    if (error) {
        return fail(ErrorCode::ConfigurationInvalid,
                    QStringLiteral("%1 is not an IP address to listen on.").arg(address));
    }
    m_acceptor.open(endpoint.protocol(), error);
    if (!error)
        m_acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) // every accepted socket has these, too
        m_acceptor.set_option(asio::socket_base::send_buffer_size(unreadBytes), error);
    if (!error)
        m_acceptor.set_option(asio::socket_base::receive_buffer_size(unhandledBytes), error);
    if (!error)
        m_acceptor.bind(endpoint, error);
    if (!error)
        m_acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
        return fail(ErrorCode::Unavailable,
                    QStringLiteral("Cannot listen on %1 port %2: %3. Choose another address.")
                        .arg(address)
                        .arg(port)
                        .arg(QString::fromStdString(error.message())));
    }
    m_acceptor.non_blocking(true, error);
    return m_acceptor.local_endpoint(error).port();
}

void Listener::start()
{
    asio::post(m_acceptor.get_executor(), [self = shared_from_this()] { self->accept(); });
}

void Listener::close()
{
    asio::post(m_acceptor.get_executor(), [self = shared_from_this()] {
        boost::system::error_code ignored;
        self->m_acceptor.close(ignored);
        self->m_pause.cancel();
    });
}

void Listener::accept()
{
    m_acceptor.async_wait(tcp::acceptor::wait_read,
                          [self = shared_from_this()](const boost::system::error_code &error) {
                              if (!self->m_acceptor.is_open())
                                  return;
                              if (error || !self->acceptSome())
                                  self->pause();
                              else
                                  self->accept();
                          });
}

// Several at a time, for while many are busy a turn is long in coming; not all of them, for those
// that are busy want their turn as well. False when there is something wrong.
bool Listener::acceptSome()
{
    for (int i = 0; i < acceptedAtOnce; ++i) {
        boost::system::error_code error;
        tcp::socket socket = m_acceptor.accept(asio::make_strand(m_io), error);
        if (error == asio::error::would_block || error == asio::error::connection_aborted)
            return true;
        if (error)
            return false;
        admit(std::move(socket));
    }
    return true;
}

// Out of file descriptors, for one: trying again at once would only burn the processor.
void Listener::pause()
{
    m_pause.expires_after(pauseAfterFailure);
    m_pause.async_wait([self = shared_from_this()](const auto &) {
        if (self->m_acceptor.is_open())
            self->accept();
    });
}

void Listener::admit(tcp::socket socket)
{
    const int open = m_state->connections.count();
    if (open >= m_state->limits.connections + politeRefusals)
        return;
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    const auto connection = std::make_shared<Connection>(std::move(socket), m_tls, m_state);
    m_state->connections.add(connection);
    if (open < m_state->limits.connections)
        return connection->start();
    if (const auto dispensable = m_state->connections.takeDispensable()) {
        dispensable->abort();
        connection->start();
    } else {
        connection->refuse();
    }
}

} // namespace Orion::Http
