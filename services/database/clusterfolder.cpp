#include "services/database/clusterfolder.h"

#include "services/database/serveraccount.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

namespace Orion
{

namespace
{

constexpr qint64 logLimit = 4 * 1024 * 1024;
constexpr int socketPathLimit = 107; // sun_path without its end

QByteArray hashOf(const QString &path)
{
    return QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
}

tl::unexpected<Error> unusable(const QString &folder, const QString &why)
{
    return fail(ErrorCode::ConfigurationInvalid,
                QStringLiteral("The database folder %1 cannot be used: %2.").arg(folder, why));
}

// Makes the folder or checks the one that is there. In a place like /tmp somebody else could have
// made it first, so its owner counts.
Result<void> makePrivate(const QString &folder, uid_t uid, gid_t gid, mode_t mode)
{
    const QByteArray path = QFile::encodeName(folder);
    const bool made = ::mkdir(path.constData(), 0700) == 0;
    if (!made && errno != EEXIST)
        return unusable(folder, QString::fromLocal8Bit(std::strerror(errno)));
    if (made && ::lchown(path.constData(), uid, gid) != 0)
        return unusable(folder, QString::fromLocal8Bit(std::strerror(errno)));

    struct stat status
    {};
    if (::lstat(path.constData(), &status) != 0)
        return unusable(folder, QString::fromLocal8Bit(std::strerror(errno)));
    if (!S_ISDIR(status.st_mode))
        return unusable(folder, QStringLiteral("it is not a folder"));
    if (status.st_uid != uid)
        return unusable(folder, QStringLiteral("it belongs to another user"));
    if (status.st_gid != gid && ::lchown(path.constData(), uid, gid) != 0)
        return unusable(folder, QString::fromLocal8Bit(std::strerror(errno)));
    if ((status.st_mode & 07777) != mode && ::chmod(path.constData(), mode) != 0)
        return unusable(folder, QString::fromLocal8Bit(std::strerror(errno)));
    return {};
}

} // namespace

QByteArray ClusterFolder::mark() const
{
    return "orion-" + hashOf(root);
}

QString ClusterFolder::socketFolder(const ServerAccount &account) const
{
    const QString inside = root + QStringLiteral("/run");
    const qsizetype length = QFile::encodeName(inside + QStringLiteral("/.s.PGSQL.5432")).size();
    // libpq takes a comma for the end of a host.
    if (length <= socketPathLimit && !inside.contains(u','))
        return inside;
    QString place = QStringLiteral("/run");
    if (::geteuid() != 0) {
        place = qEnvironmentVariable("XDG_RUNTIME_DIR");
        if (place.isEmpty() || place.size() > 50 || place.contains(u',') || !QDir(place).exists())
            place = QStringLiteral("/tmp");
    }
    return QStringLiteral("%1/orion-billing-%2-%3")
        .arg(place, QString::number(account.uid), QString::fromLatin1(hashOf(root)));
}

Result<void> ClusterFolder::prepare(const ServerAccount &account) const
{
    const QString parent = QFileInfo(root).absolutePath();
    if (!QDir().mkpath(parent))
        return unusable(root, QStringLiteral("%1 cannot be made").arg(parent));
    const QString wall = account.untraversableParent(root);
    if (!wall.isEmpty())
        return unusable(root, QStringLiteral("the user %1 may not pass through %2; choose a folder "
                                             "elsewhere, such as /var/lib/orion-billing/postgres")
                                  .arg(account.name, wall));
    // Root keeps its lock files and the log out of reach of the server's account, which only
    // passes through.
    const bool asRoot = ::geteuid() == 0;
    return makePrivate(root, ::geteuid(), account.gid, asRoot ? 0710 : 0700);
}

Result<void> ClusterFolder::makeSocketFolder(const ServerAccount &account) const
{
    return makePrivate(socketFolder(account), account.uid, account.gid, 0700);
}

void ClusterFolder::removeUnfinished() const
{
    const QDir folder(root);
    for (const QString &name :
         folder.entryList({QStringLiteral("data.new-*")}, QDir::Dirs | QDir::NoDotAndDotDot))
        QDir(folder.filePath(name)).removeRecursively();
}

Result<QString> ClusterFolder::makeUnfinished(const ServerAccount &account) const
{
    const QString folder = QStringLiteral("%1/data.new-%2").arg(root).arg(::getpid());
    if (const auto made = makePrivate(folder, account.uid, account.gid, 0700); !made)
        return fail(made.error());
    return folder;
}

void ClusterFolder::trimLog() const
{
    QFile log(logFile());
    if (log.size() <= logLimit)
        return;
    // Not renamed: a running server would go on writing to the old one. It appends, so that
    // cutting the file under it is safe.
    const QString old = logFile() + QStringLiteral(".1");
    QFile::remove(old);
    QFile::copy(logFile(), old);
    log.resize(0);
}

QString ClusterFolder::logTail() const
{
    QFile log(logFile());
    if (!log.open(QIODevice::ReadOnly))
        return {};
    log.seek(qMax<qint64>(0, log.size() - 2000));
    return QString::fromUtf8(log.readAll());
}

} // namespace Orion
