#include "tests/support/abuse/clientsocket.h"

#include <utility>

#include <boost/asio/write.hpp>

namespace Orion::Abuse
{

namespace asio = boost::asio;
using asio::ip::tcp;

namespace
{

asio::ssl::context &clientContext()
{
    static asio::ssl::context context(asio::ssl::context::tls_client);
    return context;
}

} // namespace

ClientSocket::ClientSocket(asio::io_context &io, const Target &target, int receiveBufferBytes)
    : m_target(target)
    , m_receiveBufferBytes(receiveBufferBytes)
    , m_socket(io)
{}

void ClientSocket::connect(std::function<void(const IoError &)> done)
{
    IoError error;
    m_socket.open(m_target.endpoint.protocol(), error);
    if (m_receiveBufferBytes > 0)
        m_socket.set_option(asio::socket_base::receive_buffer_size(m_receiveBufferBytes), error);
    m_socket.async_connect(m_target.endpoint, [self = shared_from_this(),
                                               done = std::move(done)](const IoError &refused) {
        IoError ignored;
        self->m_socket.set_option(tcp::no_delay(true), ignored);
        if (refused || !self->m_target.isEncrypted)
            return done(refused);
        self->m_tls.emplace(self->m_socket, clientContext());
        self->m_tls->async_handshake(asio::ssl::stream_base::client,
                                     [self, done](const IoError &failed) { done(failed); });
    });
}

void ClientSocket::read(std::function<void(const IoError &, QByteArrayView)> done)
{
    m_input.resize(4096);
    const auto into = asio::buffer(m_input.data(), static_cast<std::size_t>(m_input.size()));
    auto received = [self = shared_from_this(), done = std::move(done)](const IoError &error,
                                                                        std::size_t bytes) {
        done(error, QByteArrayView(self->m_input).first(static_cast<qsizetype>(bytes)));
    };
    if (m_tls)
        m_tls->async_read_some(into, std::move(received));
    else
        m_socket.async_read_some(into, std::move(received));
}

void ClientSocket::write(QByteArray bytes, std::function<void(const IoError &)> done)
{
    m_output = std::move(bytes);
    const auto from = asio::buffer(m_output.constData(), static_cast<std::size_t>(m_output.size()));
    auto sent = [self = shared_from_this(), done = std::move(done)](const IoError &error,
                                                                    std::size_t) { done(error); };
    if (m_tls)
        asio::async_write(*m_tls, from, std::move(sent));
    else
        asio::async_write(m_socket, from, std::move(sent));
}

void ClientSocket::finishSending()
{
    IoError ignored;
    m_socket.shutdown(tcp::socket::shutdown_send, ignored);
}

void ClientSocket::close()
{
    IoError ignored;
    m_socket.close(ignored);
}

} // namespace Orion::Abuse
