#include "app/sandbox/state/rehearsal.h"

namespace Orion::Sandbox
{

Rehearsal::Rehearsal(State &state)
    : m_state(state)
{
    m_state.m_store.begin();
    m_state.m_events.setMuted(true);
}

Rehearsal::~Rehearsal()
{
    m_state.m_events.setMuted(false);
    m_state.m_store.rollback();
}

Moment::Moment(State &state, std::optional<qint64> time)
    : m_state(state)
    , m_before(state.m_moment)
{
    if (time)
        m_state.m_moment = time;
}

Moment::~Moment()
{
    m_state.m_moment = m_before;
}

} // namespace Orion::Sandbox
