#pragma once

#include <functional>
#include <optional>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

namespace Orion::Http
{

using ByteCountHandler = std::function<void(const boost::system::error_code &, std::size_t)>;
using DoneHandler = std::function<void(const boost::system::error_code &)>;

// A TCP socket, plain or under TLS, behind one face. Belongs to a connection and lives on its
// strand: handlers are called there, never from within the call that takes them. Destroy it only
// after the handlers have run.
class Transport
{
public:
    using Socket = boost::asio::ip::tcp::socket;

    // `tls` may be null for a plain socket; otherwise it outlives the transport.
    Transport(Socket socket, boost::asio::ssl::context *tls);

    bool isEncrypted() const { return m_tls.has_value(); }
    Socket &socket() { return m_socket; }
    boost::asio::any_io_executor executor() { return m_socket.get_executor(); }

    void handshake(DoneHandler done);
    void readSome(boost::asio::mutable_buffer into, ByteCountHandler done);
    void writeAll(std::array<boost::asio::const_buffer, 2> parts, DoneHandler done);

    // Tells the other end that nothing more comes. Bytes that it sends can still be drained.
    void finishSending(DoneHandler done);
    void drainSome(boost::asio::mutable_buffer into, ByteCountHandler done);

    void cancel();
    void close();

private:
    Socket m_socket;
    std::optional<boost::asio::ssl::stream<Socket &>> m_tls;
};

} // namespace Orion::Http
