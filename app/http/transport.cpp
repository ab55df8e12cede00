#include "app/http/transport.h"

namespace Orion::Http
{

namespace asio = boost::asio;
using boost::system::error_code;

Transport::Transport(Socket socket, asio::ssl::context *tls)
    : m_socket(std::move(socket))
{
    if (tls)
        m_tls.emplace(m_socket, *tls);
}

void Transport::handshake(DoneHandler done)
{
    if (m_tls)
        m_tls->async_handshake(asio::ssl::stream_base::server, std::move(done));
    else
        asio::post(executor(), [done = std::move(done)] { done({}); });
}

void Transport::readSome(asio::mutable_buffer into, ByteCountHandler done)
{
    if (m_tls)
        m_tls->async_read_some(into, std::move(done));
    else
        m_socket.async_read_some(into, std::move(done));
}

void Transport::writeAll(std::array<asio::const_buffer, 2> parts, DoneHandler done)
{
    auto written = [done = std::move(done)](const error_code &error, std::size_t) { done(error); };
    if (m_tls)
        asio::async_write(*m_tls, parts, std::move(written));
    else
        asio::async_write(m_socket, parts, std::move(written));
}

void Transport::finishSending(DoneHandler done)
{
    auto shutDown = [this, done = std::move(done)](const error_code &) {
        error_code ignored;
        m_socket.shutdown(Socket::shutdown_send, ignored);
        done({});
    };
    if (m_tls) {
        // Say goodbye without waiting for the other end's: it may be long in coming, and TCP's own
        // end follows at once.
        SSL_set_shutdown(m_tls->native_handle(), SSL_RECEIVED_SHUTDOWN);
        m_tls->async_shutdown(std::move(shutDown));
    } else {
        asio::post(executor(), [shutDown = std::move(shutDown)] { shutDown({}); });
    }
}

void Transport::drainSome(asio::mutable_buffer into, ByteCountHandler done)
{
    m_socket.async_read_some(into, std::move(done));
}

void Transport::cancel()
{
    error_code ignored;
    m_socket.cancel(ignored);
}

void Transport::close()
{
    error_code ignored;
    m_socket.close(ignored);
}

} // namespace Orion::Http
