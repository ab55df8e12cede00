#include "services/database/serveraccount.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <array>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Orion
{

namespace
{

struct User
{
    bool found = false;
    uid_t uid = 0;
    gid_t gid = 0;
};

User userByName(const char *name)
{
    std::array<char, 4096> buffer{};
    passwd entry{};
    passwd *found = nullptr;
    if (getpwnam_r(name, &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
        return {};
    return {true, entry.pw_uid, entry.pw_gid};
}

} // namespace

Result<ServerAccount> ServerAccount::ofThisProcess()
{
    ServerAccount account;
    account.uid = ::geteuid();
    account.gid = ::getegid();
    if (account.uid != 0)
        return account;

    const User postgres = userByName("postgres");
    if (!postgres.found)
        return fail(ErrorCode::ConfigurationInvalid,
                    QStringLiteral("PostgreSQL does not run as root, and the system has no user "
                                   "postgres to run it as. Install the package postgresql, or "
                                   "run this program as an ordinary user."));
    const QString setpriv = QStandardPaths::findExecutable(QStringLiteral("setpriv"));
    if (setpriv.isEmpty())
        return fail(ErrorCode::ConfigurationInvalid,
                    QStringLiteral("PostgreSQL does not run as root, and the program setpriv is "
                                   "missing. Install the package util-linux, or run this program "
                                   "as an ordinary user."));
    account.uid = postgres.uid;
    account.gid = postgres.gid;
    account.name = QStringLiteral("postgres");
    // setpriv execs, so that the process started is the server itself; runuser and su fork.
    account.prefix = {setpriv, QStringLiteral("--reuid=postgres"),
                      QStringLiteral("--regid=postgres"), QStringLiteral("--clear-groups"),
                      QStringLiteral("--")};
    return account;
}

QString ServerAccount::untraversableParent(const QString &path) const
{
    const QStringList parts = QFileInfo(path).absolutePath().split(u'/', Qt::SkipEmptyParts);
    QString folder;
    for (const QString &part : parts) {
        folder += u'/' + part;
        struct stat status
        {};
        if (::stat(QFile::encodeName(folder).constData(), &status) != 0)
            return {}; // not there yet: made by us, traversable
        const mode_t needed = status.st_uid == uid   ? S_IXUSR
                              : status.st_gid == gid ? S_IXGRP
                                                     : S_IXOTH;
        if (!(status.st_mode & needed))
            return folder;
    }
    return {};
}

} // namespace Orion
