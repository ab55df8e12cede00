#pragma once

#include "models/domain/result.h"

#include <QByteArray>
#include <QString>

namespace Orion
{

struct ServerAccount;

// Where an embedded cluster keeps its things. Plain paths; nothing here talks to a server.
//
//     data/          PostgreSQL's own; appears complete, by a rename
//     data.new-…/    an initdb that was interrupted; removed by the next start
//     run/           the socket, unless its path would be too long
//     users.lock     held by every program that uses the cluster
//     control.lock   held while one of them starts or stops it
//     server.log, server.log.1
struct ClusterFolder
{
    QString root; // absolute

    QString data() const { return root + QStringLiteral("/data"); }
    QString usersLock() const { return root + QStringLiteral("/users.lock"); }
    QString controlLock() const { return root + QStringLiteral("/control.lock"); }
    QString logFile() const { return root + QStringLiteral("/server.log"); }
    QString pidFile() const { return data() + QStringLiteral("/postmaster.pid"); }

    // In the command line of the server and in the title of each of its processes, so that they
    // are recognised whoever started them. Differs from folder to folder.
    QByteArray mark() const;

    // root/run, or a short folder under /run, $XDG_RUNTIME_DIR or /tmp where the path to the
    // socket would be longer than the 107 bytes that the kernel takes.
    QString socketFolder(const ServerAccount &account) const;

    // Make the folders and see that nobody else may enter them. Errors: ConfigurationInvalid.
    Result<void> prepare(const ServerAccount &account) const;
    Result<void> makeSocketFolder(const ServerAccount &account) const;

    // Removes what interrupted runs of initdb left.
    void removeUnfinished() const;

    // A new empty folder for initdb, owned by the account.
    Result<QString> makeUnfinished(const ServerAccount &account) const;

    // Keeps the log below a few megabytes; a running server goes on writing to it.
    void trimLog() const;

    // The end of the log, for the detail of an error.
    QString logTail() const;
};

} // namespace Orion
