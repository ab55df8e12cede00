#include "app/http/answer.h"

#include "app/http/connection.h"

namespace Orion::Http
{

Answer::Answer(std::shared_ptr<ServerState> state, std::weak_ptr<Connection> connection,
               quint64 request)
    : m_state(std::move(state))
    , m_connection(std::move(connection))
    , m_request(request)
{
    ++m_state->requestsInFlight;
}

Answer::~Answer()
{
    if (!m_sent)
        send(problem(Error{}));
}

void Answer::send(Response response)
{
    if (m_sent.exchange(true))
        return;
    --m_state->requestsInFlight;
    m_state->whileRunning([&] {
        if (const auto connection = m_connection.lock())
            connection->answer(m_request, std::move(response));
    });
}

} // namespace Orion::Http
