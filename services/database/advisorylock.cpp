#include "services/database/advisorylock.h"

#include "services/database/transaction.h"

#include <utility>

namespace Orion
{

AdvisoryLock::AdvisoryLock(Session &session, QString name)
    : m_session(&session)
    , m_name(std::move(name))
{}

AdvisoryLock::AdvisoryLock(AdvisoryLock &&other) noexcept
    : m_session(std::exchange(other.m_session, nullptr))
    , m_name(std::move(other.m_name))
{}

AdvisoryLock::~AdvisoryLock()
{
    // With the connection the lock went, too; another one must not be opened for it.
    if (m_session && !m_session->isBroken())
        (void)m_session->execute(
            QStringLiteral("select pg_advisory_unlock(hashtextextended(?, 0))"), {m_name});
}

Result<std::optional<AdvisoryLock>> AdvisoryLock::tryTake(Session &session, const QString &name)
{
    const auto taken =
        session.selectOne(QStringLiteral("select pg_try_advisory_lock(hashtextextended(?, 0))"),
                          {name}, [](const Row &row) { return row.boolean(0); });
    if (!taken)
        return fail(taken.error());
    std::optional<AdvisoryLock> lock;
    if (taken->value_or(false))
        lock.emplace(AdvisoryLock(session, name));
    return lock;
}

Result<AdvisoryLock> AdvisoryLock::take(Session &session, const QString &name,
                                        std::chrono::milliseconds wait)
{
    // The transaction bounds the setting; the lock outlives it.
    const auto taken = inTransaction(session, [&]() -> Result<void> {
        const auto bounded =
            session.execute(QStringLiteral("select set_config('lock_timeout', ?, true)"),
                            {QString::number(wait.count())});
        if (!bounded)
            return fail(bounded.error());
        const auto locked = session.execute(
            QStringLiteral("select pg_advisory_lock(hashtextextended(?, 0))"), {name});
        if (!locked)
            return fail(locked.error());
        return {};
    });
    if (!taken)
        return fail(taken.error());
    return AdvisoryLock(session, name);
}

} // namespace Orion
