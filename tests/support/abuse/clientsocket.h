#pragma once

#include <QByteArray>

#include <functional>
#include <memory>
#include <optional>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

namespace Orion::Abuse
{

// Where clients connect to. The certificate is not looked at.
struct Target
{
    boost::asio::ip::tcp::endpoint endpoint;
    bool isEncrypted = false;
};

using IoError = boost::system::error_code;

// The client's end of one connection, plain or under TLS. Made shared; pending operations keep it.
// One thread: that of its io_context.
class ClientSocket : public std::enable_shared_from_this<ClientSocket>
{
public:
    ClientSocket(boost::asio::io_context &io, const Target &target, int receiveBufferBytes = 0);

    void connect(std::function<void(const IoError &)> done);
    // What came, or an error at the end.
    void read(std::function<void(const IoError &, QByteArrayView)> done);
    void write(QByteArray bytes, std::function<void(const IoError &)> done);
    void finishSending();
    void close();

private:
    const Target m_target;
    const int m_receiveBufferBytes; // 0: as the system has it
    boost::asio::ip::tcp::socket m_socket;
    std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket &>> m_tls;
    QByteArray m_input;
    QByteArray m_output;
};

} // namespace Orion::Abuse
