#include "services/database/clusterserver.h"

#include "services/database/serverprocess.h"

#include <QDir>
#include <QFile>
#include <QProcess>

#include <csignal>
#include <libpq-fe.h>
#include <sys/wait.h>

namespace Orion
{

namespace
{

using namespace std::chrono_literals;

constexpr auto initdbTimeout = 120s;
constexpr auto killTimeout = 5s;

} // namespace

ClusterServer::ClusterServer(ClusterFolder folder, ServerAccount account, bool durable)
    : m_folder(std::move(folder))
    , m_account(std::move(account))
    , m_durable(durable)
    , m_socketFolder(m_folder.socketFolder(m_account))
{}

Result<ServerBinaries> ClusterServer::binaries() const
{
    QFile file(m_folder.data() + QStringLiteral("/PG_VERSION"));
    if (!file.open(QIODevice::ReadOnly))
        return findServer(serverFolders(), std::nullopt);
    const int major = file.readAll().trimmed().toInt();
    if (major < oldestServerVersion)
        return fail(
            ErrorCode::ConfigurationInvalid,
            QStringLiteral("The database folder %1 was made by PostgreSQL %2; version %3 "
                           "or newer is needed. Move it away, or bring it over with "
                           "pg_dump.")
                .arg(m_folder.root, QString::number(major), QString::number(oldestServerVersion)));
    return findServer(serverFolders(), major);
}

Result<void> ClusterServer::initialise()
{
    m_folder.removeUnfinished();
    if (QFile::exists(m_folder.data()))
        return {};
    const auto target = m_folder.makeUnfinished(m_account);
    if (!target)
        return fail(target.error());
    if (const auto made = runInitdb(*target); !made) {
        m_folder.removeUnfinished();
        return made;
    }
    if (!QDir().rename(*target, m_folder.data()))
        return fail(ErrorCode::ConfigurationInvalid,
                    QStringLiteral("The database folder %1 cannot be made. Check the rights of its "
                                   "folder.")
                        .arg(m_folder.data()));
    return {};
}

Result<void> ClusterServer::runInitdb(const QString &target) const
{
    const auto server = binaries();
    if (!server)
        return fail(server.error());
    QStringList command = m_account.prefix;
    command << server->program(QStringLiteral("initdb")) << QStringLiteral("--pgdata=") + target
            << QStringLiteral("--username=postgres") << QStringLiteral("--auth-local=trust")
            << QStringLiteral("--auth-host=reject") << QStringLiteral("--encoding=UTF8")
            << QStringLiteral("--locale=C.UTF-8") << QStringLiteral("--no-instructions");
    if (!m_durable)
        command << QStringLiteral("--no-sync");

    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setWorkingDirectory(QStringLiteral("/"));
    process.start(command.takeFirst(), command);
    const bool finished =
        process.waitForFinished(int(std::chrono::milliseconds(initdbTimeout).count()));
    if (finished && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
        return {};
    process.kill();
    process.waitForFinished();
    return fail(ErrorCode::ConfigurationInvalid,
                QStringLiteral("A new database cannot be made in %1.").arg(m_folder.root),
                QString::fromUtf8(process.readAll()).right(2000));
}

ConnectionSettings ClusterServer::settings() const
{
    ConnectionSettings settings;
    settings.parameters = {{QStringLiteral("host"), m_socketFolder},
                           {QStringLiteral("port"), QStringLiteral("5432")},
                           {QStringLiteral("dbname"), QStringLiteral("postgres")},
                           {QStringLiteral("user"), QStringLiteral("postgres")}};
    return settings;
}

bool ClusterServer::isOurs(pid_t pid) const
{
    return isServerProcess(pid, {m_folder.mark(), QFile::encodeName(m_folder.data())});
}

std::optional<pid_t> ClusterServer::runningPid()
{
    const auto file = readPidFile(m_folder.pidFile());
    if (!file || !isOurs(file->pid))
        return std::nullopt;
    // A program with another environment may have put the socket elsewhere.
    if (!file->socketFolder.isEmpty())
        m_socketFolder = file->socketFolder;
    return file->pid;
}

ClusterServer::Answer ClusterServer::ask() const
{
    ConnectionSettings asking = settings();
    asking.parameters.insert(QStringLiteral("connect_timeout"), QStringLiteral("3"));
    switch (PQping(asking.conninfo().toUtf8().constData())) {
    case PQPING_OK:
        return Answer::Ready;
    case PQPING_REJECT:
        return Answer::Busy;
    default:
        return Answer::Silent;
    }
}

Result<void> ClusterServer::ensureRunning(std::chrono::milliseconds timeout)
{
    if (const auto pid = runningPid()) {
        const auto ready = waitForFound(*pid, timeout);
        if (!ready)
            return fail(ready.error());
        if (*ready)
            return {};
    }
    // A server whose process cannot be seen from here, in a container of its own.
    if (ask() == Answer::Ready)
        return {};
    if (const auto removed = removeRemains(); !removed)
        return removed;
    return startNew(timeout);
}

// False when the server that was found is gone: it was just stopping.
Result<bool> ClusterServer::waitForFound(pid_t pid, std::chrono::milliseconds timeout)
{
    bool gone = false;
    Answer answer = Answer::Silent;
    waitUntil(
        [&] {
            answer = ask();
            gone = answer != Answer::Ready && !isOurs(pid);
            return gone || answer == Answer::Ready;
        },
        timeout);
    if (answer == Answer::Ready)
        return true;
    if (gone)
        return false;
    return fail(ErrorCode::DatabaseUnavailable,
                QStringLiteral("The database server in %1 runs but does not answer. End the "
                               "process %2 and try again.")
                    .arg(m_folder.root, QString::number(pid)),
                m_folder.logTail());
}

// What a killed server leaves: processes that still hold its memory, and files that name a process
// number which may belong to another program by now. PostgreSQL would refuse to start on them.
Result<void> ClusterServer::removeRemains()
{
    const QByteArray mark = m_folder.mark();
    const auto none = [&] { return serverProcesses(mark).empty(); };
    for (const int signal : {SIGQUIT, SIGKILL}) {
        for (const pid_t pid : serverProcesses(mark))
            ::kill(pid, signal);
        if (waitUntil(none, killTimeout))
            break;
    }
    if (!none())
        return fail(ErrorCode::DatabaseUnavailable,
                    QStringLiteral("Processes of a server that was killed still use %1 and cannot "
                                   "be ended. End them and try again.")
                        .arg(m_folder.root));
    m_socketFolder = m_folder.socketFolder(m_account);
    QFile::remove(m_folder.pidFile());
    QFile::remove(m_socketFolder + QStringLiteral("/.s.PGSQL.5432"));
    QFile::remove(m_socketFolder + QStringLiteral("/.s.PGSQL.5432.lock"));
    return {};
}

QStringList ClusterServer::command(const ServerBinaries &server) const
{
    QString socketFolder = m_socketFolder;
    socketFolder.replace(u'"', QStringLiteral("\"\""));
    QStringList words = m_account.prefix;
    words << server.program(QStringLiteral("postgres")) << QStringLiteral("-D") << m_folder.data();
    const auto set = [&](const char *setting) {
        words << QStringLiteral("-c") << QString::fromUtf8(setting);
    };
    words << QStringLiteral("-c")
          << QStringLiteral("unix_socket_directories=\"%1\"").arg(socketFolder);
    set(("cluster_name=" + m_folder.mark()).constData());
    set("port=5432");
    set("listen_addresses=");
    set("unix_socket_permissions=0700");
    set("max_connections=200");
    // A statement of a program that was killed ends with it.
    set("client_connection_check_interval=5s");
    set("shared_buffers=128MB");
    set("maintenance_work_mem=128MB");
    set("max_wal_size=2GB");
    set("checkpoint_timeout=15min");
    set("wal_level=minimal");
    set("max_wal_senders=0");
    set("wal_compression=lz4");
    set("random_page_cost=1.1");
    set("jit=off");
    set("timezone=UTC");
    // The log is for what goes wrong with the server. Statements and their values may be personal.
    set("logging_collector=off");
    set("log_checkpoints=off");
    set("log_error_verbosity=terse");
    set("log_min_error_statement=panic");
    set("log_line_prefix=%m [%p] %q%u ");
    if (!m_durable) {
        set("fsync=off");
        set("synchronous_commit=off");
        set("full_page_writes=off");
    }
    return words;
}

Result<void> ClusterServer::startNew(std::chrono::milliseconds timeout)
{
    const auto server = binaries();
    if (!server)
        return fail(server.error());
    if (const auto made = m_folder.makeSocketFolder(m_account); !made)
        return made;
    m_folder.trimLog();
    const auto started = startDetached(command(*server), m_folder.logFile());
    if (!started)
        return fail(started.error());
    m_child = *started;

    bool ended = false;
    const bool ready = waitUntil(
        [&] {
            ended = ::waitpid(m_child, nullptr, WNOHANG) == m_child;
            return ended || ask() == Answer::Ready;
        },
        timeout);
    if (ready && !ended)
        return {};
    if (ended)
        m_child = 0;
    else
        (void)stop(killTimeout);
    return fail(ErrorCode::DatabaseUnavailable,
                QStringLiteral("The database server in %1 does not start. Its log %2 says why.")
                    .arg(m_folder.root, m_folder.logFile()),
                m_folder.logTail());
}

Result<void> ClusterServer::stop(std::chrono::milliseconds timeout)
{
    const auto pid = runningPid();
    if (!pid)
        return {};
    // Not by the pid file, which goes a moment before the process.
    const auto gone = [&] {
        reap();
        return !isOurs(*pid);
    };
    ::kill(*pid, SIGINT); // "fast": open sessions are cut off, everything is written
    bool stopped = waitUntil(gone, timeout);
    if (!stopped) {
        ::kill(*pid, SIGQUIT); // "immediate": the next start recovers from the log
        stopped = waitUntil(gone, killTimeout);
    }
    if (stopped && !m_socketFolder.startsWith(m_folder.root))
        QDir().rmdir(m_socketFolder);
    if (stopped)
        return {};
    return fail(ErrorCode::DatabaseUnavailable,
                QStringLiteral("The database server in %1 does not stop. End the process %2.")
                    .arg(m_folder.root, QString::number(*pid)),
                m_folder.logTail());
}

void ClusterServer::reap()
{
    if (m_child > 0 && ::waitpid(m_child, nullptr, WNOHANG) == m_child)
        m_child = 0;
}

} // namespace Orion
