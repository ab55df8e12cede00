#pragma once

#include "models/domain/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

#include <sys/types.h>

// Finding, starting and ending the processes of an embedded server, by what /proc shows to
// everybody. Linux only, like the rest of the embedded cluster.
namespace Orion
{

// What postmaster.pid says. The server may be long gone.
struct PidFile
{
    pid_t pid = 0;
    QString socketFolder; // empty while it is starting
};
std::optional<PidFile> readPidFile(const QString &path);

// Whether the process is a PostgreSQL server whose command line or title has one of the marks.
// A number that now belongs to another program is not.
bool isServerProcess(pid_t pid, const std::vector<QByteArray> &marks);

// All processes of the server with this mark: also those that a killed server left behind.
std::vector<pid_t> serverProcesses(const QByteArray &mark);

// Starts the command in a session of its own (the terminal's Ctrl+C does not reach it), with
// nothing of this process open, writing to the end of the log.
Result<pid_t> startDetached(const QStringList &command, const QString &logFile);

// Asks again and again until it holds; false when the time is over.
bool waitUntil(const std::function<bool()> &holds, std::chrono::milliseconds timeout);

} // namespace Orion
