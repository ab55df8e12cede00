#include "tests/support/rawclient.h"

#include <array>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace Orion
{

namespace
{

constexpr std::chrono::seconds patience{20};

int millisecondsUntil(std::chrono::steady_clock::time_point until)
{
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        until - std::chrono::steady_clock::now());
    return std::max(0, static_cast<int>(left.count()));
}

} // namespace

RawClient::RawClient(quint16 port, int receiveBufferBytes)
    : m_socket(::socket(AF_INET, SOCK_STREAM, 0))
{
    if (receiveBufferBytes > 0) {
        ::setsockopt(m_socket, SOL_SOCKET, SO_RCVBUF, &receiveBufferBytes,
                     sizeof(receiveBufferBytes));
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof(address)) != 0) {
        ::close(m_socket);
        m_socket = -1;
    }
}

RawClient::~RawClient()
{
    if (m_socket >= 0)
        ::close(m_socket);
}

bool RawClient::send(const QByteArray &bytes)
{
    qsizetype sent = 0;
    while (sent < bytes.size()) {
        const auto count = ::send(m_socket, bytes.constData() + sent,
                                  static_cast<std::size_t>(bytes.size() - sent), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        sent += count;
    }
    return true;
}

int RawClient::sendUntilBlocked(const QByteArray &piece, int maximum)
{
    for (int pieces = 0; pieces < maximum; ++pieces) {
        qsizetype sent = 0;
        while (sent < piece.size()) {
            pollfd waiting{m_socket, POLLOUT, 0};
            if (::poll(&waiting, 1, 500) <= 0)
                return pieces;
            const auto count =
                ::send(m_socket, piece.constData() + sent,
                       static_cast<std::size_t>(piece.size() - sent), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (count <= 0)
                return pieces;
            sent += count;
        }
    }
    return maximum;
}

void RawClient::finishSending()
{
    ::shutdown(m_socket, SHUT_WR);
}

void RawClient::reset()
{
    const linger noGoodbye{1, 0};
    ::setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &noGoodbye, sizeof(noGoodbye));
    ::close(m_socket);
    m_socket = -1;
}

bool RawClient::receive(std::chrono::steady_clock::time_point until)
{
    if (m_ended)
        return false;
    pollfd waiting{m_socket, POLLIN, 0};
    if (::poll(&waiting, 1, millisecondsUntil(until)) <= 0)
        return false;
    std::array<char, 65536> piece;
    const auto count = ::recv(m_socket, piece.data(), piece.size(), 0);
    if (count <= 0) {
        m_ended = true;
        return false;
    }
    m_received.append(piece.data(), count);
    return true;
}

std::optional<RawReply> RawClient::reply(bool toHead)
{
    const auto until = std::chrono::steady_clock::now() + patience;
    qsizetype end = -1;
    while ((end = m_received.indexOf("\r\n\r\n")) < 0) {
        if (!receive(until))
            return std::nullopt;
    }
    const QList<QByteArray> lines = m_received.first(end).split('\n');
    m_received.remove(0, end + 4);
    RawReply reply;
    reply.status = lines.first().split(' ').value(1).toInt();
    for (const QByteArray &line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        reply.headers.insert(line.first(colon).toLower(), line.sliced(colon + 1).trimmed());
    }
    const qsizetype length = toHead ? 0 : reply.headers.value("content-length").toLongLong();
    while (m_received.size() < length) {
        if (!receive(until))
            return std::nullopt;
    }
    reply.body = m_received.first(length);
    m_received.remove(0, length);
    return reply;
}

bool RawClient::waitForBytes(std::chrono::milliseconds time)
{
    return !m_received.isEmpty() || receive(std::chrono::steady_clock::now() + time);
}

bool RawClient::isClosedByServer()
{
    const auto until = std::chrono::steady_clock::now() + patience;
    return m_received.isEmpty() && !receive(until) && m_ended;
}

} // namespace Orion
