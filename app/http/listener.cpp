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
    if (!m_acceptor.is_open())
        return;
    m_acceptor.async_accept(
        asio::make_strand(m_io),
        [self = shared_from_this()](const boost::system::error_code &error, tcp::socket socket) {
            if (!self->m_acceptor.is_open())
                return;
            if (error)
                return self->pause();
            self->admit(std::move(socket));
            self->accept();
        });
}

// Out of file descriptors, for one: trying again at once would only burn the processor.
void Listener::pause()
{
    m_pause.expires_after(pauseAfterFailure);
    m_pause.async_wait([self = shared_from_this()](const auto &) { self->accept(); });
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
    if (open >= m_state->limits.connections)
        connection->refuse();
    else
        connection->start();
}

} // namespace Orion::Http
