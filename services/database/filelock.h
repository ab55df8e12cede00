#pragma once

#include "models/domain/result.h"

#include <QString>

#include <chrono>

namespace Orion
{

// An open lock file (flock). The kernel releases it when the process ends, however it ends. The
// file itself stays. Movable value; may be used from any thread, one at a time.
class FileLock
{
public:
    enum class Kind
    {
        Shared,
        Exclusive
    };

    // Opens or makes the file, takes no lock. Follows no symbolic link.
    static Result<FileLock> open(const QString &path);
    ~FileLock();

    FileLock(FileLock &&other) noexcept;
    FileLock &operator=(FileLock &&other) noexcept;

    // Takes the lock, or changes its kind, if nobody stands in the way.
    [[nodiscard]] bool tryLock(Kind kind);

    // The same, trying until the time is over; then Timeout.
    Result<void> lock(Kind kind, std::chrono::milliseconds timeout);
    void unlock();

private:
    explicit FileLock(int descriptor)
        : m_descriptor(descriptor)
    {}

    int m_descriptor;
};

} // namespace Orion
