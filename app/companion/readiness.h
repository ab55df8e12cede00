#pragma once

#include "services/database/migrator.h"
#include "services/database/sessionpool.h"

#include <atomic>
#include <functional>

namespace Orion
{

// Whether this companion can do its work: the database answers, its schema is what the program
// expects, and nobody asked it to end. One question at a time, on a thread of its own.
class Readiness
{
public:
    Readiness(ConnectionSettings database, Migrator migrator);

    // Calls back once, from the readiness thread or at once from the caller's. Any thread.
    void check(std::function<void(Result<void>)> answer);

    void setDraining() { m_draining = true; }
    void stop() { m_pool.stop(); }

private:
    const Migrator m_migrator;
    std::atomic<bool> m_draining = false;
    SessionPool m_pool;
};

} // namespace Orion
