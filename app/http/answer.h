#pragma once

#include "app/http/connectionregistry.h"

namespace Orion::Http
{

// The one answer that a handler owes. Shared by the copies of its Responder, used from any thread;
// it outlives connection and server without harm.
class Answer
{
public:
    Answer(std::shared_ptr<ServerState> state, std::weak_ptr<Connection> connection,
           quint64 request);
    ~Answer(); // answers 500 when nobody has

    Answer(const Answer &) = delete;
    Answer &operator=(const Answer &) = delete;

    void send(Response response);

private:
    const std::shared_ptr<ServerState> m_state;
    const std::weak_ptr<Connection> m_connection;
    const quint64 m_request;
    std::atomic<bool> m_sent{false};
};

} // namespace Orion::Http
