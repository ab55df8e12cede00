#pragma once

#include "app/sandbox/state/state.h"

namespace Orion::Sandbox
{

// While it lives, whatever happens to the state tells no events and is undone at the end. What a
// rehearsed call answers is exactly what the real one would. Under Sandbox's lock, one at a time.
class Rehearsal
{
public:
    explicit Rehearsal(State &state);
    ~Rehearsal();

    Rehearsal(const Rehearsal &) = delete;
    Rehearsal &operator=(const Rehearsal &) = delete;

private:
    State &m_state;
};

// While it lives, the state's time stands still at the given second; without one it goes on.
class Moment
{
public:
    Moment(State &state, std::optional<qint64> time);
    ~Moment();

    Moment(const Moment &) = delete;
    Moment &operator=(const Moment &) = delete;

private:
    State &m_state;
    const std::optional<qint64> m_before;
};

} // namespace Orion::Sandbox
