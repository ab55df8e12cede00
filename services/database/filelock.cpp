#include "services/database/filelock.h"

#include <QDeadlineTimer>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace Orion
{

Result<FileLock> FileLock::open(const QString &path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(),
                                  O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return fail(ErrorCode::ConfigurationInvalid,
                    QStringLiteral("The lock file %1 cannot be opened. Check the rights of its "
                                   "folder.")
                        .arg(path),
                    QString::fromLocal8Bit(std::strerror(errno)));
    return FileLock(descriptor);
}

FileLock::~FileLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

FileLock::FileLock(FileLock &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{}

FileLock &FileLock::operator=(FileLock &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

bool FileLock::tryLock(Kind kind)
{
    const int operation = kind == Kind::Shared ? LOCK_SH : LOCK_EX;
    return ::flock(m_descriptor, operation | LOCK_NB) == 0;
}

Result<void> FileLock::lock(Kind kind, std::chrono::milliseconds timeout)
{
    // flock() has no deadline of its own.
    const QDeadlineTimer deadline(timeout);
    while (!tryLock(kind)) {
        if (deadline.hasExpired())
            return fail(ErrorCode::Timeout,
                        QStringLiteral("Another program is still starting or stopping the "
                                       "database. Try again."));
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return {};
}

void FileLock::unlock()
{
    ::flock(m_descriptor, LOCK_UN);
}

} // namespace Orion
