#pragma once

#include "services/database/session.h"

namespace Orion
{

// A transaction that ends with the scope: rolled back unless committed. They do not nest: begin()
// inside another one fails.
class Transaction
{
public:
    explicit Transaction(Session &session)
        : m_session(session)
    {}
    ~Transaction();

    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;

    Result<void> begin();
    Result<void> commit();

private:
    Session &m_session;
    bool m_open = false;
};

// Runs work() (→ Result<…>) in a transaction: committed if it succeeds, rolled back if not.
template <typename Work>
auto inTransaction(Session &session, Work &&work) -> std::invoke_result_t<Work>
{
    Transaction transaction(session);
    if (const auto begun = transaction.begin(); !begun)
        return fail(begun.error());
    auto result = work();
    if (!result)
        return result;
    if (const auto committed = transaction.commit(); !committed)
        return fail(committed.error());
    return result;
}

} // namespace Orion
