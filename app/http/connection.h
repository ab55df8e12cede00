#pragma once

#include "app/http/connectionregistry.h"
#include "app/http/requestparser.h"
#include "app/http/responsehead.h"
#include "app/http/transport.h"

#include <optional>

#include <boost/asio/steady_timer.hpp>

namespace Orion::Http
{

// One client: reads a request, has it handled, writes the answer, one after another. While a
// handler is busy or the client does not read, nothing more is read from it. Lives on a strand of
// the server; kept alive by its pending operations, of which the timer is always one until it
// closes. start, refuse, drain, abort and answer may be called from any thread.
class Connection : public std::enable_shared_from_this<Connection>
{
public:
    Connection(Transport::Socket socket, boost::asio::ssl::context *tls,
               std::shared_ptr<ServerState> state);
    ~Connection();

    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    void start();
    void refuse(); // one client too many: 503 and the end
    void drain();  // closes when the present request, if any, is answered
    void abort();  // closes now
    void giveUp(); // refuses the request that has not come whole, if any
    void answer(quint64 request, Response response); // an answer to an earlier request is dropped

private:
    enum class Phase
    {
        Handshake,
        Idle,
        Reading,
        Handling,
        PuttingOff, // a refusal
        Writing,
        Lingering,
        Closed
    };
    using IoError = boost::system::error_code;

    template <typename Function>
    void onStrand(Function function);

    void arm(std::chrono::milliseconds patience);
    void waitForDeadline();
    void onDeadline();

    void handshake();
    void nextRequest();
    void readSome();
    void readInTurn(BytesHandler read);
    void onRead(const IoError &error, QByteArrayView bytes);
    void parseInTurn();
    void parse();
    void parseFurther();
    void keepForLater();
    void interrupt(Refusal refusal);
    void sendContinue();
    void handle();

    void refuseRequest(Refusal refusal);
    void sayRefusal(const Refusal &refusal);
    void write(Response response, AfterAnswer after);
    void onWritten(const IoError &error);
    void await(Awaited awaited);
    void setHeld(std::size_t bytes);
    void setUnfinished(bool unfinished);

    void linger();
    void drainInput();
    bool mayDrain(std::size_t bytes);
    void close();

    const std::shared_ptr<ServerState> m_state;
    Transport m_transport;
    boost::asio::steady_timer m_timer;
    const int m_stagger; // per mille that its deadlines are longer
    std::chrono::steady_clock::time_point m_deadline;
    std::chrono::steady_clock::time_point m_timerEnd; // when the pending wait ends
    QByteArray m_peer;

    Phase m_phase = Phase::Handshake;
    std::optional<Refusal> m_interrupted; // the request: why
    bool m_unfinished = false;
    // Turns taken since the last request that was answered well; newcomers go after those that have
    // one.
    int m_turns = 1;
    quint64 m_request = 0;              // counts the requests, so that late answers are known
    QByteArray m_input;                 // what has come and is not read yet
    bool m_hasGivenWay = false;         // guarded by the state's givingWay
    std::atomic<std::size_t> m_held{0}; // of a half-read request, as the server's count has it
    std::optional<RequestParser> m_parser;
    bool m_headOnly = false;
    bool m_http10 = false;
    bool m_keepAlive = false;

    QByteArray m_head; // what is being written
    QByteArray m_body;
    AfterAnswer m_after = AfterAnswer::Close;
    std::size_t m_drained = 0;
};

} // namespace Orion::Http
