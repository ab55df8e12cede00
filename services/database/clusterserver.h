#pragma once

#include "models/domain/result.h"
#include "services/database/clusterfolder.h"
#include "services/database/connectionsettings.h"
#include "services/database/serveraccount.h"
#include "services/database/serverbinaries.h"

#include <chrono>
#include <optional>

#include <sys/types.h>

namespace Orion
{

// The server process of one cluster folder: initialise, find, start, stop. Whoever calls holds the
// folder's control lock. Used by EmbeddedCluster only.
class ClusterServer
{
public:
    ClusterServer(ClusterFolder folder, ServerAccount account, bool durable);

    // Makes the data folder if it is not there: all of it or nothing.
    Result<void> initialise();

    // Finds the running server or starts it, and waits until it takes connections.
    Result<void> ensureRunning(std::chrono::milliseconds timeout);

    // Stops it and waits; sessions that are open are cut off. Nothing when it does not run.
    Result<void> stop(std::chrono::milliseconds timeout);

    // The superuser's way in; only after ensureRunning().
    ConnectionSettings settings() const;

private:
    enum class Answer
    {
        Ready,
        Busy,
        Silent
    };

    Result<ServerBinaries> binaries() const;
    Result<void> runInitdb(const QString &target) const;
    bool isOurs(pid_t pid) const;
    std::optional<pid_t> runningPid();
    Answer ask() const;
    Result<bool> waitForFound(pid_t pid, std::chrono::milliseconds timeout);
    Result<void> removeRemains();
    Result<void> startNew(std::chrono::milliseconds timeout);
    QStringList command(const ServerBinaries &server) const;
    void reap();

    const ClusterFolder m_folder;
    const ServerAccount m_account;
    const bool m_durable;
    QString m_socketFolder;
    pid_t m_child = 0; // the server, if this object started it
};

} // namespace Orion
