#pragma once

#include "app/http/connectionregistry.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace Orion::Http
{

// Accepts clients and starts a Connection for each. Owned by the server and by its pending accept;
// lives on a strand of its own.
class Listener : public std::enable_shared_from_this<Listener>
{
public:
    // `tls` may be null; otherwise it outlives the listener's connections.
    Listener(boost::asio::io_context &io, std::shared_ptr<ServerState> state,
             boost::asio::ssl::context *tls);

    // Binds and listens, without accepting yet. Returns the port.
    Result<quint16> open(const QString &address, quint16 port);
    void start();
    void close(); // from any thread

private:
    void accept();
    bool acceptSome();
    void pause();
    void admit(boost::asio::ip::tcp::socket socket);

    boost::asio::io_context &m_io;
    const std::shared_ptr<ServerState> m_state;
    boost::asio::ssl::context *const m_tls;
    boost::asio::ip::tcp::acceptor m_acceptor;
    boost::asio::steady_timer m_pause;
};

} // namespace Orion::Http
