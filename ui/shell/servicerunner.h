#pragma once

#include "models/domain/result.h"
#include "services/database/sessionpool.h"
#include "ui/shell/whendone.h"

#include <QPromise>

#include <memory>
#include <type_traits>

namespace Orion
{

// The console's one bridge to the synchronous services: runs them on the pool's workers and
// delivers on the caller's thread. Lives on the GUI thread; the pool outlives it and its futures.
//
//   runner.run(this, [id](Session &session) { return getTier(session, id); },
//              [this](const Result<Tier> &tier) { show(tier); });
//
// The first function runs on a worker: capture values, never widgets. The second runs on the
// context's thread and is dropped when the context is gone.
class ServiceRunner
{
public:
    explicit ServiceRunner(SessionPool &pool)
        : m_pool(pool)
    {}

    // Errors beside the service's own: Unavailable when the pool takes no more work.
    template <typename Work>
    auto run(Work &&work) -> QFuture<std::invoke_result_t<std::decay_t<Work> &, Session &>>;

    template <typename Work, typename Deliver>
    void run(QObject *context, Work &&work, Deliver &&deliver)
    {
        whenDone(run(std::forward<Work>(work)), context, std::forward<Deliver>(deliver));
    }

private:
    static tl::unexpected<Error> busy();

    SessionPool &m_pool;
};

template <typename Work>
auto ServiceRunner::run(Work &&work)
    -> QFuture<std::invoke_result_t<std::decay_t<Work> &, Session &>>
{
    using Answer = std::invoke_result_t<std::decay_t<Work> &, Session &>;
    auto promise = std::make_shared<QPromise<Answer>>();
    promise->start();
    const QFuture<Answer> future = promise->future();
    const bool taken =
        m_pool.submit([promise, work = std::forward<Work>(work)](Session &session) mutable {
            promise->addResult(work(session));
            promise->finish();
        });
    if (!taken) {
        promise->addResult(Answer(busy()));
        promise->finish();
    }
    return future;
}

} // namespace Orion
