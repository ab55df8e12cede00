#pragma once

#include "models/domain/result.h"
#include "services/platform/clock.h"

#include <QDateTime>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace Orion
{

// A result that takes long to compute and is good for a while. However many ask for it at the same
// time, one computes it and the others wait for that; an error they share, too, and it is not kept.
// Any thread.
template <typename T>
class SharedResult
{
public:
    // The clock outlives it.
    SharedResult(const Clock &clock, std::chrono::milliseconds goodFor)
        : m_clock(clock)
        , m_goodFor(goodFor)
    {}

    // What was computed not longer ago than it is good for, else what compute() gives.
    Result<T> get(const std::function<Result<T>()> &compute)
    {
        std::unique_lock lock(m_mutex);
        const QDateTime now = m_clock.now();
        if (m_kept && isGood(now))
            return *m_kept;
        if (const auto flight = m_flight) {
            m_landed.wait(lock, [&] { return flight->result.has_value(); });
            return *flight->result;
        }
        const auto flight = m_flight = std::make_shared<Flight>();
        lock.unlock();
        Result<T> result = guarded(compute);
        lock.lock();
        m_flight.reset();
        if (result) {
            m_kept = *result;
            m_keptSince = now;
        }
        flight->result = result;
        m_landed.notify_all();
        return result;
    }

private:
    struct Flight
    {
        std::optional<Result<T>> result;
    };

    // A clock that was set back makes nothing good for longer.
    bool isGood(const QDateTime &now) const
    {
        const qint64 age = m_keptSince.msecsTo(now);
        return age >= 0 && age <= m_goodFor.count();
    }

    // Who waits must not wait for ever.
    static Result<T> guarded(const std::function<Result<T>()> &compute)
    {
        try {
            return compute();
        } catch (const std::exception &exception) {
            return fail(ErrorCode::Internal, QStringLiteral("The computation failed."),
                        QString::fromUtf8(exception.what()));
        }
    }

    const Clock &m_clock;
    const std::chrono::milliseconds m_goodFor;
    std::mutex m_mutex;
    std::condition_variable m_landed;
    std::shared_ptr<Flight> m_flight; // of the computation that runs
    std::optional<T> m_kept;
    QDateTime m_keptSince;
};

} // namespace Orion
