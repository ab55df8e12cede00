#pragma once

#include <QByteArray>
#include <QMap>

#include <chrono>
#include <optional>

namespace Orion
{

// What a server answered.
struct RawReply
{
    int status = 0;
    QMap<QByteArray, QByteArray> headers; // names in lower case
    QByteArray body;
};

// A client that sends exactly the bytes it is given, well-formed or not. Blocking, with a limit on
// every wait; one thread at a time.
class RawClient
{
public:
    explicit RawClient(quint16 port, int receiveBufferBytes = 0);
    ~RawClient();

    RawClient(const RawClient &) = delete;
    RawClient &operator=(const RawClient &) = delete;

    bool isConnected() const { return m_socket >= 0; }
    bool send(const QByteArray &bytes);                         // false when the server has gone
    int sendUntilBlocked(const QByteArray &piece, int maximum); // how many pieces the server took
    void finishSending();
    void reset(); // goes away without a goodbye

    // The next answer, or nothing when the connection ended or time was up before it was whole.
    // An answer to HEAD has no body whatever its length says.
    std::optional<RawReply> reply(bool toHead = false);

    // Whether anything of an answer comes within the time.
    bool waitForBytes(std::chrono::milliseconds time);

    // Whether the server ends the connection within the time, without a further byte.
    bool isClosedByServer();

private:
    bool receive(std::chrono::steady_clock::time_point until);

    int m_socket = -1;
    QByteArray m_received;
    bool m_ended = false;
};

} // namespace Orion
