#pragma once

#include "services/database/session.h"

#include <chrono>

namespace Orion
{

// A lock by name that a session holds across transactions, and that every program on the database
// respects: until the scope ends or the connection is lost. The session outlives it. The same
// session may take the same one again.
class AdvisoryLock
{
public:
    // Nothing when somebody else holds it.
    static Result<std::optional<AdvisoryLock>> tryTake(Session &session, const QString &name);

    // Waits for it. Errors: Timeout. Not inside a transaction.
    static Result<AdvisoryLock> take(Session &session, const QString &name,
                                     std::chrono::milliseconds wait);
    ~AdvisoryLock();

    AdvisoryLock(AdvisoryLock &&other) noexcept;
    AdvisoryLock &operator=(AdvisoryLock &&) = delete;

private:
    AdvisoryLock(Session &session, QString name);

    Session *m_session; // null: moved away
    QString m_name;
};

} // namespace Orion
