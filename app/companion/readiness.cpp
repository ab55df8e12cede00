#include "app/companion/readiness.h"

namespace Orion
{

namespace
{

// Probes come every few seconds; more than these wait only while the database hangs.
constexpr std::size_t waitingProbes = 16;

} // namespace

Readiness::Readiness(ConnectionSettings database, Migrator migrator)
    : m_migrator(std::move(migrator))
    , m_pool(std::move(database), QStringLiteral("orion-companion readiness"), 1, waitingProbes)
{}

void Readiness::check(std::function<void(Result<void>)> answer)
{
    if (m_draining) {
        answer(fail(ErrorCode::Unavailable, QStringLiteral("The companion is shutting down.")));
        return;
    }
    const auto task = [this, answer](Session &session) {
        answer(m_migrator.checkCurrent(session));
    };
    if (!m_pool.submit(task))
        answer(
            fail(ErrorCode::DatabaseUnavailable, QStringLiteral("The database does not answer.")));
}

} // namespace Orion
