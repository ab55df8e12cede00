#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>

#include <QByteArrayView>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

namespace Orion::Http
{

// The bytes are there during the call only.
using BytesHandler = std::function<void(const boost::system::error_code &, QByteArrayView)>;
using DoneHandler = std::function<void(const boost::system::error_code &)>;

// A TCP socket, plain or under TLS, behind one face. Belongs to a connection and lives on its
// strand: handlers are called there, never from within the call that takes them. Destroy it only
// after the handlers have run.
class Transport
{
public:
    using Socket = boost::asio::ip::tcp::socket;
    using ReadBuffer = std::array<char, 16 * 1024>;

    // `tls` may be null for a plain socket; otherwise it outlives the transport.
    Transport(Socket socket, boost::asio::ssl::context *tls);

    bool isEncrypted() const { return m_context != nullptr; }
    Socket &socket() { return m_socket; }
    boost::asio::any_io_executor executor() { return m_socket.get_executor(); }

    void waitForBytes(DoneHandler done);
    void handshake(DoneHandler done); // only if encrypted
    // At most 16 KiB at a time. Costs no memory while nothing comes. Under TLS only.
    void readSome(BytesHandler done);
    void writeAll(std::array<boost::asio::const_buffer, 2> parts, DoneHandler done);

    // Tells the other end that nothing more comes. Bytes that it sends can still be read.
    void finishSending(DoneHandler done);
    // What has come, as it is on the wire, for a plain socket or to be thrown away: after
    // waitForBytes(). Calls `done` at once.
    void readNow(const BytesHandler &done);

    void cancel();
    void close();

private:
    Socket m_socket;
    boost::asio::ssl::context *const m_context;
    std::optional<boost::asio::ssl::stream<Socket &>> m_tls; // from the handshake on
    std::unique_ptr<ReadBuffer> m_tlsInput;
};

} // namespace Orion::Http
