#include "tests/bench/load/loadrun.h"

#include <algorithm>
#include <memory>
#include <optional>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

namespace Orion::Bench
{

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using SteadyClock = std::chrono::steady_clock;

namespace
{

// The requests still to send, and what came of the others. Shared by the clients of one run.
struct Work
{
    const std::vector<QByteArray> &requests;
    std::size_t next = 0;
    LoadResult result;
};

// One kept-alive connection. Kept alive by its pending operation.
class Client : public std::enable_shared_from_this<Client>
{
public:
    Client(asio::io_context &io, Work &work)
        : m_socket(io)
        , m_work(work)
    {}

    bool connect(const tcp::endpoint &server)
    {
        boost::system::error_code error;
        m_socket.connect(server, error);
        if (!error)
            m_socket.set_option(tcp::no_delay(true), error);
        return !error;
    }

    void sendNext()
    {
        if (m_work.next == m_work.requests.size())
            return;
        const QByteArray &request = m_work.requests[m_work.next++];
        m_sent = SteadyClock::now();
        asio::async_write(
            m_socket, asio::buffer(request.constData(), static_cast<std::size_t>(request.size())),
            [self = shared_from_this()](const boost::system::error_code &error, std::size_t) {
                if (error)
                    ++self->m_work.result.broken;
                else
                    self->receive();
            });
    }

private:
    void receive()
    {
        m_parser.emplace();
        m_parser->body_limit(boost::none);
        http::async_read(m_socket, m_buffer, *m_parser,
                         [self = shared_from_this()](const boost::system::error_code &error,
                                                     std::size_t) { self->received(error); });
    }

    void received(const boost::system::error_code &error)
    {
        LoadResult &result = m_work.result;
        if (error) {
            ++result.broken;
            return;
        }
        result.latencies.push_back(SteadyClock::now() - m_sent);
        const bool accepted = m_parser->get().result_int() / 100 == 2;
        ++(accepted ? result.accepted : result.refused);
        if (m_parser->keep_alive())
            sendNext();
    }

    tcp::socket m_socket;
    Work &m_work;
    boost::beast::flat_buffer m_buffer;
    std::optional<http::response_parser<http::string_body>> m_parser;
    SteadyClock::time_point m_sent;
};

} // namespace

double LoadResult::percentileMs(double share) const
{
    if (latencies.empty())
        return 0;
    const auto last = latencies.size() - 1;
    const auto index = static_cast<std::size_t>(share * static_cast<double>(last));
    return std::chrono::duration<double, std::milli>(latencies[index]).count();
}

LoadResult runLoad(const QString &host, quint16 port, int connections,
                   const std::vector<QByteArray> &requests)
{
    asio::io_context io(1);
    Work work{requests, 0, {}};
    work.result.latencies.reserve(requests.size());
    boost::system::error_code error;
    const tcp::endpoint server(asio::ip::make_address(host.toStdString(), error), port);
    std::vector<std::shared_ptr<Client>> clients;
    for (int i = 0; !error && i < connections; ++i) {
        auto client = std::make_shared<Client>(io, work);
        if (client->connect(server))
            clients.push_back(std::move(client));
    }
    const auto begin = SteadyClock::now();
    for (const auto &client : clients)
        client->sendNext();
    clients.clear();
    io.run();
    LoadResult &result = work.result;
    result.seconds = std::chrono::duration<double>(SteadyClock::now() - begin).count();
    result.broken += static_cast<int>(requests.size() - work.next);
    std::sort(result.latencies.begin(), result.latencies.end());
    return result;
}

} // namespace Orion::Bench
