#include "app/http/transport.h"

namespace Orion::Http
{

namespace asio = boost::asio;
using boost::system::error_code;

Transport::Transport(Socket socket, asio::ssl::context *tls)
    : m_socket(std::move(socket))
    , m_context(tls)
{
    error_code ignored;
    m_socket.non_blocking(true, ignored);
}

void Transport::waitForBytes(DoneHandler done)
{
    m_socket.async_wait(Socket::wait_read, std::move(done));
}

// A session takes about a hundred kilobytes, so it is made for a client that has said something.
void Transport::handshake(DoneHandler done)
{
    m_tls.emplace(m_socket, *m_context);
    m_tlsInput = std::make_unique<ReadBuffer>();
    m_tls->async_handshake(asio::ssl::stream_base::server, std::move(done));
}

void Transport::readSome(BytesHandler done)
{
    m_tls->async_read_some(
        asio::buffer(*m_tlsInput),
        [this, done = std::move(done)](const error_code &error, std::size_t bytes) {
            done(error, QByteArrayView(m_tlsInput->data(), static_cast<qsizetype>(bytes)));
        });
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

// Into a buffer that the thread's connections share.
void Transport::readNow(const BytesHandler &done)
{
    thread_local ReadBuffer buffer;
    error_code error;
    const std::size_t bytes = m_socket.read_some(asio::buffer(buffer), error);
    if (error == asio::error::would_block)
        error = {};
    done(error, QByteArrayView(buffer.data(), static_cast<qsizetype>(bytes)));
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
