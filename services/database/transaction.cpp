#include "services/database/transaction.h"

namespace Orion
{

Transaction::~Transaction()
{
    if (!m_open)
        return;
    if (!m_session.isBroken())
        (void)m_session.script(QStringLiteral("rollback"));
    m_session.m_inTransaction = false;
}

Result<void> Transaction::begin()
{
    if (m_session.m_inTransaction)
        return fail(ErrorCode::Internal,
                    QStringLiteral("A transaction was begun inside another one."));
    const auto begun = m_session.script(QStringLiteral("begin"));
    m_open = begun.has_value();
    m_session.m_inTransaction = m_open;
    return begun;
}

Result<void> Transaction::commit()
{
    const bool lostBefore = m_session.isBroken();
    const auto answer = m_session.runScript(QStringLiteral("commit"));
    m_open = false;
    m_session.m_inTransaction = false;
    if (!answer && !lostBefore && m_session.isBroken())
        return fail(ErrorCode::DatabaseUnavailable,
                    QStringLiteral("The database connection was lost while saving. Check whether "
                                   "the change is there before you repeat it."),
                    answer.error().detail);
    if (!answer)
        return fail(answer.error());
    // PostgreSQL answers the COMMIT of a failed transaction with a friendly ROLLBACK.
    if (*answer != "COMMIT")
        return fail(ErrorCode::DatabaseFailed,
                    QStringLiteral("A statement of this change failed; nothing was changed."));
    return {};
}

} // namespace Orion
