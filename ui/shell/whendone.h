#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

#include <utility>

namespace Orion
{

// Calls fn(value) on the context's thread once the future has its value, never before this
// function has returned. When the context dies first, or the future ends without a value, the
// call is dropped silently. Call from the context's thread.
template <typename T, typename Fn>
void whenDone(const QFuture<T> &future, QObject *context, Fn &&fn)
{
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher,
                     [watcher, fn = std::forward<Fn>(fn)]() mutable {
                         watcher->deleteLater();
                         if (watcher->future().resultCount() == 0)
                             return;
                         // fn may delete the context, and this closure with it.
                         auto call = std::move(fn);
                         call(watcher->result());
                     });
    watcher->setFuture(future);
}

} // namespace Orion
