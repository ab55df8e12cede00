#include "tests/support/abuse/hostileclients.h"

#include <algorithm>

#include <boost/asio/steady_timer.hpp>

namespace Orion::Abuse
{

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace
{

constexpr auto arrival = 1s; // of all of them
constexpr auto beforeComingAgain = 500ms;

} // namespace

// One of them, with one connection after another.
class HostileClients::Client : public std::enable_shared_from_this<Client>
{
public:
    Client(asio::io_context &io, const Target &target, const Shape &shape, HostileCount &count)
        : m_io(io)
        , m_target(target)
        , m_shape(shape)
        , m_count(count)
        , m_timer(io)
    {}

    void comeAfter(std::chrono::milliseconds time)
    {
        wait(time, [](Client &self) { self.connect(); });
    }

    void end()
    {
        if (m_socket)
            m_socket->close();
    }

private:
    // Runs the step later, unless the connection has changed or something else is waited for by
    // then.
    void wait(std::chrono::milliseconds time, void (*step)(Client &))
    {
        m_timer.expires_after(time);
        m_timer.async_wait(
            [self = shared_from_this(), socket = m_socket, step](const IoError &error) {
                if (!error && self->isPresent(socket))
                    step(*self);
            });
    }

    // Handlers of a connection that has been given up do nothing.
    bool isPresent(const std::shared_ptr<ClientSocket> &socket) const { return m_socket == socket; }

    void connect()
    {
        constexpr int smallBuffer = 4096;
        m_socket = std::make_shared<ClientSocket>(m_io, m_target, m_shape.reads ? 0 : smallBuffer);
        m_answer.clear();
        m_socket->connect([self = shared_from_this(), socket = m_socket](const IoError &error) {
            if (!self->isPresent(socket))
                return;
            ++(error ? self->m_count.failedConnections : self->m_count.connections);
            if (error)
                self->leave();
            else
                self->begin();
        });
    }

    void begin()
    {
        if (m_shape.reads)
            read();
        if (!m_shape.opening.isEmpty())
            send(m_shape.opening);
    }

    void read()
    {
        m_socket->read([self = shared_from_this(), socket = m_socket](const IoError &error,
                                                                      QByteArrayView bytes) {
            if (!self->isPresent(socket))
                return;
            self->note(bytes);
            if (error)
                self->leave();
            else
                self->read();
        });
    }

    void note(QByteArrayView bytes)
    {
        constexpr qsizetype upToStatus = 12; // HTTP/1.1 400
        if (m_answer.size() >= upToStatus)
            return;
        m_answer.append(bytes.first(std::min(bytes.size(), upToStatus - m_answer.size())));
        if (m_answer.size() == upToStatus)
            ++m_count.answers[m_answer.last(3).toInt()];
    }

    void send(const QByteArray &bytes)
    {
        m_socket->write(bytes,
                        [self = shared_from_this(), socket = m_socket](const IoError &error) {
                            if (!self->isPresent(socket))
                                return;
                            if (error)
                                self->leave();
                            else
                                self->goOn();
                        });
    }

    void goOn()
    {
        if (m_shape.finishesSending)
            m_socket->finishSending();
        else if (!m_shape.piece.isEmpty() && m_shape.interval > 0ms)
            wait(m_shape.interval, [](Client &self) { self.send(self.m_shape.piece); });
        else if (!m_shape.piece.isEmpty())
            send(m_shape.piece);
    }

    void leave()
    {
        m_socket->close();
        m_socket.reset();
        comeAfter(beforeComingAgain);
    }

    asio::io_context &m_io;
    const Target m_target;
    const Shape m_shape;
    HostileCount &m_count;
    asio::steady_timer m_timer;
    std::shared_ptr<ClientSocket> m_socket;
    QByteArray m_answer; // its first bytes
};

HostileClients::HostileClients(const Target &target)
    : m_target(target)
    , m_io(1)
{}

HostileClients::~HostileClients()
{
    stop();
}

void HostileClients::add(const Shape &shape, int clients)
{
    HostileCount &count = m_counts[shape.name];
    count.clients += clients;
    for (int i = 0; i < clients; ++i)
        m_clients.push_back(std::make_shared<Client>(m_io, m_target, shape, count));
}

void HostileClients::addOfEachKind(const std::vector<Shape> &shapes, int clients)
{
    for (const Shape &shape : shapes) {
        const auto ofItsKind = std::ranges::count(shapes, shape.kind, &Shape::kind);
        add(shape, clients / int(ofItsKind));
    }
}

void HostileClients::start()
{
    for (std::size_t i = 0; i < m_clients.size(); ++i)
        m_clients[i]->comeAfter(arrival * i / m_clients.size());
    m_thread = std::thread([this] { m_io.run(); });
}

void HostileClients::stop()
{
    m_io.stop();
    if (m_thread.joinable())
        m_thread.join();
    for (const auto &client : m_clients)
        client->end();
}

} // namespace Orion::Abuse
